import type { Value } from "@tsmodel/jinja";
import type { DataType } from "./data-types.ts";

/** What rendering needs of a table. */
export interface TableShape {
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly DataType[];
  readonly rowValues: readonly (readonly Value[])[];
}
