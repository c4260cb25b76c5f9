import type { ByteSink } from "../parquet/byte-sink.ts";
import type { ChunkEnd } from "../parquet/column-chunk.ts";

/** Turns numbers of a column buffer into the bytes of a Parquet page. */
export interface ValueEncoder {
  readonly encoding: number;
  /** Adds the first `count` values, none of them null; `kinds` says of each what entity it is an id of. */
  encode(sink: ByteSink, values: Float64Array, count: number, kinds: Float64Array | undefined): void;
  /** What is known at the end of a row group; the next one begins afresh. */
  finish(): ChunkEnd;
}
