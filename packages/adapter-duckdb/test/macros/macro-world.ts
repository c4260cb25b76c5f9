/**
 * Stand-ins for everything a macro sees, the same as in make-cases.py: an adapter that writes down what it is asked,
 * plain relations and columns, a config that is a dictionary. `callCase` calls one macro and gives what it did.
 */
import {
  Environment,
  extractBlocks,
  isTruthy,
  PyDict,
  pyStr,
  toValue,
  Tuple,
  type Callable,
  type CompiledMacro,
  type Value,
} from "@tsmodel/jinja";
import type { InternalPackage } from "@tsmodel/core/adapter";
import { pyFunction } from "@tsmodel/core/adapter";
import { MacroReturn } from "../../../core/src/template/macro-return.ts";
import { pythonModules } from "../../../core/src/template/python/modules.ts";
import { Column, ColumnClass } from "../../../core/src/template/relation/column.ts";
import { dialect } from "../../src/dialect.ts";
import { externalReadLocation, externalWriteOptions } from "../../src/methods/external-files.ts";
import { StandIn, TableStandIn, WorldRelation } from "./stand-ins.ts";

export interface MacroCase {
  readonly macro: string;
  readonly args?: readonly unknown[];
  readonly kwargs?: { readonly [name: string]: unknown };
  readonly config?: { readonly [key: string]: unknown };
  readonly model?: unknown;
  readonly flags?: object;
  readonly graph?: unknown;
  readonly selected?: readonly string[];
  readonly prefixes?: readonly string[];
  readonly existing?: { readonly [identifier: string]: string };
  readonly columns?: { readonly [identifier: string]: readonly (readonly [string, string])[] };
  readonly answers?: readonly (readonly [
    part: string,
    names: readonly string[],
    rows: readonly (readonly unknown[])[],
  ])[];
  readonly schemas?: readonly (readonly [part: string, columns: readonly (readonly [string, string])[]])[];
  readonly keys?: readonly string[];
  readonly ducklake?: boolean;
  readonly old_ducklake?: boolean;
  readonly truthy?: boolean;
  readonly inspection?: boolean;
}
export type Outcome =
  { readonly value: unknown; readonly log: readonly (readonly string[])[] } | { readonly raised: true };

class Raised extends Error {}

const columnClass = new ColumnClass(dialect);
const column = ([name, dtype]: readonly [string, string]): Column =>
  columnClass.create({ column: name, dtype });
const DEFAULT_MODEL = {
  name: "m",
  alias: "m",
  unique_id: "model.p.m",
  columns: {},
  constraints: [],
  language: "sql",
  database: "db",
  schema: "sch",
  config: { materialized: "table" },
  compiled_code: "select 1 as id",
};

/** Macros of packages, the first package's before the others'. */
export function compileMacros(packages: readonly InternalPackage[]): ReadonlyMap<string, CompiledMacro> {
  const environment = new Environment();
  const macros = new Map<string, CompiledMacro>();
  for (const { files } of packages) {
    for (const [file, text] of files()) {
      if (!file.endsWith(".sql")) continue;
      for (const block of extractBlocks(text, { file, tags: ["macro", "materialization", "test"] })) {
        const template = environment.compile(block.fullText, {
          name: block.name,
          origin: { file, text, offset: block.start },
        });
        const macro = template.macro(block.name);
        const name = block.tag === "test" ? `test_${block.name}` : block.name;
        if (macro !== undefined && !macros.has(name)) macros.set(name, macro);
      }
    }
  }
  return macros;
}

export function callCase(macros: ReadonlyMap<string, CompiledMacro>, one: MacroCase): Outcome {
  const world = new World(macros, one);
  try {
    const args = (one.args ?? []).map((argument) => world.argument(argument));
    const kwargs = Object.fromEntries(
      Object.entries(one.kwargs ?? {}).map(([name, value]) => [name, world.argument(value)]),
    );
    const value = (world.get(one.macro) as Callable)(args, Object.keys(kwargs).length === 0 ? null : kwargs);
    const log = one.inspection ? world.log.filter((entry) => !entry[1]?.startsWith("with ")) : world.log;
    return { value: plain(value as Value), log };
  } catch (error) {
    if (error instanceof MacroReturn) throw error;
    if (error instanceof Raised || (error as Error).name !== "Error") return { raised: true };
    throw error;
  }
}

class World {
  readonly log: string[][] = [];
  private readonly macros: ReadonlyMap<string, CompiledMacro>;
  private readonly one: MacroCase;
  private readonly names: Map<string, Value>;
  private readonly bound: Map<string, Callable> = new Map();
  private readonly results: Map<string, Value> = new Map();

