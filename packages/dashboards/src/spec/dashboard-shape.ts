/** The language of dashboard files: every key, once. */
import { NAMED_FORMATS } from "../format/format.ts";
import { GRAINS } from "../format/period.ts";
import {
  boolean,
  constant,
  either,
  field,
  list,
  map,
  number,
  object,
  required,
  text,
  type ObjectShape,
  type Shape,
} from "./shape.ts";

const TONES = ["good", "fair", "bad"];
const NAME = /^[a-z][a-z0-9_-]*$/;
const RANGE = /^(all|last-\d+-(day|week|month|quarter|year)s?)$/;

const format: Shape = either(
  text({ choices: Object.keys(NAMED_FORMATS) }),
  object("a format", {
    style: required(
      text({ choices: ["number", "percent", "currency", "compact", "unit"] }),
      "How the number is written; percent takes 0 to 100",
    ),
    decimals: field(number({ minimum: 0, maximum: 6, whole: true }), "Digits after the point"),
    unit: field(text(), "Word behind the number, e.g. day"),
    currency: field(text({ pattern: /^[A-Z]{3}$/, example: "EUR" }), "ISO 4217 code"),
  }),
);
const good: Shape = text({ choices: ["up", "down", "neither"] });
const rule: Shape = object("a line", {
  value: required(number(), "Where the line stands on the axis"),
  label: required(text(), "Its name, written on the chart"),
});
const bands: Shape = list(
  object("a band", {
    to: field(number(), "Upper end, not included; the last band may leave it out"),
    tone: required(text({ choices: TONES }), "What values in it mean"),
    label: field(text(), "A word in place of the tone's name"),
  }),
  1,
);

const common: ObjectShape["keys"] = {
  title: field(text(), "What is measured"),
  subtitle: field(text(), "Unit and period"),
  note: field(text(), "A line below; Markdown"),
  width: field(
    number({ minimum: 1, maximum: 24, whole: true }),
    "Columns of 24; tiles without one share what the row has left",
  ),
  id: field(
    text({ pattern: NAME, example: "wau-by-plan" }),
    "Anchor and key of the tile; made from kind and title where absent",
  ),
};
const measureReference: Shape = text({ pattern: /^[\w-]+\.[\w-]+$/, example: "activity.wau" });
const at: Shape = text({ choices: ["last-complete", "last-value"] });
const measureNames: Shape = either(text(), list(text(), 1));

const chart = (kind: string): ObjectShape["keys"] => ({
  ...common,
  [kind]: required(text(), "The query it shows"),
  y: required(measureNames, "Measure or measures of the query"),
  x: field(text(), "A dimension in place of time"),
  series: field(text(), "A dimension: one line, area or bar for each value"),
  goal: field(rule, "A dashed line to reach"),
  alert: field(rule, "A dashed line not to cross"),
  min: field(number(), "Lower end of the axis"),
  max: field(number(), "Upper end of the axis"),
  height: field(number({ minimum: 80, maximum: 640, whole: true }), "Pixels of the plot"),
  incomplete: field(text({ choices: ["hollow", "hide"] }), "What happens to the period that is not over"),
});
const stack = { stack: field(boolean, "On top of each other; false is side by side") };

const tile: Shape = {
  type: "tagged",
  noun: "a tile",
  tags: {
    number: object("a number tile", {
      ...common,
      number: required(measureReference, "query.measure"),
      at: field(at, "Which period: the last complete one, or the last that has a value"),
      compare: field(
        either(
          constant("previous-period"),
          constant("none"),
          object("a comparison", {
            to: required(number(), "A fixed value"),
            label: required(text(), "What it is"),
          }),
        ),
        "What the change is counted from",
      ),
      sparkline: field(boolean, "The periods before, as a small line"),
      bands: field(bands, "What values mean, as a word and a colour"),
      format: field(format, "How it is written, if not as the measure says"),
      good: field(good, "Which way is good, if not as the measure says"),
      hero: field(boolean, "Written bigger: one on a page"),
    }),
    gauge: object("a gauge", {
      ...common,
      gauge: required(measureReference, "query.measure"),
      at: field(at, "Which period: the last complete one, or the last that has a value"),
      min: field(number(), "Left end; 0 where absent"),
      max: field(number(), "Right end; 100 where absent"),
      bands: required(bands, "What values mean, left to right"),
    }),
    line: object("a line chart", chart("line")),
    area: object("an area chart", { ...chart("area"), ...stack }),
    bar: object("a bar chart", { ...chart("bar"), ...stack }),
    table: object("a table", {
      ...common,
      table: required(text(), "The query it shows"),
      rows: required(list(text(), 1), "Dimensions, one row for each combination; time for periods"),
      columns: required(
        list(
          either(
            text(),
            object("a column", {
              measure: required(text(), "A measure of the query"),
              label: field(text(), "Heading, if not the measure's label"),
              when: field(
                list(
                  object("a condition", {
                    below: field(number(), "Values below this"),
                    above: field(number(), "Values above this"),
                    tone: required(text({ choices: TONES }), "What that means"),
                  }),
                  1,
                ),
                "The first that holds colours the cell",
              ),
            }),
          ),
          1,
        ),
        "Measures",
      ),
      period: field(
        text({ choices: ["last-complete", "range"] }),
        "The last complete period, or all that the filters leave, added up",
      ),
      sort: field(text(), "A measure, largest first; with a minus before it smallest first"),
      limit: field(number({ minimum: 1, maximum: 1000, whole: true }), "Rows at most"),
    }),
    heatmap: object("a heat map", {
      ...common,
      heatmap: required(text(), "The query it shows"),
      rows: required(text(), "A dimension, or time"),
      columns: required(text(), "A dimension, or time"),
      value: required(text(), "A measure of the query"),
      scale: field(
        object("a scale", {
          from: required(number(), "Value of the lowest colour"),
          to: required(number(), "Value of the highest colour"),
        }),
        "Ends of the colours; those of the data where absent",
      ),
    }),
    text: object("a text", { ...common, text: required(text(), "Markdown") }),
  },
};

