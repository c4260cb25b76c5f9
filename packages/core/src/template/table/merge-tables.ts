import type { Value } from "@tsmodel/jinja";
import { JinjaError } from "@tsmodel/jinja";
import type { DataType } from "./data-types.ts";
import type { ResultTable } from "./result-table.ts";

/**
 * dbt's merge_tables: one table from several, columns by name, what a table lacks is None. Integer gives way to
 * Number, columns of None only to anything. @throws JinjaError RuntimeError when types differ otherwise
 */
export function mergeTables(tables: readonly [ResultTable, ...ResultTable[]]): ResultTable {
  const types = new Map<string, DataType | null>();
  for (const table of tables) {
    table.columnNames.forEach((name, index) => {
      const isEmpty = table.rowValues.every((row) => row[index] === null);
      types.set(name, mergeType(name, types.get(name) ?? null, isEmpty ? null : table.columnTypes[index]!));
    });
  }
  const names = [...types.keys()];
  return tables[0].reshaped(
    names,
    names.map((name) => types.get(name) ?? "Integer"),
    rowsByName(tables, names),
  );
}

function rowsByName(tables: readonly ResultTable[], names: readonly string[]): Value[][] {
  return tables.flatMap((table) => {
    const positions = names.map((name) => table.columnNames.indexOf(name));
    return table.rowValues.map((row) => positions.map((position) => (position < 0 ? null : row[position]!)));
  });
}

function mergeType(name: string, known: DataType | null, added: DataType | null): DataType | null {
  if (known === null || added === null || known === added) return added ?? known;
  const pair = [known, added];
  if (pair.includes("Number") && pair.includes("Integer")) return "Number";
  throw new JinjaError(
    "RuntimeError",
    `the column ${name} is ${known} in one table and ${added} in another`,
  );
}
