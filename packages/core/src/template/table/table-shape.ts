import type { Value } from "@tsmodel/jinja";
import type { DataType } from "./data-types.ts";

/** What rendering needs of a table. */
export interface TableShape {
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly DataType[];
  readonly rowValues: readonly (readonly Value[])[];
  /** How many rows there are, and the first of them, of a table that need not read them all for that. */
  readonly rowCount?: number;
  firstRows?(count: number): readonly (readonly Value[])[];
}
