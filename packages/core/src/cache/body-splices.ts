/** The body of a cache with other texts in the places of some: it is read in pieces, and never as a whole. */
import { PIECE, type OpenCache } from "./cache-file.ts";
import type { ResourceColumns } from "./resource-columns.ts";

export interface Splice {
  /** Bytes of the body that the text stands for. */
  readonly start: number;
  readonly length: number;
  readonly text: Uint8Array;
}

/** Another text for a resource. */
export const spliceAt = ({ start, length }: ResourceColumns, position: number, text: string): Splice => ({
  start: start[position]!,
  length: length[position]!,
  text: Buffer.from(text),
});

/** `splices`: in order, all between `from` and `to`. */
export function* splicedBody(
  cache: OpenCache,
  splices: readonly Splice[],
  from: number = 0,
  to: number = cache.bodyLength,
): Generator<Uint8Array> {
  let at = from;
  for (const { start, length, text } of splices) {
    yield* bodyPieces(cache, at, start);
    yield text;
    at = start + length;
  }
  yield* bodyPieces(cache, at, to);
}

function* bodyPieces(cache: OpenCache, from: number, to: number): Generator<Uint8Array> {
  for (let at = from; at < to; at += PIECE) yield cache.body(at, Math.min(PIECE, to - at));
}
