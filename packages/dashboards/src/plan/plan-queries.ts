/** Queries of a file → queries with measures taken apart. */
import { columnsOf, parseMeasure, partKey, type Part } from "../cube/measure.ts";
import { NAMED_FORMATS, type Format } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import type { DashboardSpec, FormatSpec, MeasureSpec, QuerySpec } from "../spec/dashboard-spec.ts";
import type { Path, ProblemList } from "../spec/problem.ts";
import type { Measure, Query } from "./plan.ts";

export function planQueries(spec: DashboardSpec, problems: ProblemList): Query[] {
  return Object.entries(spec.queries).map(([name, query]) => planQuery(name, query, spec, problems));
}

function planQuery(name: string, spec: QuerySpec, dashboard: DashboardSpec, problems: ProblemList): Query {
  const path = ["queries", name];
  checkSource(name, spec, path, problems);
  const filters = spec.filters ?? {};
  const known = Object.keys(dashboard.filters ?? {});
  for (const [filter, column] of Object.entries(filters)) {
    const declared = dashboard.filters?.[filter];
    if (declared === undefined)
      problems.unknown(
        "name-unknown",
        [...path, "filters", filter],
        `there is no filter "${filter}"`,
        filter,
        known,
        "key",
      );
    else if (declared.type === "date-range" && column !== spec.time) {
      problems.add(
        "value",
        [...path, "filters", filter],
        `filter "${filter}" is a range of dates, so it goes to the query's time${spec.time === undefined ? ", which it has none of" : `, "${spec.time}"`}`,
      );
    }
  }
  const selected = Object.entries(filters).flatMap(([filter, column]) =>
    dashboard.filters?.[filter]?.type === "select" ? [column] : [],
  );
  const parts = new Map<string, Part>();
  const measures = Object.entries(spec.measures).flatMap(([measure, value]) =>
    planMeasure(measure, value, [...path, "measures", measure], parts, problems),
  );
  return {
    name,
    sql: spec.sql ?? `select * from {{ ref('${spec.model ?? ""}') }}`,
    where: spec.where,
    time: spec.time,
    grain: spec.grain ?? (spec.time === undefined ? undefined : "day"),
    periodWord: spec.period,
    dimensions: [...new Set([...(spec.by ?? []), ...selected])],
    parts: [...parts.values()],
    measures,
    filters,
  };
}

function checkSource(name: string, spec: QuerySpec, path: Path, problems: ProblemList): void {
  if (spec.model === undefined && spec.sql === undefined)
    problems.add("key-missing", path, `query "${name}" needs "model" or "sql"`);
  if (spec.model !== undefined && spec.sql !== undefined)
    problems.add("value", [...path, "sql"], `query "${name}" has a model and SQL: one of them`, {
      what: "key",
    });
  if (spec.model !== undefined && !/^\w+$/.test(spec.model))
    problems.add("value", [...path, "model"], `"${spec.model}" is no name of a model`);
  if (spec.grain !== undefined && spec.time === undefined)
    problems.add("value", [...path, "grain"], `query "${name}" has a grain and no time`, { what: "key" });
}

function planMeasure(
  name: string,
  value: string | MeasureSpec,
  path: Path,
  parts: Map<string, Part>,
  problems: ProblemList,
): Measure[] {
  const spec: MeasureSpec = typeof value === "string" ? { value } : value;
  const parsed = parseMeasure(spec.value);
  if ("problem" in parsed) {
    problems.add("measure", typeof value === "string" ? path : [...path, "value"], parsed.problem, {
      hint: parsed.hint,
    });
    return [];
  }
  const { numerator, denominator, scale } = parsed.formula;
  const usual =
    scale === 100
      ? "percent"
      : numerator.kind === "count" || numerator.kind === "distinct"
        ? "count"
        : "number";
  return [
    {
      name,
      label: spec.label ?? sentence(name),
      about: spec.about,
      format: resolveFormat(spec.format ?? usual),
      good: spec.good ?? "neither",
      color: spec.color,
      overTime: spec.over_time ?? true,
      numerator: addPart(parts, numerator),
      denominator: denominator === undefined ? undefined : addPart(parts, denominator),
      scale,
    },
  ];
}

/** Two measures that need the same sum read it once. */
function addPart(parts: Map<string, Part>, part: Part): number {
  const key = partKey(part);
  if (!parts.has(key)) parts.set(key, part);
  return [...parts.keys()].indexOf(key);
}

export function resolveFormat(spec: string | FormatSpec): Format {
  if (typeof spec === "string") return NAMED_FORMATS[spec] ?? NAMED_FORMATS.number!;
  return { decimals: spec.style === "percent" || spec.style === "compact" ? 1 : 2, ...spec };
}

/** Columns that a query reads of its rows, each with the path that names it. */
export function columnUses(
  query: Query,
  spec: QuerySpec,
): {
  readonly column: string;
  readonly path: Path;
  readonly use: "time" | "dimension" | "measure";
  readonly numeric: boolean;
}[] {
  const path = ["queries", query.name];
  const uses: ReturnType<typeof columnUses> = [];
  if (spec.time !== undefined)
    uses.push({ column: spec.time, path: [...path, "time"], use: "time", numeric: false });
  (spec.by ?? []).forEach((column, index) =>
    uses.push({ column, path: [...path, "by", index], use: "dimension", numeric: false }),
  );
  for (const [filter, column] of Object.entries(spec.filters ?? {}))
    if (column !== spec.time)
      uses.push({ column, path: [...path, "filters", filter], use: "dimension", numeric: false });
  for (const [name, value] of Object.entries(spec.measures)) {
    const parsed = parseMeasure(typeof value === "string" ? value : value.value);
    if ("problem" in parsed) continue;
    const at = [...path, "measures", name, ...(typeof value === "string" ? [] : ["value"])];
    const { numerator, denominator } = parsed.formula;
    const counts = (part: Part | undefined): boolean =>
      part === undefined || part.kind === "count" || part.kind === "distinct";
    for (const column of columnsOf(parsed.formula)) {
      const counted = [numerator, denominator].every(
        (part) => counts(part) || (part!.column !== column && part!.weight !== column),
      );
      uses.push({ column, path: at, use: "measure", numeric: !counted });
    }
  }
  return uses;
}
