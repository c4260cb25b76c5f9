/**
 * Manifest → body and columns: every resource's text once, in manifest.json's own order, with its place noted. Every so
 * often blanks stand behind one: room for resources before them to get longer (see body-chunks.ts).
 */
import { renderBody } from "../artifacts/manifest-file.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { AnyResource } from "../manifest/node.ts";
import { ColumnsBuilder, GRAPH_MAPS, MAPS, type ResourceColumns } from "./resource-columns.ts";

export interface Place {
  start: number;
  length: number;
}

/** The columns of a manifest and where things stand in its body; complete once the body has been taken. */
export interface EncodedManifest {
  readonly body: Iterable<Uint8Array>;
  /** @throws NotCacheable */
  columns(): StoredColumns;
}

export interface StoredColumns extends ResourceColumns {
  /** Where blanks start in the body, GAP bytes each, in order. */
  readonly gaps: readonly number[];
  /** Where `parent_map` and `child_map` stand. */
  readonly edges: Place;
}

/** `ids`: the graph's, in its order. */
export function encodeManifest(manifest: Manifest, ids: readonly string[]): EncodedManifest {
  const places = new Map<AnyResource | "edges", Place>();
  const gaps: number[] = [];
  return {
    body: placedBody(manifest, places, gaps),
    columns: () => ({ ...buildColumns(manifest, ids, places), gaps, edges: places.get("edges")! }),
  };
}

/** Bytes between two gaps, or somewhat more, and of a gap. */
const GAP_DISTANCE = 1 << 17;
export const GAP: number = 1 << 12;

/** Characters that are made bytes at once. */
const PIECE = 1 << 20;

function* placedBody(
  manifest: Manifest,
  places: Map<AnyResource | "edges", Place>,
  gaps: number[],
): Generator<Uint8Array> {
  let at = 0;
  let nextGap = GAP_DISTANCE;
  let noted: Place | undefined;
  let pending: string[] = [];
  let length = 0;
  const note = (of: AnyResource | "edges"): void => void places.set(of, (noted = { start: at, length: 0 }));
  for (const chunk of renderBody(manifest, note)) {
    const size = Buffer.byteLength(chunk);
    if (noted !== undefined) noted.length = size;
    at += size;
    pending.push(chunk);
    if (noted !== undefined && at >= nextGap) {
      gaps.push(at);
      at += GAP;
      nextGap = at + GAP_DISTANCE;
      pending.push(" ".repeat(GAP));
    }
    noted = undefined;
    if ((length += chunk.length) < PIECE) continue;
    yield Buffer.from(pending.join(""));
    pending = [];
    length = 0;
  }
  yield Buffer.from(pending.join(""));
}

function buildColumns(
  manifest: Manifest,
  ids: readonly string[],
  places: ReadonlyMap<AnyResource | "edges", Place>,
): ResourceColumns {
  const builder = new ColumnsBuilder(new Map(ids.map((id, position) => [id, position])));
  const { counts } = builder.columns;
  for (const [order, name] of MAPS.entries()) {
    counts.push(manifest[name].size);
    for (const resource of manifest[name].values())
      builder.add(resource, order < GRAPH_MAPS, places.get(resource)!);
  }
  const disabled = [...manifest.disabled.values()].flat();
  counts.push(disabled.length);
  for (const resource of disabled) builder.add(resource, false, places.get(resource)!);
  return builder.columns;
}
