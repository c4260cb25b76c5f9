/** What the macros of foreign keys ask: which constraints tables have now. */
import { findMember, pyFunction } from "@tsmodel/core/adapter";
import type { TemplateHost } from "@tsmodel/core/adapter";
import { pyStr, type Callable, type Value } from "@tsmodel/jinja";
import type { DuckDbSettings } from "../credentials/settings.ts";
import { quoteString } from "../sql.ts";

const KEY_CONSTRAINTS: { readonly [type: string]: string } = {
  "PRIMARY KEY": "primary_key",
  UNIQUE: "unique",
  "FOREIGN KEY": "foreign_key",
};

export function foreignKeyMethods(
  host: TemplateHost,
  settings: DuckDbSettings,
): { readonly [name: string]: Callable } {
  return {
    catalog_supports_foreign_keys: pyFunction(
      "catalog_supports_foreign_keys",
      ["database"],
      (database: Value) => isDuckDbCatalog(host, settings, pyStr(database)),
    ),
    existing_key_constraint_types: pyFunction(
      "existing_key_constraint_types",
      ["relation"],
      (relation: Value) => existingKeyConstraints(host, settings, relation),
    ),
  };
}

/** "foreign_key", "primary_key", "unique": what the table has, sorted. */
export async function existingKeyConstraints(
  host: TemplateHost,
  settings: DuckDbSettings,
  relation: Value,
): Promise<string[]> {
  const database = pyStr(findMember(relation, "database"));
  if (!(await isDuckDbCatalog(host, settings, database))) return [];
  const ofSchema = await keyConstraints(host, database, pyStr(findMember(relation, "schema")));
  return [...(ofSchema.get(pyStr(findMember(relation, "identifier")).toLowerCase()) ?? [])].sort();
}

/** DuckDB's own files have foreign keys; attached databases of other kinds keep what they have to themselves. */
export function isDuckDbCatalog(
  host: TemplateHost,
  settings: DuckDbSettings,
  database: string,
): boolean | Promise<boolean> {
  const plain = settings.attachments.length === 0 && settings.duckLakes.length === 0;
  if (plain || !host.executing) return !settings.duckLakes.includes(database);
  return catalogTypes(host).then((types) => types.get(database.toLowerCase()) === "duckdb");
}

function catalogTypes(host: TemplateHost): Promise<ReadonlyMap<string, string>> {
  return once(host, "catalog types", async () => {
    const { rows } = await host.query("select database_name, type from duckdb_databases()");
    return new Map(rows.map(([name, type]) => [String(name).toLowerCase(), String(type).toLowerCase()]));
  });
}

/** Table → constraint types, as the schema was before its first model of this command: what this run adds, its models declare. */
function keyConstraints(
  host: TemplateHost,
  database: string,
  schema: string,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  return once(host, `key constraints of ${database.toLowerCase()}.${schema.toLowerCase()}`, async () => {
    const { rows } = await host.query(
      `select table_name, constraint_type from duckdb_constraints()
       where lower(database_name) = lower(${quoteString(database)}) and lower(schema_name) = lower(${quoteString(schema)})
         and constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')`,
    );
    const byTable = new Map<string, Set<string>>();
    for (const [table, type] of rows) {
      const key = String(table).toLowerCase();
      byTable.set(key, (byTable.get(key) ?? new Set()).add(KEY_CONSTRAINTS[String(type)]!));
    }
    return byTable;
  });
}

/** One query for all nodes; a failed one is asked again. */
function once<T>(host: TemplateHost, key: string, ask: () => Promise<T>): Promise<T> {
  const known = host.memory.get(key) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const answer = ask();
  host.memory.set(key, answer);
  answer.catch(() => host.memory.delete(key));
  return answer;
}
