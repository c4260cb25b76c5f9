/**
 * Stand-ins for everything a macro sees, the same as in make-cases.py: an adapter that writes down what it is asked, and
 * sends it when rows are wanted. `callCase` calls one macro and gives what it did.
 */
import {
  Environment,
  extractBlocks,
  PyDict,
  PyObject,
  pyStr,
  toValue,
  Tuple,
  type Callable,
  type CompiledMacro,
  type RenderContext,
  type Value,
} from "@tsmodel/jinja";
import type { InternalPackage, Session } from "@tsmodel/core/adapter";
import { pyFunction } from "@tsmodel/core/adapter";
import { MacroReturn } from "../../../core/src/template/macro-return.ts";
import { pythonModules } from "../../../core/src/template/python/modules.ts";
import { RelationClass } from "../../../core/src/template/relation/relation-class.ts";
import type { RelationType } from "../../../core/src/template/relation/relation-types.ts";
import { cellToValue } from "../../../core/src/template/table/cell-value.ts";
import { dialect } from "../../src/dialect.ts";

export interface MacroCase {
  readonly macro: string;
  readonly args?: readonly unknown[];
  readonly config?: { readonly [key: string]: unknown };
  readonly columns?: unknown;
  readonly arguments?: unknown;
  readonly truthy?: boolean;
  /** True: the macro's own table; "query": what the SQL it gives finds. */
  readonly rows?: boolean | "query";
}

class Raised extends Error {}

/** An object with the attributes of a record. */
class StandIn extends PyObject {
  readonly pyTypeName: string = "StandIn";
  private readonly members: { readonly [name: string]: Value | Callable };
  constructor(members: { readonly [name: string]: Value | Callable }) {
    super();
    this.members = members;
  }
  override pyGetAttr(name: string): Value | undefined {
    return Object.hasOwn(this.members, name) ? this.members[name] : undefined;
  }
}

/** Macros of packages, the first package's before the others'. */
export function compileMacros(packages: readonly InternalPackage[]): ReadonlyMap<string, CompiledMacro> {
  const environment = new Environment();
  const macros = new Map<string, CompiledMacro>();
  for (const { files } of packages) {
    for (const [file, text] of files()) {
      if (!file.endsWith(".sql")) continue;
      for (const { name, fullText, start } of extractBlocks(text, { file, tags: ["macro"] })) {
        const macro = environment
          .compile(fullText, { name, origin: { file, text, offset: start } })
          .macro(name);
        if (macro !== undefined && !macros.has(name)) macros.set(name, macro);
      }
    }
  }
  return macros;
}

export async function callCase(
  macros: ReadonlyMap<string, CompiledMacro>,
  one: MacroCase,
  session: Session,
): Promise<object> {
  const world = new World(macros, one, session);
  try {
    const value = await world.call(one.macro, (one.args ?? []).map(argument));
    if (one.rows === "query") return { value: await world.rowsOf(pyStr(value)) };
    return one.rows ? { value: plain(value) } : { value: plain(value), log: world.log };
  } catch (error) {
    if (error instanceof Raised) return { raised: true };
    throw error;
  }
}

const relations = new RelationClass(dialect);

/** {"relation": name, schema?, type?} and {"information_schema": true} become relations. */
function argument(given: unknown): Value {
  if (Array.isArray(given)) return given.map(argument);
  if (typeof given !== "object" || given === null) return toValue(given);
  const {
    relation,
    schema = "marts",
    type = "table",
  } = given as { readonly relation?: string | null; readonly schema?: string; readonly type?: string };
  const path = { database: "dev", schema };
  if ("relation" in given)
    return relations.create({ ...path, identifier: relation }, { type: type as RelationType });
  if ("information_schema" in given) return relations.create(path).informationSchemaOf();
  return PyDict.of(Object.entries(given).map(([key, value]) => [key, argument(value)] as const));
}

class World implements RenderContext {
  readonly log: string[] = [];
  private readonly macros: ReadonlyMap<string, CompiledMacro>;
  private readonly one: MacroCase;
  private readonly session: Session;
  private readonly results: Map<string, Value> = new Map();
  private readonly names: Map<string, Value>;

  constructor(macros: ReadonlyMap<string, CompiledMacro>, one: MacroCase, session: Session) {
    this.macros = macros;
    this.one = one;
    this.session = session;
    this.names = new Map(Object.entries(this.globals()));
  }

  get(name: string): Value | undefined {
    return this.names.get(name) ?? this.macro(name);
  }

  call(name: string, args: Value[]): Value | Promise<Value> {
    return this.macro(name)!(args, null);
  }

