/** A cached manifest with its edits in the body: the rest of its text and columns is taken as it stands. */
import { renderEdges } from "../artifacts/manifest-file.ts";
import { EDGE_MAPS, edgeMapsOf } from "../artifacts/manifest-maps.ts";
import { partitionPoint } from "../util/partition-point.ts";
import { spliceAt, splicedBody, type Splice } from "./body-splices.ts";
import type { OpenCache } from "./cache-file.ts";
import type { EncodedManifest, StoredColumns } from "./encode-manifest.ts";
import { MAPS } from "./resource-columns.ts";
import type { StoredManifest } from "./stored-manifest.ts";

export function mergeEdits(cache: OpenCache, { columns, edited }: StoredManifest): EncodedManifest {
  const splices = [...edited].map(([position, text]) => spliceAt(columns, position, text));
  splices.push({ ...columns.edges, text: Buffer.from(edgesOf(columns)) });
  splices.sort((a, b) => a.start - b.start);
  return { body: splicedBody(cache, splices), columns: () => movePlaces(columns, splices) };
}

function edgesOf({ ids, parents, counts }: StoredColumns): string {
  const starts = new Map<string, number>();
  let at = 0;
  for (const [order, name] of MAPS.entries()) {
    starts.set(name, at);
    at += counts[order]!;
  }
  const members = EDGE_MAPS.flatMap((name) => {
    const start = starts.get(name)!;
    const count = counts[MAPS.indexOf(name)]!;
    return Array.from({ length: count }, (_, offset): [string, string[]] => [
      ids[start + offset]!,
      parents[start + offset]!.map((parent) => ids[parent]!),
    ]);
  });
  return renderEdges(edgeMapsOf(members));
}

/** Places after the splices, which are in order. */
function movePlaces(columns: StoredColumns, splices: readonly Splice[]): StoredColumns {
  const shifts: number[] = [];
  let shift = 0;
  for (const { length, text } of splices) shifts.push((shift += text.length - length));
  const lengths = new Map(splices.map(({ start, text }) => [start, text.length]));
  const move = (start: number): number => {
    const before = partitionPoint(splices.length, (index) => splices[index]!.start < start);
    return start + (before === 0 ? 0 : shifts[before - 1]!);
  };
  return {
    ...columns,
    gaps: columns.gaps.map(move),
    start: columns.start.map(move),
    length: columns.length.map((length, position) => lengths.get(columns.start[position]!) ?? length),
    edges: { start: move(columns.edges.start), length: lengths.get(columns.edges.start)! },
  };
}
