/** The rows of a query, grouped by period and every dimension that tiles or filters use: what tiles are drawn from. */
import type { PartKind } from "./measure.ts";

export interface Cube {
  /** First days of periods, ascending; empty for queries without time. */
  readonly times: readonly string[];
  /** Names of the dimensions, and the values of each in order of appearance on the page. */
  readonly dimensions: readonly Dimension[];
  readonly parts: readonly PartKind[];
  /** Index into `times` for each row; -1 where the query has no time, or the row stands for all times. */
  readonly time: readonly number[];
  /** For each dimension, an index into its values for each row; -1 in rows over all its values. */
  readonly keys: readonly (readonly number[])[];
  /** For each part, its value in each row. */
  readonly values: readonly (readonly (number | null)[])[];
}

export interface Dimension {
  readonly column: string;
  readonly values: readonly Category[];
}

export interface Category {
  /** As text; null for rows without a value. */
  readonly value: string | null;
  readonly label: string;
  /** 1 to 5: the colour it has everywhere. */
  readonly color: number;
}
