/** A cached manifest with some models in place of others: the rest of its text and columns is taken as it stands. */
import { renderEdges, renderResource } from "../artifacts/manifest-file.ts";
import { EDGE_MAPS, edgeMapsOf } from "../artifacts/manifest-maps.ts";
import type { OpenCache } from "./cache-file.ts";
import type { EncodedManifest, StoredColumns } from "./encode-manifest.ts";
import { ColumnsBuilder, MAPS } from "./resource-columns.ts";
import { bodyPieces } from "./stored-text.ts";
import type { FileNode } from "./reparse-files.ts";
import type { StoredManifest } from "./stored-manifest.ts";

interface Splice {
  readonly start: number;
  readonly length: number;
  readonly text: Uint8Array;
}

/** @throws NotCacheable */
export function replaceResources(
  cache: OpenCache,
  stored: StoredManifest,
  replacements: ReadonlyMap<number, FileNode>,
): EncodedManifest {
  const columns = replaceRows(stored, replacements);
  const splices: Splice[] = [...replacements].map(([position, node]) => ({
    start: stored.columns.start[position]!,
    length: stored.columns.length[position]!,
    text: Buffer.from(renderResource(node)),
  }));
  splices.push({ ...stored.columns.edges, text: Buffer.from(edgesOf(columns)) });
  splices.sort((a, b) => a.start - b.start);
  return { body: splicedBody(cache, splices), columns: () => movePlaces(columns, splices) };
}

function* splicedBody(cache: OpenCache, splices: readonly Splice[]): Generator<Uint8Array> {
  let at = 0;
  for (const { start, length, text } of splices) {
    yield* bodyPieces(cache, at, start);
    yield text;
    at = start + length;
  }
  yield* bodyPieces(cache, at, cache.bodyLength);
}

/** The columns with new rows, at their old places. */
function replaceRows(
  { columns, graph }: StoredManifest,
  replacements: ReadonlyMap<number, FileNode>,
): StoredColumns {
  const { counts: _, ...old } = columns;
  const builder = new ColumnsBuilder(new Map(graph.ids.map((id, position) => [id, position])), columns);
  const replaced: StoredColumns = {
    ...columns,
    form: [...old.form],
    parents: [...old.parents],
    macros: [...old.macros],
    forms: builder.columns.forms,
    macroLists: builder.columns.macroLists,
    dependsOn: { ...old.dependsOn },
    extras: { ...old.extras },
  };
  for (const [position, node] of replacements) {
    const row = builder.columns.ids.length;
    builder.add(node, true, { start: 0, length: 0 });
    replaced.form[position] = builder.columns.form[row]!;
    replaced.parents[position] = builder.columns.parents[row]!;
    replaced.macros[position] = builder.columns.macros[row]!;
    for (const field of ["dependsOn", "extras"] as const) {
      delete replaced[field][position];
      if (row in builder.columns[field])
        (replaced[field] as { [position: number]: unknown })[position] = builder.columns[field][row];
    }
  }
  return replaced;
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
    let [low, high] = [0, splices.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (splices[middle]!.start < start) low = middle + 1;
      else high = middle;
    }
    return start + (low === 0 ? 0 : shifts[low - 1]!);
  };
  return {
    ...columns,
    start: columns.start.map(move),
    length: columns.length.map((length, position) => lengths.get(columns.start[position]!) ?? length),
    edges: { start: move(columns.edges.start), length: lengths.get(columns.edges.start)! },
  };
}