  private macro(name: string): Callable | undefined {
    const callable = this.macros.get(name)?.bind(this, { mode: "async" });
    if (callable === undefined) return undefined;
    return async (args, kwargs) => {
      try {
        return await callable(args, kwargs);
      } catch (error) {
        if (error instanceof MacroReturn) return error.value;
        throw error;
      }
    };
  }

  private globals(): { readonly [name: string]: Value } {
    const { one, results } = this;
    return {
      execute: true,
      dbt: PyDict.lazy(() =>
        PyDict.of([...this.macros.keys()].map((name) => [name, this.macro(name)!] as const)),
      ),
      adapter: this.adapter(),
      api: new StandIn({ Column: new StandIn({ translate_type: (args) => args[0]! }) }),
      model: toValue({
        name: "m",
        alias: "m",
        columns: one.columns ?? {},
        constraints: [],
        arguments: one.arguments ?? [],
      }),
      config: new StandIn({
        get: pyFunction("get", ["name", "default?"], (name: Value, fallback?: Value) => {
          const value = one.config?.[pyStr(name)];
          return value !== undefined
            ? toValue(value)
            : pyStr(name) === "contract"
              ? new PyDict()
              : (fallback ?? null);
        }),
      }),
      exceptions: new StandIn({
        raise_compiler_error: () => {
          throw new Raised();
        },
      }),
      modules: pythonModules({ now: () => new Date("2024-05-06T07:08:09.123Z") }),
      return: (args) => {
        throw new MacroReturn(args[0] ?? null);
      },
      log: () => "",
      write: () => "",
      store_result: pyFunction(
        "store_result",
        ["name", "response", "agate_table?"],
        (name: Value, _: Value, table?: Value) => {
          results.set(pyStr(name), new StandIn({ table: table ?? null }));
          return "";
        },
      ),
      load_result: (args) => results.get(pyStr(args[0]!)) ?? null,
      sql_convert_columns_in_relation: (args) => args[0]!,
      get_assert_columns_equivalent: () => "-- checked",
    };
  }

  private adapter(): Value {
    const texts = (values: Value, show: (value: Value) => string): string[] =>
      (values as PyDict).values().map(show);
    const field = (record: Value, name: string): string => pyStr((record as PyDict).get(name) ?? null);
    return new StandIn({
      behavior: new StandIn({
        enable_truthy_nulls_equals_macro: new StandIn({ no_warn: this.one.truthy ?? false }),
      }),
      dispatch: (args) =>
        this.macro(`postgres__${pyStr(args[0]!)}`) ?? this.macro(`default__${pyStr(args[0]!)}`)!,
      execute: pyFunction("execute", ["sql", "auto_begin?", "fetch?"], async (sql: Value) => {
        this.log.push(normalized(pyStr(sql)));
        return new Tuple(["OK", (await this.rowsOf(pyStr(sql))).map((row) => row)]);
      }),
      get_columns_in_relation: () => [new StandIn({ name: "id" }), new StandIn({ name: "Note" })],
      parse_index: ([raw]) => {
        const index = raw as PyDict;
        return new StandIn({
          columns: index.get("columns")!,
          unique: index.get("unique") ?? false,
          type: index.get("type") ?? null,
          render: () => "index_name",
        });
      },
      verify_database: () => "",
      quote: (args) => `"${pyStr(args[0]!)}"`,
      render_raw_columns_constraints: pyFunction(
        "render_raw_columns_constraints",
        ["raw_columns"],
        (columns: Value) =>
          texts(columns, (column) => `${field(column, "name")} ${field(column, "data_type")}`),
      ),
      render_raw_model_constraints: pyFunction("render_raw_model_constraints", ["raw_constraints"], () => []),
    });
  }

  /** Python's str() of each cell; none unless the case wants rows. */
  async rowsOf(sql: string): Promise<(string | null)[][]> {
    if (!this.one.rows) return [];
    const { rows } = await this.session.query(sql, { fetch: true });
    return rows.map((row) => row.map((cell) => (cell === null ? null : pyStr(cellToValue(cell)))));
  }
}

/** Without SQL comments, in lower case; whitespace is one blank, and none beside brackets and operators. */
function normalized(text: string): string {
  return text
    .replace(/--[^\n]*/g, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/\s*([(),;=|+])\s*/g, "$1")
    .trim();
}

function plain(value: Value): unknown {
  if (Array.isArray(value)) return value;
  if (value instanceof PyDict)
    return Object.fromEntries(value.entries().map(([key, item]) => [pyStr(key), plain(item)]));
  return value === null || typeof value === "boolean" ? value : normalized(pyStr(value));
}
