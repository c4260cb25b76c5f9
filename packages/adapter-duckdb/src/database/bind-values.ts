/** Cells → values for the placeholders of a prepared statement. */
import type { Cell } from "@tsmodel/core/adapter";
import type { DuckDbDriver, DuckDbValue } from "./driver.ts";

export function bindValues(cells: readonly Cell[], driver: DuckDbDriver): DuckDbValue[] {
  return cells.map((cell) => bindValue(cell, driver));
}

/** Decimals and temporal values go as text: DuckDB casts them to what the placeholder stands for. */
function bindValue(cell: Cell, driver: DuckDbDriver): DuckDbValue {
  if (cell === null || typeof cell !== "object") return cell;
  switch (cell.type) {
    case "decimal":
    case "date":
    case "time":
    case "timestamp":
    case "uuid":
      return cell.text;
    case "interval":
      return new driver.DuckDBIntervalValue((cell.years ?? 0) * 12 + cell.months, cell.days, cell.microseconds);
    case "bytes":
      return new driver.DuckDBBlobValue(new Uint8Array(Buffer.from(cell.hex, "hex")));
    case "list":
      return new driver.DuckDBListValue(cell.items.map((item) => bindValue(item, driver)));
    case "struct":
      return new driver.DuckDBStructValue(
        Object.fromEntries(cell.entries.map(([name, value]) => [name, bindValue(value, driver)])),
      );
  }
}
