import type { Frame } from "@tsmodel/jinja";
import { partitionPoint } from "../util/partition-point.ts";

/** Compiled SQL with the way back: which places of which templates an offset of the text came from. */
export interface CompiledSql {
  readonly text: string;
  readonly marks: SqlPlaces;
}

export interface SqlPlaces {
  /** Innermost first; empty when the offset belongs to no template. */
  locate(offset: number): readonly Frame[];
}

/** One stretch of a text that came, character by character, from another text that knows its places. */
export interface SqlStretch {
  readonly start: number;
  /** Offset in `places`' own text that `start` corresponds to. */
  readonly from: number;
  readonly places: SqlPlaces;
}

/** Places of a text that was put together from others; stretches ascending by `start`. */
export function joinPlaces(stretches: readonly SqlStretch[]): SqlPlaces {
  return {
    locate(offset: number): readonly Frame[] {
      const begun = partitionPoint(stretches.length, (index) => stretches[index]!.start <= offset);
      const stretch = stretches[begun - 1];
      return stretch === undefined ? [] : stretch.places.locate(offset - stretch.start + stretch.from);
    },
  };
}
