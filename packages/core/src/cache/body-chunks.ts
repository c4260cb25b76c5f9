/**
 * A body is cut behind its gaps. A chunk whose resources got longer or shorter keeps its length: the blanks at its end
 * take the difference. So a manifest.json of a hundred megabytes is brought up to date by writing some hundred kilobytes.
 */
import { partitionPoint } from "../util/partition-point.ts";
import { splicedBody, type Splice } from "./body-splices.ts";
import type { OpenCache } from "./cache-file.ts";
import { GAP, type StoredColumns } from "./encode-manifest.ts";

export interface Chunk extends Splice {
  /** How many gaps are before it. */
  readonly number: number;
}

/** The chunks that hold the splices, which are in order; undefined when one is longer than its chunk has room for. */
export function fitChunks(
  cache: OpenCache,
  { gaps }: StoredColumns,
  splices: readonly Splice[],
): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  for (let first = 0, last: number; first < splices.length; first = last) {
    const place = splices[first]!.start;
    const number = partitionPoint(gaps.length, (index) => gaps[index]! < place);
    const { start, length } = placeOf(cache, gaps, number);
    const textEnd = start + length - (number < gaps.length ? GAP : 0);
    last = first;
    while (last < splices.length && splices[last]!.start < textEnd) last++;
    const text = Buffer.concat([...splicedBody(cache, splices.slice(first, last), start, textEnd)]);
    const blanks = length - text.length;
    // Without a gap nothing may be shorter either.
    if (blanks < 0 || (blanks > 0 && number === gaps.length)) return undefined;
    chunks.push({ number, start, length, text: Buffer.concat([text, Buffer.alloc(blanks, " ")]) });
  }
  return chunks;
}

/** A chunk as it stands in the cache. */
export function cachedChunk(cache: OpenCache, { gaps }: StoredColumns, number: number): Chunk {
  const { start, length } = placeOf(cache, gaps, number);
  return { number, start, length, text: cache.body(start, length) };
}

function placeOf(
  cache: OpenCache,
  gaps: readonly number[],
  number: number,
): { readonly start: number; readonly length: number } {
  const start = number === 0 ? 0 : gaps[number - 1]! + GAP;
  const end = number < gaps.length ? gaps[number]! + GAP : cache.bodyLength;
  return { start, length: end - start };
}
