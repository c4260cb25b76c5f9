/** The enumerations of the semantic layer in any case, as dbt_semantic_interfaces reads them. */
import { expect, test } from "vitest";
import { TsmodelErrors } from "../../src/errors/tsmodel-error.ts";
import { parseFiles } from "./parse-folder.ts";

const files = {
  "models/days.sql": "select 1 as date_day",
  "models/people.sql": "select 1 as id, now() as at",
  "models/s.yml": `
models:
  - {name: days, time_spine: {standard_granularity_column: date_day}, columns: [{name: date_day, granularity: DAY}]}
semantic_models:
  - name: people
    model: ref('people')
    defaults: {agg_time_dimension: at}
    entities: [{name: id, type: PRIMARY}]
    dimensions: [{name: at, type: Time, type_params: {time_granularity: Week}}]
    measures:
      - {name: count_people, agg: COUNT, expr: id}
      - {name: last_people, agg: Sum, expr: 1, non_additive_dimension: {name: at, window_choice: MAX}}
metrics:
  - {name: people_total, label: m, type: Simple, type_params: {measure: count_people}}
  - {name: people_ever, label: c, type: CUMULATIVE, type_params: {measure: count_people, cumulative_type_params: {period_agg: LAST}}}
`,
};

test("are kept small", () => {
  const { json } = parseFiles(files);
  expect(json.semantic_models!["semantic_model.shop.people"]).toMatchObject({
    entities: [{ type: "primary" }],
    dimensions: [{ type: "time", type_params: { time_granularity: "week" } }],
    measures: [{ agg: "count" }, { agg: "sum", non_additive_dimension: { window_choice: "max" } }],
  });
  expect(json.metrics!["metric.shop.people_total"]).toMatchObject({ type: "simple" });
  expect(json.metrics!["metric.shop.people_ever"]).toMatchObject({ type: "cumulative", type_params: { cumulative_type_params: { period_agg: "last" } } });
  expect(json.nodes!["model.shop.days"]).toMatchObject({ columns: { date_day: { granularity: "day" } } });
});

test.each([
  ["time_granularity: Week", "time_granularity: fortnight", "'time_granularity' takes one of nanosecond, "],
  ["window_choice: MAX", "window_choice: most", "'window_choice' takes one of sum, min, max, "],
  ["granularity: DAY", "granularity: days", "'granularity' takes one of "],
])("%s → %s is refused", (from, to, text) => {
  const broken = { ...files, "models/s.yml": files["models/s.yml"].replace(from, to) };
  const parse = (): unknown => parseFiles(broken);
  let problems = "";
  try {
    parse();
  } catch (error) {
    problems = error instanceof TsmodelErrors ? error.errors.map((one) => one.describe()).join("\n") : (error as { describe(): string }).describe();
  }
  expect(problems).toContain(text);
});
