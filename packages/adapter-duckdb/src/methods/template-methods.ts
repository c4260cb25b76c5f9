/** What templates can ask of `adapter` on DuckDB beyond core's methods: dbt-duckdb's names. */
import { join } from "node:path";
import { findMember, pyFunction } from "@tsmodel/core/adapter";
import type { TemplateHost } from "@tsmodel/core/adapter";
import { callMethod, getItem, isTruthy, pyStr, type Callable, type Value } from "@tsmodel/jinja";
import type { DuckDbSettings } from "../credentials/settings.ts";
import { failDuckDb } from "../messages.ts";
import { escapeString, quoteString } from "../sql.ts";
import { batchId, tempRelationPath } from "./batch.ts";
import { externalReadLocation, externalWriteOptions } from "./external-files.ts";
import { foreignKeyMethods } from "./foreign-keys.ts";
import { parseIndex } from "./index-config.ts";
import { replaceMethods } from "./replace-at-once.ts";

export function templateMethods(host: TemplateHost): { readonly [name: string]: Callable } {
  const settings = host.credentials.settings as DuckDbSettings;
  return {
    ...placeMethods(host, settings),
    ...transactionMethods(host, settings),
    ...externalMethods(host, settings),
    ...columnMethods(host),
    ...foreignKeyMethods(host, settings),
    ...replaceMethods(host, settings),
    escape_sql_string: pyFunction("escape_sql_string", ["value"], (value: Value) =>
      escapeString(pyStr(value)),
    ),
    parse_index: pyFunction("parse_index", ["raw_index"], (raw: Value) => parseIndex(raw)),
    batch_id_for_model: pyFunction("batch_id_for_model", ["model"], (model: Value) => batchId(model)),
    get_temp_relation_path: pyFunction(
      "get_temp_relation_path",
      ["model", "batch_id?"],
      (model: Value, id?: Value) => tempRelationPath(model, id ?? ""),
    ),
    warn_once: pyFunction("warn_once", ["msg"], (message: Value) => warnOnce(host, pyStr(message))),
  };
}

function placeMethods(host: TemplateHost, settings: DuckDbSettings): { readonly [name: string]: Callable } {
  const lakes = new Set(settings.duckLakes);
  return {
    is_motherduck: pyFunction("is_motherduck", [], () => false),
    is_ducklake: pyFunction(
      "is_ducklake",
      ["relation"],
      (relation: Value) => isTruthy(relation) && lakes.has(String(findMember(relation, "database"))),
    ),
    /** Only before DuckDB 1.5.3. */
    use_ducklake_table_workarounds: pyFunction("use_ducklake_table_workarounds", ["relation"], () => false),
    get_binding_char: pyFunction("get_binding_char", [], () => "?"),
    get_seed_file_path: pyFunction("get_seed_file_path", ["model"], (model: Value) => {
      const root = findMember(model, "root_path");
      return join(
        typeof root === "string" ? root : host.projectRoot,
        pyStr(getItem(model, "original_file_path")),
      );
    }),
    convert_datetimes_to_strs: pyFunction("convert_datetimes_to_strs", ["table"], (table: Value) =>
      datetimesAsText(table),
    ),
  };
}

/** Bindings carry a timestamp as text anyway, so the table can stay as it is. */
const datetimesAsText = (table: Value): Value => table;

function transactionMethods(
  host: TemplateHost,
  settings: DuckDbSettings,
): { readonly [name: string]: Callable } {
  return {
    disable_transactions: pyFunction("disable_transactions", [], () => settings.disableTransactions),
    ensure_transaction: pyFunction("ensure_transaction", [], async () => {
      await host.begin();
      return null;
    }),
  };
}

function externalMethods(
  host: TemplateHost,
  settings: DuckDbSettings,
): { readonly [name: string]: Callable } {
  return {
    external_root: pyFunction("external_root", [], () => settings.externalRoot),
    external_write_options: pyFunction(
      "external_write_options",
      ["write_location", "rendered_options"],
      (location: Value, options: Value) => externalWriteOptions(pyStr(location), options),
    ),
    external_read_location: pyFunction(
      "external_read_location",
      ["write_location", "rendered_options"],
      (location: Value, options: Value) => externalReadLocation(pyStr(location), options),
    ),
    location_exists: pyFunction("location_exists", ["location"], async (location: Value) => {
      const result = host.query(`select 1 from ${quoteString(pyStr(location))} where 1=0`);
      return result.then(
        () => true,
        () => false,
      );
    }),
    store_relation: pyFunction(
      "store_relation",
      ["plugin_name", "relation", "column_list", "path", "format", "config"],
      (plugin: Value) => {
        throw failDuckDb("duckdb-plugin", { plugin: pyStr(plugin) });
      },
    ),
  };
}

function columnMethods(host: TemplateHost): { readonly [name: string]: Callable } {
  return {
    /** VARCHAR has no length here. */
    expand_target_column_types: pyFunction(
      "expand_target_column_types",
      ["from_relation", "to_relation"],
      () => null,
    ),
    /** DESCRIBE binds the query without running it; structs are shown as their fields. */
    get_column_schema_from_query: pyFunction("get_column_schema_from_query", ["sql"], async (sql: Value) => {
      const { rows } = await host.query(`DESCRIBE (${pyStr(sql)})`);
      const columns = rows.map(([name, type]) => host.createColumn(String(name), String(type)));
      return (await Promise.all(columns.map((column) => callMethod(column, "flatten")))).flat() as Value[];
    }),
  };
}

function warnOnce(host: TemplateHost, message: string): null {
  const key = `warned: ${message}`;
  if (!host.memory.has(key)) {
    host.memory.set(key, true);
    host.warn(message);
  }
  return null;
}
