/** A tile → the SQL of its question, and the names of its columns. */
import { sentence } from "../../format/sentence.ts";
import {
  TIME,
  type ChartTile,
  type Dashboard,
  type GaugeTile,
  type HeatmapTile,
  type Measure,
  type NumberTile,
  type Query,
  type TableTile,
} from "../../plan/plan.ts";
import type { Rule } from "../../spec/dashboard-spec.ts";
import type { Today } from "../desired/reporting.ts";
import { categoryOrder, labelSql, measureSql } from "./measure-sql.ts";
import { columnNames, quote } from "./names.ts";
import { indent, interval, isOver, lastOver, PERIOD } from "./query-rows.ts";

export interface TileSql {
  readonly sql: string;
  /** Names of the result's columns, in order. */
  readonly columns: readonly string[];
}

export interface TileScope {
  readonly dashboard: Dashboard;
  readonly query: Query;
  readonly today: Today;
  /** The common table expression "rows_of_query". */
  readonly cte: string;
}

/** The one figure of a card or a gauge. */
export function figureSql(tile: NumberTile | GaugeTile, { query, today, cte }: TileScope): TileSql {
  const measure = measureOf(query, tile.measure);
  const [name] = columnNames([measure.label]) as [string];
  const value = measureSql(query, measure);
  if (query.time === undefined)
    return { columns: [name], sql: `with ${cte}\nselect ${value} as ${quote(name)}\nfrom rows_of_query` };
  const grain = query.grain ?? "day";
  const which =
    tile.at === "last-complete"
      ? [`where ${PERIOD} = ${lastOver(grain, today)}`]
      : [
          `where ${isOver(grain, today)}`,
          `group by ${PERIOD}`,
          `having ${value} is not null`,
          `order by ${PERIOD} desc`,
          "limit 1",
        ];
  return {
    columns: [name],
    sql: [`with ${cte}`, `select ${value} as ${quote(name)}`, "from rows_of_query", ...which].join("\n"),
  };
}

/** Periods that are over, each with the one before it: the last row is the figure. */
export function trendSql(tile: NumberTile, { query, today, cte }: TileScope): TileSql {
  const measure = measureOf(query, tile.measure);
  const grain = query.grain ?? "day";
  const columns = columnNames([periodLabel(query), measure.label, `The ${grain} before`]);
  const [period, name, before] = columns.map(quote) as [string, string, string];
  return {
    columns,
    sql: [
      `with ${cte},`,
      "periods as (",
      `  select ${PERIOD}, ${measureSql(query, measure)} as value`,
      "  from rows_of_query",
      `  where ${isOver(grain, today)}`,
      `  group by ${PERIOD}`,
      ")",
      `select latest.${PERIOD} as ${period}, latest.value as ${name}, before.value as ${before}`,
      "from periods as latest",
      `left join periods as before on before.${PERIOD} = cast(latest.${PERIOD} - ${interval(grain)} as date)`,
      ...(tile.at === "last-value" ? ["where latest.value is not null"] : []),
      `order by latest.${PERIOD}`,
    ].join("\n"),
  };
}

/** The period that is not over is left out: Metabase cannot draw it hollow. `lines` are drawn as columns that stand still. */
export function chartSql(tile: ChartTile, scope: TileScope, lines: readonly Rule[]): TileSql {
  const { query, today, cte, dashboard } = scope;
  const axis = tile.x ?? TIME;
  const keys = [axis, ...(tile.series === undefined ? [] : [tile.series])];
  const measures = tile.measures.map((name) => measureOf(query, name));
  const columns = columnNames([
    ...keys.map((key) => headingOf(key, scope)),
    ...measures.map(({ label }) => label),
    ...lines.map(({ label }) => label),
  ]);
  const values = [
    ...keys.map((key) => keySql(key, dashboard)),
    ...measures.map((measure) => measureSql(query, measure)),
    ...lines.map(({ value }) => `cast(${value} as double precision)`),
  ];
  const where = axis === TIME ? [`where ${isOver(query.grain ?? "day", today)}`] : [];
  return { columns, sql: grouped(cte, values, columns, where, keys, dashboard) };
}

export function tableSql(tile: TableTile, scope: TileScope): TileSql {
  const { query, today, cte, dashboard } = scope;
  const columns = columnNames([
    ...tile.rows.map((key) => headingOf(key, scope)),
    ...tile.columns.map(({ label }) => label),
  ]);
  const values = [
    ...tile.rows.map((key) => keySql(key, dashboard)),
    ...tile.columns.map(({ measure }) => measureSql(query, measureOf(query, measure))),
  ];
  const where =
    query.time === undefined
      ? []
      : [
          tile.period === "last-complete"
            ? `where ${PERIOD} = ${lastOver(query.grain ?? "day", today)}`
            : `where ${PERIOD} is not null`,
        ];
  const sorted =
    tile.sort &&
    `${tile.rows.length + tile.columns.findIndex(({ measure }) => measure === tile.sort!.measure) + 1}${tile.sort.descending ? " desc" : ""} nulls last`;
  const sql = grouped(cte, values, columns, where, tile.rows, dashboard, sorted);
  return { columns, sql: `${sql}\nlimit ${tile.limit}` };
}

export function heatmapSql(tile: HeatmapTile, scope: TileScope): TileSql {
  const { query, cte, dashboard } = scope;
  const keys = [tile.rows, tile.columns];
  const measure = measureOf(query, tile.measure);
  const columns = columnNames([...keys.map((key) => headingOf(key, scope)), measure.label]);
  const values = [...keys.map((key) => keySql(key, dashboard)), measureSql(query, measure)];
  const where = query.time === undefined ? [] : [`where ${PERIOD} is not null`];
  return { columns, sql: grouped(cte, values, columns, where, keys, dashboard) };
}

function grouped(
  cte: string,
  values: readonly string[],
  columns: readonly string[],
  where: readonly string[],
  keys: readonly string[],
  { categories }: Dashboard,
  first?: string,
): string {
  const order = keys.flatMap((key, index) => {
    const declared = key === TIME ? undefined : categoryOrder(key, categories[key]);
    return [...(declared === undefined ? [] : [declared]), String(index + 1)];
  });
  return [
    `with ${cte}`,
    "select",
    indent(values.map((value, index) => `${value} as ${quote(columns[index]!)}`).join(",\n"), 2),
    "from rows_of_query",
    ...where,
    `group by ${keys.map((_, index) => index + 1).join(", ")}`,
    `order by ${[...(first === undefined ? [] : [first]), ...order].join(", ")}`,
  ].join("\n");
}

const keySql = (key: string, { categories }: Dashboard): string =>
  key === TIME ? PERIOD : labelSql(key, categories[key]);

function headingOf(key: string, { query, dashboard }: TileScope): string {
  if (key === TIME) return periodLabel(query);
  return dashboard.filters.find(({ name }) => query.filters[name] === key)?.label ?? sentence(key);
}

/** "Week"; of "Cohort of", "Cohort". */
const periodLabel = ({ periodWord, grain }: Query): string =>
  periodWord === undefined ? sentence(grain ?? "day") : periodWord.replace(/\s+of$/, "");

export function measureOf(query: Query, name: string): Measure {
  const measure = query.measures.find((each) => each.name === name);
  if (measure === undefined) throw new Error(`query "${query.name}" has no measure "${name}"`);
  return measure;
}
