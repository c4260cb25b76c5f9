/** Lines and bands that dashboards draw, as rules: which of them a figure breaks. */
import type { Dashboard, Good, Measure, Query, Tile } from "@tsmodel/dashboards";

export interface BrokenLine {
  readonly kind: "alert" | "goal" | "band";
  readonly label: string;
  readonly value: number;
  readonly side: "above" | "below";
}

/** A goal is broken on the side that is not good; an alert too, and above where neither is. */
export function findBrokenLines(
  { tabs }: Dashboard,
  query: Query,
  measure: Measure,
  value: number,
): BrokenLine[] {
  const tiles = tabs.flatMap(({ rows }) => rows.flatMap((row) => row.tiles));
  const found = tiles.flatMap((tile) => linesOf(tile, query, measure, value));
  return found.filter(
    (line, index) =>
      found.findIndex((other) => other.kind === line.kind && other.value === line.value) === index,
  );
}

function linesOf(tile: Tile, query: Query, measure: Measure, value: number): BrokenLine[] {
  if (tile.kind === "line" || tile.kind === "area" || tile.kind === "bar") {
    if (tile.query !== query.name || !tile.measures.includes(measure.name)) return [];
    return tile.rules.flatMap((rule) => {
      const side = badSide(measure.good, rule.kind);
      const isBroken = side === "above" ? value > rule.value : value < rule.value;
      return isBroken ? [{ kind: rule.kind, label: rule.label, value: rule.value, side }] : [];
    });
  }
  if (
    (tile.kind !== "number" && tile.kind !== "gauge") ||
    tile.query !== query.name ||
    tile.measure !== measure.name
  )
    return [];
  const index = tile.bands.findIndex(({ to }) => to === undefined || value < to);
  const band = tile.bands[index < 0 ? tile.bands.length - 1 : index];
  if (band?.tone !== "bad") return [];
  const from = tile.bands[tile.bands.indexOf(band) - 1]?.to;
  return [
    {
      kind: "band",
      label: band.label ?? "bad",
      value: (from ?? band.to)!,
      side: from === undefined ? "below" : "above",
    },
  ];
}

const badSide = (good: Good, kind: "alert" | "goal"): "above" | "below" =>
  good === "up" ? "below" : good === "down" || kind === "alert" ? "above" : "below";
