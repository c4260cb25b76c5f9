/**
 * A body is cut behind its gaps. A chunk whose resources got longer or shorter keeps its length: the blanks at its end
 * take the difference. So a manifest.json of a hundred megabytes is brought up to date by writing some hundred kilobytes.
 */
import { splicedBody, type Splice } from "./body-splices.ts";
import type { OpenCache } from "./cache-file.ts";
import { GAP, type StoredColumns } from "./encode-manifest.ts";

export interface Chunk extends Splice {
  /** How many gaps are before it. */
  readonly number: number;
}

const BLANK = 0x20;

/** The chunks that hold the splices, which are in order; undefined when one is longer than its chunk has room for. */
export function fitChunks(
  cache: OpenCache,
  { gaps }: StoredColumns,
  splices: readonly Splice[],
): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  for (let first = 0, last: number; first < splices.length; first = last) {
    const number = chunkAt(gaps, splices[first]!.start);
    const { start, length } = placeOf(cache, gaps, number);
    const textEnd = start + length - (number < gaps.length ? GAP : 0);
    last = first;
    while (last < splices.length && splices[last]!.start < textEnd) last++;
    const pieces = [...splicedBody(cache, splices.slice(first, last), start, textEnd)];
    if (pieces.reduce((sum, piece) => sum + piece.length, 0) > length) return undefined;
    const text = Buffer.alloc(length, BLANK);
    let at = 0;
    for (const piece of pieces) {
      text.set(piece, at);
      at += piece.length;
    }
    // Without a gap nothing may be shorter either.
    if (number === gaps.length && at < length) return undefined;
    chunks.push({ number, start, length, text });
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

/** Number of gaps before a place. */
function chunkAt(gaps: readonly number[], place: number): number {
  let [low, high] = [0, gaps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (gaps[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
