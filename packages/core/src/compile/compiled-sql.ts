import type { Frame } from "@tsmodel/jinja";

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
      let low = 0;
      let high = stretches.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (stretches[middle]!.start <= offset) low = middle;
        else high = middle - 1;
      }
      const stretch = stretches[low];
      if (stretch === undefined || stretch.start > offset) return [];
      return stretch.places.locate(offset - stretch.start + stretch.from);
    },
  };
}
