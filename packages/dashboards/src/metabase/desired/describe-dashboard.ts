/** A dashboard → tabs with tiles on the grid, and filters as parameters. */
import { parseRange, rangeStart } from "../../format/period.ts";
import { COLUMNS } from "../../plan/plan-layout.ts";
import type { DataTile, Filter, Row, Tab, TextTile, Tile } from "../../plan/plan.ts";
import { describe, TILE_KEY } from "../identity.ts";
import type { DesiredDashboard, DesiredParameter, DesiredTab, DesiredTile } from "./desired.ts";
import type { DashboardSource, Today } from "./reporting.ts";

export function describeDashboard(source: DashboardSource, key: string): DesiredDashboard {
  const { dashboard, today } = source;
  const filtersOf = ({ query }: DataTile): string[] => {
    const columns = dashboard.queries.find(({ name }) => name === query)?.filters ?? {};
    return dashboard.filters.filter(({ name }) => columns[name] !== undefined).map(({ name }) => name);
  };
  return {
    key,
    name: dashboard.title,
    description: describe(dashboard.description, key),
    parameters: dashboard.filters.map((filter) => describeFilter(filter, today)),
    tabs: dashboard.tabs.map((tab, index) =>
      layOut(tab, `${key}/${dashboard.tabs.length > 1 ? `tab-${index + 1}-` : ""}`, key, filtersOf),
    ),
  };
}

function describeFilter(filter: Filter, today: Today): DesiredParameter {
  const { name, label } = filter;
  const same = { id: name, name: label, slug: name };
  if (filter.type === "select")
    return {
      ...same,
      type: "string/=",
      sectionId: "string",
      ...(filter.initial.length === 0 ? {} : { default: filter.initial }),
    };
  const chosen = rangeValue(filter.initial, today);
  return {
    ...same,
    type: "date/all-options",
    sectionId: "date",
    ...(chosen === undefined ? {} : { default: chosen }),
  };
}

/** Metabase counts back from the reader's day; where another day counts as today, the range has fixed ends. */
export function rangeValue(range: string, today: Today): string | undefined {
  const parsed = parseRange(range);
  if (parsed === undefined) return undefined;
  if (today.type === "current") return `past${parsed.count}${parsed.grain}s~`;
  return `${rangeStart(range, today.date)}~${today.date}`;
}

/** Rows below one another; the tiles of a row share the height of the tallest. */
function layOut(
  { title, rows }: Tab,
  prefix: string,
  key: string,
  filtersOf: (tile: DataTile) => readonly string[],
): DesiredTab {
  const tiles: DesiredTile[] = [];
  let top = 0;
  const place = (tile: Omit<DesiredTile, "row" | "settings">, settings: object): void => {
    tiles.push({ ...tile, row: top, settings: { ...settings, [TILE_KEY]: tile.key } });
  };
  rows.forEach((row, index) => {
    const name = `${prefix}row-${index + 1}`;
    for (const [what, display, text, height] of headOf(row)) {
      place(
        { key: `${name}-${what}`, col: 0, width: COLUMNS, height, filters: [] },
        { virtual_card: { display }, text },
      );
      top += height;
    }
    const height = Math.max(0, ...row.tiles.map(heightOf));
    let col = 0;
    for (const tile of row.tiles) {
      const shape = { key: `${key}/${tile.id}`, col, width: tile.width, height };
      if (tile.kind === "text")
        place({ ...shape, filters: [] }, { virtual_card: { display: "text" }, text: textOf(tile) });
      else place({ ...shape, card: `${key}/${tile.id}`, filters: filtersOf(tile) }, {});
      col += tile.width;
    }
    top += height;
  });
  return { title, tiles };
}

type Head = readonly [what: string, display: "heading" | "text", text: string, height: number];

const headOf = ({ heading, text }: Row): Head[] => [
  ...(heading === undefined ? [] : [["heading", "heading", heading, 1] as const]),
  ...(text === undefined ? [] : [["text", "text", text, textHeight(text, COLUMNS)] as const]),
];

const textOf = ({ title, text }: TextTile): string =>
  (title === "" ? text : `### ${title}\n\n${text}`).trim();

/** Rows of the grid, some 40 pixels each. */
function heightOf(tile: Tile): number {
  switch (tile.kind) {
    case "number":
      return 3;
    case "gauge":
      return 6;
    case "text":
      return textHeight(textOf(tile), tile.width);
    case "table":
      return 9;
    case "heatmap":
      return 9;
    default:
      return Math.max(5, Math.round(tile.height / 38));
  }
}

/** Lines of about five letters for each column, two lines to three rows. */
function textHeight(text: string, width: number): number {
  const letters = width * 5;
  const lines = text
    .split("\n")
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / letters)), 0);
  return Math.max(1, Math.ceil((lines * 2) / 3));
}