  constructor(macros: ReadonlyMap<string, CompiledMacro>, one: MacroCase) {
    this.macros = macros;
    this.one = one;
    this.names = new Map<string, Value>(
      Object.entries({
        ...this.values(),
        ...this.functions(),
        adapter: this.adapter(),
        exceptions: this.exceptions(),
      }),
    );
    this.names.set("context", new StandIn((name) => this.get(name)));
    this.names.set("dbt", new StandIn((name) => this.macro(name)));
  }

  get(name: string): Value | undefined {
    return this.names.get(name) ?? this.macro(name);
  }

  private macro(name: string): Callable | undefined {
    const known = this.bound.get(name);
    const compiled = this.macros.get(name);
    if (known !== undefined || compiled === undefined) return known;
    const callable = compiled.bind(this, { mode: "sync" });
    const catching: Callable = (args, kwargs) => {
      try {
        return callable(args, kwargs);
      } catch (error) {
        if (error instanceof MacroReturn) return error.value;
        throw error;
      }
    };
    this.bound.set(name, catching);
    return catching;
  }

  /** {"relation": "t"}, {"columns": …}, {"table": …}, {"macro": …} and "<model>", "<config>" stand for objects. */
  argument(given: unknown): Value {
    if (given === "<config>") return this.names.get("config")!;
    if (given === "<model>") return this.names.get("model")!;
    if (Array.isArray(given)) return given.map((item) => this.argument(item));
    if (typeof given !== "object" || given === null) return toValue(given);
    const { relation, type, columns, table, macro } = given as { [key: string]: unknown };
    if (typeof relation === "string")
      return new WorldRelation("db", "sch", relation, (type as string | undefined) ?? "table");
    if (columns !== undefined && Object.keys(given).length === 1)
      return (columns as [string, string][]).map(column);
    if (Array.isArray(table))
      return new TableStandIn(
        table[0] as string[],
        (table[1] as unknown[][]).map((row) => row.map(toValue)),
      );
    if (typeof macro === "string") return this.macro(macro)!;
    return PyDict.of(Object.entries(given).map(([key, value]) => [key, this.argument(value)] as const));
  }

  private note(what: string, ...details: Value[]): void {
    this.log.push([what, ...details.map((detail) => normalized(pyStr(detail)))]);
  }

  private values(): Record<string, Value> {
    const { model = DEFAULT_MODEL, flags = {}, graph = { nodes: {} }, selected = [] } = this.one;
    return {
      execute: true,
      database: "db",
      schema: "sch",
      sql: "select 1 as id",
      compiled_code: "select 1 as id",
      dbt_version: "1.11.0",
      defer_relation: null,
      row_number: null,
      model: attributes(model),
      config: this.config(),
      graph: attributes(graph),
      selected_resources: toValue(selected),
      flags: attributes({
        FULL_REFRESH: false,
        STORE_FAILURES: false,
        REQUIRE_SQL_HEADER_IN_TEST_CONFIGS: false,
        ...flags,
      }),
      target: attributes({ database: "db", schema: "sch", name: "dev" }),
      this: new WorldRelation("db", "sch", "m", "table"),
      api: new StandIn((name) => (name === "Column" ? columnClass : relationApi)),
      pre_hooks: [],
      post_hooks: [],
      modules: pythonModules({ now: () => new Date("2024-05-06T07:08:09.123Z") }),
    };
  }

  private functions(): Record<string, Callable> {
    const { one, results } = this;
    return {
      return: pyFunction("return", ["value?"], (value?: Value) => {
        throw new MacroReturn(value ?? null);
      }),
      log: () => "",
      render: (args) => args[0]!,
      tojson: (args) => JSON.stringify(plainJson(args[0]!)).replaceAll('":', '": ').replaceAll(',"', ', "'),
      zip: (args) =>
        (args[0] as Value[]).map((item, index) => new Tuple([item, (args[1] as Value[])[index]!])),
      write: (args) => (this.note("write", args[0]!), ""),
      store_result: pyFunction(
        "store_result",
        ["name", "response", "agate_table?"],
        (name: Value, response: Value, table?: Value) => {
          const rows = table instanceof TableStandIn ? table.rows.map((row) => [...row]) : [];
          results.set(
            pyStr(name),
            attributes({ response: pyStr(response) }, { data: rows, table: table ?? null }),
          );
          return "";
        },
      ),
      load_result: (args) => results.get(pyStr(args[0]!)) ?? null,
      store_raw_result: pyFunction(
        "store_raw_result",
        ["name", "message?", "code?", "rows_affected?", "agate_table?"],
        (name: Value, message?: Value, code?: Value, rows?: Value) => {
          this.note("result", name, message ?? null, code ?? null, rows ?? null);
          return "";
        },
      ),
      diff_of_two_dicts: (args) => dictDifference(args[0] as PyDict, args[1] as PyDict),
      try_or_compiler_error: ([, body, ...rest]) => {
        try {
          return (body as Callable)(rest, null);
        } catch {
          throw new Raised();
        }
      },
      ref: pyFunction(
        "ref",
        ["*names", "v?"],
        (names: Value) => new WorldRelation("db", "sch", pyStr((names as Value[]).at(-1)!), "table"),
      ),
      source: (args) => new WorldRelation("db", pyStr(args[0]!), pyStr(args[1]!), "table"),
      var: pyFunction("var", ["name", "default?"], (_: Value, fallback?: Value) => fallback ?? null),
      ...(one.selected && {}),
    };
  }

