/** Rows of the adapter's catalog macros → tables with their columns and statistics, as catalog.json shows them. */
import { fromValue, isTruthy, pyStr, type Value } from "@tsmodel/jinja";
import {
  hasStats,
  type CatalogColumn,
  type CatalogStat,
  type CatalogTable,
} from "../artifacts/catalog-file.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { ResultTable } from "../template/table/result-table.ts";

/** One row: a column of a relation, by the macro's column names. e.g. "table_name", "column_type", "stats:rows:value" */
export type CatalogRow = ReadonlyMap<string, Value>;

export const catalogRows = (table: ResultTable): CatalogRow[] =>
  table.rowValues.map(
    (values) => new Map(table.columnNames.map((name, index) => [name, values[index] ?? null])),
  );

/** Database, schema and name of a row's relation in lower case: what nodes are found by. */
export function placeOf(row: CatalogRow): string {
  return placeKey(textOf(row, "table_database"), getText(row, "table_schema"), getText(row, "table_name"));
}

export const placeKey = (database: string | null, schema: string | null, name: string | null): string =>
  JSON.stringify([database, schema, name].map((part) => part?.toLowerCase() ?? null));

export const textOf = (row: CatalogRow, name: string): string | null => {
  const value = row.get(name) ?? null;
  return value === null ? null : pyStr(value);
};

/** @throws TsmodelError catalog-key-missing */
function getText(row: CatalogRow, name: string): string {
  if (!row.has(name)) throw fail("catalog-key-missing", { key: name, keys: [...row.keys()] });
  return textOf(row, name) ?? "None";
}

/** One table for each relation, in order of appearance; names that differ in case are different relations. */
export function buildTables(rows: Iterable<CatalogRow>): CatalogTable[] {
  const tables = new Map<string, { table: CatalogTable; columns: { [name: string]: CatalogColumn } }>();
  for (const row of rows) {
    const key = JSON.stringify([
      textOf(row, "table_database"),
      getText(row, "table_schema"),
      getText(row, "table_name"),
    ]);
    let found = tables.get(key);
    if (found === undefined) {
      const columns: { [name: string]: CatalogColumn } = {};
      tables.set(
        key,
        (found = {
          columns,
          table: { metadata: metadataOf(row), columns, stats: statsOf(row), unique_id: null },
        }),
      );
    }
    const column = columnOf(row);
    found.columns[column.name] = column;
  }
  return [...tables.values()].map(({ table }) => table);
}

function metadataOf(row: CatalogRow): CatalogTable["metadata"] {
  return {
    type: getText(row, "table_type"),
    schema: getText(row, "table_schema"),
    name: getText(row, "table_name"),
    database: textOf(row, "table_database"),
    comment: textOf(row, "table_comment"),
    owner: textOf(row, "table_owner"),
  };
}

function columnOf(row: CatalogRow): CatalogColumn {
  return {
    type: getText(row, "column_type"),
    index: Math.trunc(Number(getText(row, "column_index"))),
    name: getText(row, "column_name"),
    comment: textOf(row, "column_comment"),
  };
}

const STATS = "stats:";

/** `stats:<id>:label|value|description|include`; those that say they are not to be included are left out. */
function statsOf(row: CatalogRow): { [id: string]: CatalogStat } {
  const stats: { [id: string]: CatalogStat } = {};
  const ids = new Set(
    [...row.keys()].filter((name) => name.startsWith(STATS)).map((name) => name.split(":")[1]!),
  );
  for (const id of ids) {
    const part = (name: string): Value => row.get(`${STATS}${id}:${name}`) ?? null;
    if (part("label") === null || part("include") === null || !isTruthy(part("include"))) continue;
    const value = fromValue(part("value")) as CatalogStat["value"];
    stats[id] = {
      id,
      label: pyStr(part("label")),
      value,
      include: true,
      description: textOf(row, `${STATS}${id}:description`),
    };
  }
  return { ...stats, has_stats: hasStats(Object.keys(stats).length > 0) };
}
