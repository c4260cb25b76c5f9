/** Results → rows of Cells. A reader is chosen once for each column. */
import type { Cell } from "@tsmodel/core/adapter";
import type { PgField } from "./driver.ts";
import { cellReader } from "./read-cell.ts";

export function readRows(
  fields: readonly PgField[],
  rows: readonly (readonly (string | null)[])[],
): readonly (readonly Cell[])[] {
  const readers = fields.map(({ dataTypeID }) => cellReader(dataTypeID));
  return rows.map((row) => row.map((text, index) => (text === null ? null : readers[index]!(text))));
}