  private config(): Value {
    const values = this.one.config ?? {};
    const docs = (values.persist_docs ?? {}) as { relation?: boolean; columns?: boolean };
    return StandIn.of({
      get: pyFunction("get", ["name", "default?", "validator?"], (name: Value, fallback?: Value) => {
        const value = values[pyStr(name)] ?? null;
        if (value === null) return fallback ?? null;
        return pyStr(name) === "contract" ? attributes(value) : toValue(value);
      }),
      persist_relation_docs: () => docs.relation === true,
      persist_column_docs: () => docs.columns === true,
    });
  }

  private exceptions(): Value {
    return new StandIn((name) => {
      if (name === "warn") return () => (this.note("warn"), "");
      if (name === "warn_snapshot_timestamp_data_types")
        return (args: Value[]) => (this.note("warn types", ...args), "");
      return () => {
        throw new Raised(name);
      };
    });
  }

  private adapter(): Value {
    const { one } = this;
    const columnsOf = (relation: Value): Column[] => {
      const known = one.columns ?? {};
      return (
        known[(relation as WorldRelation).identifier!] ??
        known["*"] ?? [
          ["id", "INTEGER"],
          ["name", "VARCHAR"],
        ]
      ).map(column);
    };
    const noting =
      (what: string, details: (args: Value[]) => Value[] = (args) => args): Callable =>
      (args) => (this.note(what, ...details(args)), what === "commit" ? "" : null);
    return StandIn.of({
      behavior: StandIn.of({
        enable_truthy_nulls_equals_macro: StandIn.of({ no_warn: one.truthy ?? false }),
      }),
      dispatch: (args) => this.dispatch(pyStr(args[0]!)),
      execute: pyFunction("execute", ["sql", "auto_begin?", "fetch?"], (sql: Value, begin?: Value) => {
        this.note(isTruthy(begin ?? false) ? "sql" : "sql without begin", sql);
        return new Tuple(["OK", this.answer(pyStr(sql))]);
      }),
      add_query: pyFunction(
        "add_query",
        ["sql", "bindings?", "abridge_sql_log?"],
        (sql: Value, bindings?: Value) => (this.note("query", sql, ...((bindings ?? []) as Value[])), null),
      ),
      get_relation: pyFunction(
        "get_relation",
        ["database?", "schema?", "identifier?"],
        (database?: Value, schema?: Value, identifier?: Value) => {
          const type = one.existing?.[pyStr(identifier ?? "")];
          return type === undefined
            ? null
            : new WorldRelation(database as string, schema as string, identifier as string, type);
        },
      ),
      get_columns_in_relation: (args) => columnsOf(args[0]!),
      get_missing_columns: (args) =>
        columnsOf(args[0]!).filter(({ name }) => !columnsOf(args[1]!).some((there) => there.name === name)),
      get_column_schema_from_query: (args) => {
        this.note("schema of", args[0]!);
        return (
          one.schemas?.find(([part]) => pyStr(args[0]!).includes(part))?.[1] ?? [["id", "INTEGER"] as const]
        ).map(column);
      },
      rename_relation: noting("rename"),
      drop_relation: noting("drop", ([relation]) => [(relation as WorldRelation).type, relation!]),
      truncate_relation: noting("truncate"),
      drop_schema: noting("drop schema"),
      commit: noting("commit", () => []),
      quote: (args) => `"${pyStr(args[0]!)}"`,
      quote_as_configured: (args) => `"${pyStr(args[0]!)}"`,
      quote_seed_column: (args) => (args[1] === false ? args[0]! : `"${pyStr(args[0]!)}"`),
      convert_type: () => "text",
      type: () => "duckdb",
      get_batch_size: () => 1000,
      // dbt has no such thing: the macros write the rows.
      tsmodel_write_fixture_rows: () => null,
      get_incremental_strategy_macro: (args) =>
        this.macro(`get_incremental_${pyStr(args[1]!).replaceAll("+", "_")}_sql`)!,
      get_hard_deletes_behavior: () => (one.config?.hard_deletes as string | undefined) ?? "ignore",
      render_raw_columns_constraints: (_, kwargs) =>
        (kwargs!.raw_columns as PyDict).values().map((value) => {
          const {
            name,
            data_type: type,
            constraints = [],
          } = plainJson(value) as { name: string; data_type: string; constraints?: { type: string }[] };
          return `${name} ${type}${constraints.map((constraint) => ` ${constraint.type}`).join("")}`;
        }),
      render_raw_model_constraints: (_, kwargs) =>
        (plainJson(kwargs!.raw_constraints!) as { type: string; columns: string[] }[]).map(
          ({ type, columns }) => `${type} (${columns.join(", ")})`,
        ),
      standardize_grants_dict: () => toValue({ select: ["old", "kept"] }),
      build_catalog_relation: () => null,
      parse_index: (args) => {
        const { columns, unique = false } = plainJson(args[0]!) as { columns: string[]; unique?: boolean };
        return attributes({ columns, unique }, { render: () => "index_name" });
      },
      warn_once: noting("warn once", () => []),
      get_binding_char: () => "?",
      get_seed_file_path: () => "/project/seeds/m.csv",
      convert_datetimes_to_strs: (args) => args[0]!,
      external_root: () => "out",
      location_exists: () => true,
      store_relation: noting("store", ([plugin, relation, , path, format]) => [
        plugin!,
        relation!,
        path!,
        format!,
      ]),
      external_write_options: (args) => externalWriteOptions(pyStr(args[0]!), args[1]!),
      external_read_location: (args) => externalReadLocation(pyStr(args[0]!), args[1]!),
      escape_sql_string: (args) => pyStr(args[0]!).replaceAll("'", "''"),
      is_motherduck: () => false,
      is_ducklake: () => one.ducklake ?? false,
      use_ducklake_table_workarounds: () => one.old_ducklake ?? false,
      disable_transactions: () => false,
      ensure_transaction: () => null,
      expand_target_column_types: () => null,
      batch_id_for_model: () => "",
      catalog_supports_foreign_keys: () => true,
      existing_key_constraint_types: () => [...(one.keys ?? [])],
    });
  }

