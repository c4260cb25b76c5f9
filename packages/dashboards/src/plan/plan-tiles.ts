/** Tiles of a file → tiles whose queries, measures and dimensions exist. */
import type {
  ChartSpec,
  GaugeSpec,
  HeatmapSpec,
  NumberSpec,
  TableSpec,
  TextSpec,
  TileSpec,
} from "../spec/dashboard-spec.ts";
import type { Path, ProblemList } from "../spec/problem.ts";
import { resolveFormat } from "./plan-queries.ts";
import { TIME, type Measure, type Query, type Tile } from "./plan.ts";

export interface TilePlace {
  readonly queries: readonly Query[];
  readonly path: Path;
  readonly problems: ProblemList;
  readonly width: number;
  /** Ids that are taken; gets this tile's. */
  readonly taken: Set<string>;
}

type Base = {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly note?: string;
  readonly width: number;
};

/** Undefined when something in it does not exist; the problem is on the list then. */
export function planTile(spec: TileSpec, place: TilePlace): Tile | undefined {
  if ("text" in spec) return planText(spec, place);
  if ("number" in spec) return planNumber(spec, place);
  if ("gauge" in spec) return planGauge(spec, place);
  if ("table" in spec) return planTable(spec, place);
  if ("heatmap" in spec) return planHeatmap(spec, place);
  return planChart(spec as ChartSpec, place);
}

function base(
  spec: TileSpec,
  kind: string,
  title: string,
  { path, problems, width, taken }: TilePlace,
): Base {
  const wanted = spec.id ?? `${kind}-${slug(title)}`;
  if (spec.id !== undefined && taken.has(spec.id))
    problems.add("value", [...path, "id"], `there is another tile with the id "${spec.id}"`);
  let id = wanted;
  for (let count = 2; taken.has(id); count++) id = `${wanted}-${count}`;
  taken.add(id);
  return { id, title, subtitle: spec.subtitle, note: spec.note, width };
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 48) || "tile";

function planText(spec: TextSpec, place: TilePlace): Tile {
  return { kind: "text", ...base(spec, "text", spec.title ?? "", place), text: spec.text };
}

function planNumber(spec: NumberSpec, place: TilePlace): Tile | undefined {
  const found = findReference(spec.number, "number", place);
  if (found === undefined) return undefined;
  const { query, measure } = found;
  const timed = query.time !== undefined;
  if (!timed && spec.compare === "previous-period")
    place.problems.add(
      "value",
      [...place.path, "compare"],
      `query "${query.name}" has no time, so there is no period before`,
    );
  if (spec.bands) checkBands(spec.bands, place);
  return {
    kind: "number",
    ...base(spec, "number", spec.title ?? measure.label, place),
    query: query.name,
    measure: measure.name,
    at: spec.at ?? "last-complete",
    compare: spec.compare ?? (timed ? "previous-period" : "none"),
    sparkline: timed && spec.sparkline !== false,
    bands: spec.bands ?? [],
    format: spec.format === undefined ? measure.format : resolveFormat(spec.format),
    good: spec.good ?? measure.good,
    hero: spec.hero ?? false,
  };
}

function planGauge(spec: GaugeSpec, place: TilePlace): Tile | undefined {
  const found = findReference(spec.gauge, "gauge", place);
  if (found === undefined) return undefined;
  const [min, max] = [spec.min ?? 0, spec.max ?? 100];
  if (max <= min)
    place.problems.add("value", [...place.path, "max"], `a gauge from ${min} to ${max} has no room`);
  checkBands(spec.bands, place);
  return {
    kind: "gauge",
    ...base(spec, "gauge", spec.title ?? found.measure.label, place),
    query: found.query.name,
    measure: found.measure.name,
    at: spec.at ?? "last-complete",
    min,
    max,
    bands: spec.bands,
  };
}

function checkBands(bands: NumberSpec["bands"] & object, { path, problems }: TilePlace): void {
  bands.forEach(({ to }, index) => {
    const before = bands[index - 1]?.to;
    const at = [...path, "bands", index];
    if (to === undefined && index < bands.length - 1)
      problems.add("value", at, 'only the last band may leave out "to"');
    if (to !== undefined && before !== undefined && to <= before)
      problems.add("value", [...at, "to"], `bands go up: ${to} comes after ${before}`);
  });
}

const KINDS = ["line", "area", "bar"] as const;

function planChart(spec: ChartSpec, place: TilePlace): Tile | undefined {
  const { path, problems } = place;
  const kind = KINDS.find((name) => spec[name] !== undefined)!;
  const query = findQuery(spec[kind]!, [...path, kind], place);
  if (query === undefined) return undefined;
  const names = typeof spec.y === "string" ? [spec.y] : spec.y;
  const measures = names.flatMap(
    (name, index) =>
      findMeasure(
        query,
        name,
        typeof spec.y === "string" ? [...path, "y"] : [...path, "y", index],
        problems,
      ) ?? [],
  );
  if (measures.length < names.length) return undefined;
  if (spec.x !== undefined && spec.x !== TIME) checkDimension(query, spec.x, [...path, "x"], problems);
  else if (query.time === undefined)
    problems.add("value", [...path, kind], `query "${query.name}" has no time`, {
      hint: 'give it a time column, or the chart a dimension as "x"',
    });
  if (spec.series !== undefined) {
    checkDimension(query, spec.series, [...path, "series"], problems);
    if (names.length > 1)
      problems.add("value", [...path, "series"], "a chart has one measure by series, or several measures", {
        what: "key",
      });
  }
  if (names.length > 5)
    problems.add("value", [...path, "y"], `${names.length} measures on one chart: five can be told apart`);
  if (spec.min !== undefined && spec.max !== undefined && spec.max <= spec.min)
    problems.add("value", [...path, "max"], `an axis from ${spec.min} to ${spec.max} has no room`);
  if (kind !== "line" && spec.min !== undefined && spec.min > 0)
    problems.add("value", [...path, "min"], "bars and areas start at zero");
  return {
    kind,
    ...base(spec, kind, spec.title ?? measures.map(({ label }) => label).join(", "), place),
    query: query.name,
    measures: names,
    x: spec.x === TIME ? undefined : spec.x,
    series: spec.series,
    stack: spec.stack ?? kind === "area",
    rules: [
      ...(spec.goal ? [{ ...spec.goal, kind: "goal" as const }] : []),
      ...(spec.alert ? [{ ...spec.alert, kind: "alert" as const }] : []),
    ],
    min: spec.min,
    max: spec.max,
    height: spec.height ?? 220,
    incomplete: spec.incomplete ?? "hollow",
  };
}