const rows: Shape = list(
  either(
    object("a row", {
      heading: field(text(), "A heading before the tiles"),
      text: field(text(), "A sentence below the heading"),
      tiles: field(list(tile, 1), "Side by side"),
    }),
  ),
  1,
);

const measure: Shape = either(
  text(),
  object("a measure", {
    value: required(text({ example: "percent(sum(done), sum(created))" }), "How it is computed"),
    label: field(text(), "Its name on the page"),
    about: field(text(), "What it means, one sentence"),
    format: field(format, "How it is written"),
    good: field(good, "Which way is good"),
    color: field(number({ minimum: 1, maximum: 5, whole: true }), "Colour 1 to 5, the same on every tile"),
    over_time: field(boolean, "False: may not be added up over periods, as users counted in each week"),
  }),
);

export const dashboardShape: ObjectShape = object("a dashboard", {
  version: required(constant(1), "1"),
  dashboard: field(
    text({ pattern: NAME, example: "exec" }),
    "Key and file name of the page; the file's name where absent",
  ),
  title: required(text(), "Heading of the page"),
  description: field(text(), "One sentence below it; Markdown"),
  order: field(number(), "Place among the pages, lowest first"),
  locale: field(
    text({ pattern: /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, example: "en-GB" }),
    "Language of numbers and dates",
  ),
  as_of: field(text({ example: "current_date" }), "SQL expression of the date that counts as today"),
  owner: field(
    object("an owner", { name: field(text(), "Who answers questions"), email: field(text(), "Where") }),
    "Who answers questions",
  ),
  categories: field(
    map("columns", map("labels", text())),
    "Labels of a dimension's values, in the order of their colours",
  ),
  filters: field(
    map(
      "filters",
      either(
        object("a filter", {
          type: required(text({ choices: ["date-range", "select"] }), "What is chosen"),
          label: field(text(), "Its name on the page"),
          default: field(
            either(text({ pattern: RANGE, example: "last-12-weeks" }), list(text())),
            "Chosen at first",
          ),
          options: field(list(text({ pattern: RANGE, example: "last-12-weeks" }), 1), "Ranges on offer"),
        }),
      ),
    ),
    "What readers can choose",
  ),
  queries: required(
    map(
      "queries",
      object("a query", {
        model: field(text(), "A model: its rows are the query's"),
        sql: field(text(), "Or SQL with refs"),
        where: field(text(), "Condition in SQL on rows"),
        time: field(text(), "Column of dates"),
        grain: field(text({ choices: [...GRAINS] }), "Length of a period"),
        period: field(text(), "Word before a period's date, e.g. Cohort of"),
        by: field(list(text()), "Dimensions that tiles group by"),
        filters: field(map("columns", text()), "Column for each filter that applies"),
        measures: required(map("measures", measure), "What is counted"),
      }),
    ),
    "Where numbers come from",
  ),
  tabs: field(
    list(object("a tab", { title: required(text(), "Its name"), rows: required(rows, "Its rows") }), 1),
    "Parts of the page shown one at a time",
  ),
  rows: field(rows, "The rows of a page without tabs"),
  alerts: field(
    list(
      object("an alert", {
        tile: required(text({ example: "line-blocked-rate" }), "Id of the tile that is watched"),
        when: required(
          text({ choices: ["above", "below", "rows"] }),
          "The chart's goal or alert line is crossed, or there is any row",
        ),
        to: required(
          list(text({ example: "data@example.org" }), 1),
          "E-mail addresses, and #channels of Slack",
        ),
        every: field(text({ choices: ["hour", "day", "week"] }), "How often; a day where absent"),
        at: field(number({ minimum: 0, maximum: 23, whole: true }), "Hour of the day; 8 where absent"),
      }),
      1,
    ),
    "Messages that Metabase sends",
  ),
});
