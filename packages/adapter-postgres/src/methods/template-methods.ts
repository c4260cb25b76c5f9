/** What templates can ask of `adapter` on Postgres beyond core's methods: dbt-postgres's names. */
import { pyFunction } from "@tsmodel/core/adapter";
import type { TemplateHost } from "@tsmodel/core/adapter";
import { pyStr, type Callable, type Value } from "@tsmodel/jinja";
import { typeLabel } from "../database/types.ts";
import { failPostgres } from "../messages.ts";
import { parseIndex } from "./index-config.ts";

export function templateMethods(host: TemplateHost): { readonly [name: string]: Callable } {
  return {
    /** "" so that macros may print it. @throws TsmodelError postgres-cross-database */
    verify_database: pyFunction("verify_database", ["database"], (database: Value) => {
      const name = pyStr(database).replace(/^"(.*)"$/, "$1");
      const expected = host.credentials.database;
      if (name.toLowerCase() !== expected.toLowerCase())
        throw failPostgres("postgres-cross-database", { database: name, expected });
      return "";
    }),
    parse_index: pyFunction("parse_index", ["raw_index"], (raw: Value) => parseIndex(raw, () => new Date())),
    /** Contracts compare types by psycopg2's names, where "varchar" and "text" are one. */
    get_column_schema_from_query: pyFunction("get_column_schema_from_query", ["sql"], async (sql: Value) => {
      const { columns } = await host.query(pyStr(sql));
      return columns.map(({ name, type }) => host.createColumn(name, columnType(type)));
    }),
  };
}

/** dbt's Column.TYPE_LABELS on top. */
function columnType(type: string): string {
  const label = typeLabel(type);
  return label === "STRING" ? "TEXT" : label;
}