  private dispatch(name: string): Callable {
    for (const prefix of this.one.prefixes ?? ["duckdb", "default"]) {
      const found = this.macro(`${prefix}__${name}`);
      if (found !== undefined) return found;
    }
    throw new Raised(`no macro ${name}`);
  }

  private answer(sql: string): TableStandIn {
    const found = this.one.answers?.find(([part]) => sql.includes(part));
    return new TableStandIn(
      found?.[1] ?? [],
      (found?.[2] ?? []).map((row) => row.map(toValue)),
    );
  }
}

const relationApi = StandIn.of({
  create: pyFunction(
    "create",
    ["database?", "schema?", "identifier?", "type?"],
    (database?: Value, schema?: Value, identifier?: Value, type?: Value) =>
      new WorldRelation(
        (database as string) ?? null,
        (schema as string) ?? null,
        (identifier as string) ?? null,
        (type as string) ?? null,
      ),
  ),
  scd_args: (args) => [...(Array.isArray(args[0]) ? args[0] : [args[0]!]), args[1]!],
});

/** A dictionary whose keys are attributes too, at any depth. */
function attributes(json: unknown, extra: Record<string, Value> = {}): PyDict {
  const dict = toValue(json) as PyDict;
  for (const [name, value] of Object.entries(extra)) dict.set(name, value);
  return dict;
}

function dictDifference(left: PyDict, right: PyDict): PyDict {
  const kept = left
    .entries()
    .map(
      ([key, values]) =>
        [
          key,
          (values as Value[]).filter((value) => !((right.get(key) ?? []) as Value[]).includes(value)),
        ] as const,
    );
  return PyDict.of(kept.filter(([, values]) => values.length > 0));
}

function plainJson(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plainJson);
  return value instanceof PyDict
    ? Object.fromEntries(value.entries().map(([key, item]) => [pyStr(key), plainJson(item)]))
    : value;
}

/** As `normalized` in make-cases.py. */
function normalized(text: string): string {
  return text
    .replace(/--[^\n]*/g, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/\s*([(),;=|])\s*/g, "$1")
    .trim();
}

function plain(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Tuple) return value.items.map(plain);
  if (value instanceof PyDict)
    return Object.fromEntries(value.entries().map(([key, item]) => [pyStr(key), plain(item)]));
  if (value instanceof Column) return `${value.name} ${value.dtype}`;
  if (typeof value === "function") return "<macro>";
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  const text = normalized(pyStr(value));
  return text === "" || text === "none" ? null : text;
}
