/** One dashboard file → plan. Takes the parsed value and a function that knows places; touches no file. */
import { checkShape } from "../spec/check-shape.ts";
import { dashboardShape } from "../spec/dashboard-shape.ts";
import type { AlertSpec, DashboardSpec, FilterSpec, RowSpec } from "../spec/dashboard-spec.ts";
import { ProblemList, type Locate, type Path, type Problem } from "../spec/problem.ts";
import { rangeLabel } from "../format/period.ts";
import { sentence } from "../format/sentence.ts";
import { planWidths } from "./plan-layout.ts";
import { planQueries } from "./plan-queries.ts";
import { planTile } from "./plan-tiles.ts";
import type { Dashboard, Filter, Query, Row, Tab } from "./plan.ts";

export interface DashboardFile {
  /** The parsed YAML. */
  readonly value: unknown;
  /** File name without its ending: the key of a dashboard that gives none. */
  readonly name: string;
  readonly locate: Locate;
}

export type Planned =
  { readonly dashboard: Dashboard; readonly spec: DashboardSpec } | { readonly problems: readonly Problem[] };

/** All problems at once: those of shape first, since names cannot be looked up in what has none. */
export function planDashboard({ value, name, locate }: DashboardFile): Planned {
  const problems = new ProblemList(locate);
  checkShape(value, dashboardShape, [], problems);
  if (problems.problems.length > 0) return { problems: problems.problems };
  const spec = value as DashboardSpec;
  const queries = planQueries(spec, problems);
  const filters = Object.entries(spec.filters ?? {}).map(([key, filter]) =>
    planFilter(key, filter, problems),
  );
  const tabs = planTabs(spec, queries, problems);
  checkAlerts(spec.alerts ?? [], tabs, problems);
  if (problems.problems.length > 0) return { problems: problems.problems };
  const { title, description, locale = "en-GB", as_of: asOf, owner, categories = {}, order = 0 } = spec;
  return {
    spec,
    dashboard: {
      key: spec.dashboard ?? name,
      title,
      description,
      order,
      locale,
      asOf,
      owner,
      categories,
      filters,
      queries,
      tabs,
    },
  };
}

const RANGES = ["last-4-weeks", "last-12-weeks", "last-26-weeks", "all"];

function planFilter(name: string, spec: FilterSpec, problems: ProblemList): Filter {
  const label = spec.label ?? sentence(name);
  if (spec.type === "select") {
    if (spec.options !== undefined)
      problems.add(
        "value",
        ["filters", name, "options"],
        "options are for date-range: a select offers the values of its column",
        { what: "key" },
      );
    const initial =
      spec.default === undefined || spec.default === "all"
        ? []
        : typeof spec.default === "string"
          ? [spec.default]
          : spec.default;
    return { type: "select", name, label, initial };
  }
  if (typeof spec.default === "object")
    problems.add("value", ["filters", name, "default"], "a range of dates has one default");
  const initial = typeof spec.default === "string" ? spec.default : (spec.options?.[0] ?? "all");
  const options = [...new Set([...(spec.options ?? RANGES), initial])];
  if (new Set(options.map(rangeLabel)).size < options.length)
    problems.add("value", ["filters", name, "options"], "an option is there twice");
  return { type: "date-range", name, label, options, initial };
}

function planTabs(spec: DashboardSpec, queries: readonly Query[], problems: ProblemList): Tab[] {
  const taken = new Set<string>();
  const planRows = (rows: readonly RowSpec[], path: Path): Row[] =>
    rows.map((row, index) => planRow(row, queries, [...path, "rows", index], taken, problems));
  if (spec.tabs !== undefined && spec.rows !== undefined)
    problems.add("value", ["rows"], "a dashboard has rows or tabs of rows", { what: "key" });
  if (spec.tabs === undefined && spec.rows === undefined)
    problems.add("key-missing", [], 'a dashboard needs "rows" or "tabs"');
  if (spec.tabs !== undefined)
    return spec.tabs.map(({ title, rows }, index) => ({ title, rows: planRows(rows, ["tabs", index]) }));
  return [{ rows: planRows(spec.rows ?? [], []) }];
}

/** An alert watches a tile with figures; a line that is crossed has to be on its chart. */
function checkAlerts(alerts: readonly AlertSpec[], tabs: readonly Tab[], problems: ProblemList): void {
  const tiles = tabs
    .flatMap(({ rows }) => rows.flatMap((row) => row.tiles))
    .filter(({ kind }) => kind !== "text");
  alerts.forEach(({ tile: id, when }, index) => {
    const path = ["alerts", index, "tile"];
    const tile = tiles.find((each) => each.id === id);
    if (tile === undefined)
      problems.unknown(
        "name-unknown",
        path,
        `there is no tile "${id}"`,
        id,
        tiles.map((each) => each.id),
      );
    else if (when !== "rows" && !("rules" in tile && tile.rules.length > 0))
      problems.add("value", ["alerts", index, "when"], `"${id}" has no line to be ${when}`, {
        hint: "give the chart a goal or an alert line",
      });
  });
}

function planRow(
  row: RowSpec,
  queries: readonly Query[],
  path: Path,
  taken: Set<string>,
  problems: ProblemList,
): Row {
  if (row.heading === undefined && row.text === undefined && row.tiles === undefined)
    problems.add("key-missing", path, "a row needs a heading or tiles");
  const widths = planWidths(row, path, problems);
  const tiles = (row.tiles ?? []).flatMap(
    (tile, index) =>
      planTile(tile, { queries, path: [...path, "tiles", index], problems, width: widths[index]!, taken }) ??
      [],
  );
  return { heading: row.heading, text: row.text, tiles };
}