function planTable(spec: TableSpec, place: TilePlace): Tile | undefined {
  const { path, problems } = place;
  const query = findQuery(spec.table, [...path, "table"], place);
  if (query === undefined) return undefined;
  spec.rows.forEach((column, index) => checkAxis(query, column, [...path, "rows", index], problems));
  const period = spec.period ?? "range";
  const columns = spec.columns.flatMap((column, index) => {
    const name = typeof column === "string" ? column : column.measure;
    const at =
      typeof column === "string" ? [...path, "columns", index] : [...path, "columns", index, "measure"];
    const measure = findMeasure(query, name, at, problems);
    if (measure === undefined) return [];
    if (!measure.overTime && period === "range" && query.time !== undefined && !spec.rows.includes(TIME)) {
      problems.add("value", at, `"${name}" may not be added up over periods (over_time: false)`, {
        hint: "show one period with period: last-complete, or put time into the rows",
      });
    }
    return [
      {
        measure: name,
        label: (typeof column === "string" ? undefined : column.label) ?? measure.label,
        when: (typeof column === "string" ? undefined : column.when) ?? [],
      },
    ];
  });
  const sort = spec.sort?.replace(/^-/, "");
  if (sort !== undefined && !columns.some(({ measure }) => measure === sort))
    problems.unknown(
      "name-unknown",
      [...path, "sort"],
      `the table has no column "${sort}" to sort by`,
      sort,
      columns.map(({ measure }) => measure),
    );
  return {
    kind: "table",
    ...base(spec, "table", spec.title ?? "", place),
    query: query.name,
    rows: spec.rows,
    columns,
    period,
    sort: sort === undefined ? undefined : { measure: sort, descending: !spec.sort!.startsWith("-") },
    limit: spec.limit ?? 100,
  };
}

function planHeatmap(spec: HeatmapSpec, place: TilePlace): Tile | undefined {
  const { path, problems } = place;
  const query = findQuery(spec.heatmap, [...path, "heatmap"], place);
  if (query === undefined) return undefined;
  checkAxis(query, spec.rows, [...path, "rows"], problems);
  checkAxis(query, spec.columns, [...path, "columns"], problems);
  if (spec.rows === spec.columns)
    problems.add("value", [...path, "columns"], "rows and columns are the same");
  const measure = findMeasure(query, spec.value, [...path, "value"], problems);
  if (measure === undefined) return undefined;
  if (spec.scale !== undefined && spec.scale.to <= spec.scale.from)
    problems.add(
      "value",
      [...path, "scale", "to"],
      `a scale from ${spec.scale.from} to ${spec.scale.to} has no room`,
    );
  return {
    kind: "heatmap",
    ...base(spec, "heatmap", spec.title ?? measure.label, place),
    query: query.name,
    rows: spec.rows,
    columns: spec.columns,
    measure: measure.name,
    scale: spec.scale,
  };
}

function findQuery(name: string, path: Path, { queries, problems }: TilePlace): Query | undefined {
  const query = queries.find((each) => each.name === name);
  if (query === undefined)
    problems.unknown(
      "name-unknown",
      path,
      `there is no query "${name}"`,
      name,
      queries.map((each) => each.name),
    );
  return query;
}

function findMeasure(query: Query, name: string, path: Path, problems: ProblemList): Measure | undefined {
  const measure = query.measures.find((each) => each.name === name);
  if (measure === undefined)
    problems.unknown(
      "name-unknown",
      path,
      `query "${query.name}" has no measure "${name}"`,
      name,
      query.measures.map((each) => each.name),
    );
  return measure;
}

/** "query.measure" */
function findReference(
  text: string,
  key: string,
  place: TilePlace,
): { query: Query; measure: Measure } | undefined {
  const [queryName, measureName] = text.split(".") as [string, string];
  const query = findQuery(queryName, [...place.path, key], place);
  const measure = query && findMeasure(query, measureName, [...place.path, key], place.problems);
  return query && measure ? { query, measure } : undefined;
}

function checkDimension(query: Query, column: string, path: Path, problems: ProblemList): void {
  if (query.dimensions.includes(column)) return;
  problems.unknown(
    "name-unknown",
    path,
    `query "${query.name}" is not grouped by "${column}"`,
    column,
    query.dimensions,
  );
}

function checkAxis(query: Query, column: string, path: Path, problems: ProblemList): void {
  if (column !== TIME) checkDimension(query, column, path, problems);
  else if (query.time === undefined) problems.add("value", path, `query "${query.name}" has no time`);
}
