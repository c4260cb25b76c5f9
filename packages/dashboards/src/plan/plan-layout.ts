/** Widths of tiles on a grid of 24 columns. */
import type { RowSpec, TileSpec } from "../spec/dashboard-spec.ts";
import type { Path, ProblemList } from "../spec/problem.ts";

export const COLUMNS = 24;
/** Narrower than this a tile shows nothing. */
const LEAST = 3;

/** The width of each tile of a row: its own, or an equal share of what the others leave. */
export function planWidths(row: RowSpec, path: Path, problems: ProblemList): number[] {
  const tiles = row.tiles ?? [];
  const used = tiles.reduce((sum, tile) => sum + (tile.width ?? 0), 0);
  const open = tiles.filter((tile) => tile.width === undefined).length;
  const left = COLUMNS - used;
  if (left < 0) {
    problems.add(
      "layout",
      [...path, "tiles", firstBeyond(tiles), "width"],
      `the tiles of this row are ${used} columns wide together, and a row has ${COLUMNS}`,
      { hint: "make one narrower, or move it to a row of its own" },
    );
  } else if (open > 0 && left < open * LEAST) {
    const first = tiles.findIndex((tile) => tile.width === undefined);
    problems.add(
      "layout",
      [...path, "tiles", first],
      `${open} ${open === 1 ? "tile has" : "tiles have"} no width, and the others leave ${left} of ${COLUMNS} columns`,
      { hint: `each needs at least ${LEAST}` },
    );
  }
  let shared = 0;
  return tiles.map((tile) => {
    if (tile.width !== undefined) return tile.width;
    // What does not divide goes to the tiles on the left.
    const width = Math.floor(left / open) + (shared < left % open ? 1 : 0);
    shared++;
    return Math.max(width, LEAST);
  });
}

/** The tile with which the row becomes too wide. */
function firstBeyond(tiles: readonly TileSpec[]): number {
  let sum = 0;
  return tiles.findIndex((tile) => (sum += tile.width ?? 0) > COLUMNS);
}
