/** A tile → the question that shows it. */
import { sentence } from "../../format/sentence.ts";
import type { DataTile, Query } from "../../plan/plan.ts";
import type { Rule } from "../../spec/dashboard-spec.ts";
import { entityId, markSql } from "../identity.ts";
import type { FieldBook } from "../server/field-book.ts";
import { queryRows, queryTags } from "../sql/query-rows.ts";
import { chartSql, figureSql, heatmapSql, tableSql, trendSql, type TileScope } from "../sql/tile-sql.ts";
import type { DesiredCard, Settings } from "./desired.ts";
import type { DashboardSource } from "./reporting.ts";
import {
  chartSettings,
  figureSettings,
  gaugeSettings,
  heatmapSettings,
  tableSettings,
  trendSettings,
} from "./settings.ts";

export interface CardScope {
  /** "reporting/exec" */
  readonly key: string;
  readonly source: DashboardSource;
  readonly book: FieldBook;
  note(text: string): void;
}

export function describeCard(tile: DataTile, scope: CardScope): DesiredCard {
  const { source, book } = scope;
  const { dashboard, today } = source;
  const query = dashboard.queries.find(({ name }) => name === tile.query)!;
  const querySource = source.queries[query.name]!;
  const key = `${scope.key}/${tile.id}`;
  const { cte } = queryRows(query, querySource, dashboard.filters, book, dashboard.key);
  const { display, sql, settings } = drawTile(tile, { dashboard, query, today, cte }, scope);
  return {
    key,
    entityId: entityId(key),
    name: titleOf(tile),
    description: descriptionOf(tile, query),
    display,
    sql: markSql(sql, key),
    tags: queryTags(query, querySource, dashboard.filters, book, { dashboard: dashboard.key, key }),
    settings,
  };
}

const titleOf = ({ title, query }: DataTile): string => (title === "" ? sentence(query) : title);

interface Drawn {
  readonly display: string;
  readonly sql: string;
  readonly settings: Settings;
}

function drawTile(tile: DataTile, tiles: TileScope, scope: CardScope): Drawn {
  const { query, dashboard } = tiles;
  switch (tile.kind) {
    case "number": {
      if (query.time !== undefined && tile.compare !== "none" && tile.bands.length === 0) {
        const { sql, columns } = trendSql(tile, tiles);
        return { display: "smartscalar", sql, settings: trendSettings(tile, columns) };
      }
      if (tile.bands.length > 0 && tile.compare !== "none")
        scope.note(`"${titleOf(tile)}" shows its bands without the change: Metabase has one or the other`);
      const { sql, columns } = figureSql(tile, tiles);
      return { display: "scalar", sql, settings: figureSettings(tile, columns[0]!) };
    }
    case "gauge": {
      const { sql, columns } = figureSql(tile, tiles);
      return { display: "gauge", sql, settings: gaugeSettings(tile, query, columns[0]!) };
    }
    case "table": {
      const { sql, columns } = tableSql(tile, tiles);
      const between = (column: string): void =>
        scope.note(
          `"${column}" of "${titleOf(tile)}" is not coloured between two values: Metabase compares with one`,
        );
      return { display: "table", sql, settings: tableSettings(tile, query, columns, between) };
    }
    case "heatmap": {
      const { sql, columns } = heatmapSql(tile, tiles);
      return { display: "table", sql, settings: heatmapSettings(tile, query, columns) };
    }
    default: {
      const { goal, lines } = splitRules(tile, scope);
      const { sql, columns } = chartSql(tile, tiles, lines);
      const [first, second] = [tile.series === undefined ? 1 : 2, columns.length - lines.length];
      const names = {
        dimensions: columns.slice(0, first),
        metrics: columns.slice(first, second),
        lines: columns.slice(second),
      };
      return { display: tile.kind, sql, settings: chartSettings(tile, query, names, goal, dashboard) };
    }
  }
}

/**
 * Metabase draws one line, and an alert on the chart watches that one: the one that is watched, else the goal. Others
 * become columns, where there are no series to stand in their way.
 */
function splitRules(
  tile: Extract<DataTile, { kind: "line" | "area" | "bar" }>,
  { source, note }: CardScope,
): { goal: Rule | undefined; lines: readonly Rule[] } {
  const watched = source.alerts.some((alert) => alert.tile === tile.id && alert.when !== "rows");
  const order = watched ? ["alert", "goal"] : ["goal", "alert"];
  const [goal, ...rest] = [...tile.rules].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  if (tile.series === undefined) return { goal, lines: rest };
  for (const { label } of rest)
    note(`"${titleOf(tile)}" does not show the line "${label}": Metabase draws one`);
  return { goal, lines: [] };
}

function descriptionOf(tile: DataTile, query: Query): string | null {
  const about =
    "measure" in tile ? query.measures.find(({ name }) => name === tile.measure)?.about : undefined;
  const text = [tile.subtitle, about, tile.note]
    .filter((part) => part !== undefined && part.trim() !== "")
    .map((part) => (/[.!?]$/.test(part!.trim()) ? part!.trim() : `${part!.trim()}.`))
    .join(" ");
  return text === "" ? null : text;
}
