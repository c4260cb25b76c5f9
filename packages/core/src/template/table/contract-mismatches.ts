import { inferTable } from "./infer-table.ts";
import { renderTable } from "./render-table.ts";

interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
}

/** The table of differences that dbt prints when a model's SQL does not give what its contract promises. */
export function contractMismatches(
  contract: readonly ColumnDefinition[],
  actual: readonly ColumnDefinition[],
): string {
  const promised = new Map(contract.map((column) => [column.name, column.type]));
  const given = new Set(actual.map((column) => column.name));
  const rows: string[][] = [];
  for (const column of actual) {
    const type = promised.get(column.name);
    if (type === undefined) rows.push([column.name, column.type, "", "missing in contract"]);
    else if (type !== column.type) rows.push([column.name, column.type, type, "data type mismatch"]);
  }
  for (const column of contract)
    if (!given.has(column.name)) rows.push([column.name, "", column.type, "missing in definition"]);
  rows.sort((a, b) => (a[0]! < b[0]! ? -1 : a[0]! > b[0]! ? 1 : 0));
  const names = ["column_name", "definition_type", "contract_type", "mismatch_reason"];
  return renderTable(inferTable(rows, names, { textColumns: new Set(names) }), {
    maxRows: null,
    maxColumnWidth: 50,
  });
}
