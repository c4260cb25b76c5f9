import { PublishError } from "../publish-error.ts";
import type { PublishTable } from "../publish-options.ts";
import type { SourceTable } from "../source/read-source.ts";
import { type ColumnMapping, findMapping, overrideMapping } from "../type-map.ts";
import { checkName } from "./check-options.ts";

/** Postgres type names chosen by users → oid; asked of the server. */
export type TypeOids = ReadonlyMap<string, number>;

/** Every type name chosen for a column. */
export function chosenTypes(tables: readonly PublishTable[]): readonly string[] {
  return [...new Set(tables.flatMap(({ columns = [] }) => columns.flatMap(({ type }) => type ?? [])))];
}

/**
 * Decides the Postgres type of each column and how its values get there.
 * @throws PublishError type-unsupported, column-not-found, name-invalid
 */
export function planColumns(
  table: PublishTable,
  source: SourceTable,
  oids: TypeOids,
): readonly ColumnMapping[] {
  checkColumnNames(table, source);
  const chosen = new Map(
    (table.columns ?? []).map(({ name, type }) => [findName(name, source.columns) ?? name, type] as const),
  );
  return source.columns.map(({ name, type }) => {
    checkName(name, "column", table.name);
    const override = chosen.get(name);
    if (override !== undefined) return overrideMapping(name, type, override, oids.get(override)!);
    const mapping = findMapping(name, type);
    if (mapping !== undefined) return mapping;
    const text = {
      message: `column "${name}" of table "${table.name}" has the type ${String(type)}, which has no match in Postgres`,
      hint: "convert it in the model, e.g. to VARCHAR or BLOB, or give the column a type in its configuration",
    };
    throw new PublishError("type-unsupported", text, { table: table.name, column: name });
  });
}

/** Names given in the configuration must be columns of the relation; DuckDB does not mind upper or lower case. */
function checkColumnNames(table: PublishTable, source: SourceTable): void {
  const named = [
    ...(table.columns ?? []).map(({ name }) => ({ name, what: "configured" })),
    ...(table.primaryKey ?? []).map((name) => ({ name, what: "in the primary key" })),
    ...(table.indexes ?? []).flatMap(({ columns }) => columns).map((name) => ({ name, what: "in an index" })),
  ];
  for (const { name, what } of named) {
    if (findName(name, source.columns) !== undefined) continue;
    const text = {
      message: `table "${table.name}" has no column "${name}", which is ${what}`,
      hint: `its columns are ${source.columns.map((column) => column.name).join(", ")}`,
    };
    throw new PublishError("column-not-found", text, { table: table.name, column: name });
  }
}

type Named = { readonly name: string };

function findName(name: string, columns: readonly Named[]): string | undefined {
  const lower = name.toLowerCase();
  return (
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === lower)
  )?.name;
}

/** The configured names as the relation spells them. */
export function columnNames(names: readonly string[], columns: readonly Named[]): string[] {
  return names.map((name) => findName(name, columns) ?? name);
}
