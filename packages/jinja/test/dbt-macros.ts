/** The least of dbt's macro layer that the conformance cases need: search order, namespaces, dispatch and return(). */

import type { Callable, CompiledMacro, Environment, Kwargs, RenderContext, Value } from "../src/index.ts";
import { ControlFlow, PyObject, extractBlocks } from "../src/index.ts";

class MacroReturn extends ControlFlow {
  readonly value: Value;
  constructor(value: Value) {
    super();
    this.value = value;
  }
}

class Package extends PyObject {
  readonly pyTypeName = "dict";
  private readonly macros: ReadonlyMap<string, Callable>;
  constructor(macros: ReadonlyMap<string, Callable>) {
    super();
    this.macros = macros;
  }
  override pyGetItem(key: Value): Value | undefined {
    return this.macros.get(String(key));
  }
}

class Adapter extends PyObject {
  readonly pyTypeName = "Adapter";
  private readonly dispatch: Callable;
  constructor(dispatch: Callable) {
    super();
    this.dispatch = dispatch;
  }
  override pyGetAttr(name: string): Value | undefined {
    return name === "dispatch" ? this.dispatch : undefined;
  }
}

/** A macro's name in dbt: tests and materializations have prefixes. */
function macroName(macro: CompiledMacro): string {
  const { tag, adapter } = macro.node;
  if (tag === "test" || tag === "data_test") return `test_${macro.name}`;
  if (tag === "materialization") return `materialization_${macro.name}_${adapter}`;
  return macro.name;
}

/** @param packages file texts; "root" and "dbt" (internal) are special */
export function dbtContext(
  environment: Environment,
  packages: Record<string, string>,
  prefixes: string[],
  own: Map<string, Value>,
): RenderContext {
  const names = new Map<string, Value>(own);
  const context: RenderContext = { get: (name) => names.get(name) };
  const tables = new Map<string, Map<string, Callable>>();
  for (const [name, source] of Object.entries(packages)) {
    const table = new Map<string, Callable>();
    for (const block of extractBlocks(source, {
      file: `${name}.sql`,
      tags: ["macro", "materialization", "test", "data_test"],
    })) {
      const [macro] = environment.compile(block.fullText, { name }).macros;
      if (macro !== undefined)
        table.set(macroName(macro), catchReturn(macro.bind(context, { mode: "sync" })));
    }
    tables.set(name, table);
  }
  const root = tables.get("root") ?? new Map<string, Callable>();
  const internal = tables.get("dbt") ?? new Map<string, Callable>();
  for (const table of [internal, root]) for (const [name, macro] of table) names.set(name, macro);
  for (const [name, table] of tables) names.set(name, new Package(table));
  names.set("return", (args) => {
    throw new MacroReturn(args[0] ?? null);
  });
  names.set("execute", false);
  names.set(
    "adapter",
    new Adapter((args, kwargs) => dispatch(tables, root, internal, prefixes, args, kwargs)),
  );
  return context;
}

function catchReturn(macro: Callable): Callable {
  const generator: Callable = (args, kwargs) => {
    try {
      return macro(args, kwargs);
    } catch (error) {
      if (error instanceof MacroReturn) return error.value;
      throw error;
    }
  };
  return generator;
}

function dispatch(
  tables: Map<string, Map<string, Callable>>,
  root: Map<string, Callable>,
  internal: Map<string, Callable>,
  prefixes: string[],
  args: Value[],
  kwargs: Kwargs | null,
): Value {
  const name = String(args[0] ?? kwargs?.["macro_name"]);
  const namespace = args[1] ?? kwargs?.["macro_namespace"] ?? null;
  const places = namespace === null ? [root, internal] : [root, tables.get(String(namespace)), internal];
  for (const place of places) {
    for (const prefix of prefixes) {
      const macro = place?.get(`${prefix}__${name}`);
      if (macro !== undefined) return macro;
    }
  }
  throw Object.assign(new Error(`In dispatch: No macro named '${name}' found`), { kind: "CompilationError" });
}
