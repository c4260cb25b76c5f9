/**
 * A TypeScript model at work: its function runs between the model's pre-hooks and its materialization, what it returns
 * becomes a temporary table, and a SELECT from that is the SQL which the materialization builds from. So every
 * strategy, contract and hook of SQL models holds for it.
 */
import { join } from "node:path";
import type { CteSource } from "../../compile/compile-node.ts";
import type { RunContext } from "../../context/run-context.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { CompiledNode } from "../../manifest/node.ts";
import type { RunScope } from "../run-node.ts";
import { readReturned } from "./returned-rows.ts";
import { createScriptApi, type TsModel } from "./script-api.ts";
import { scriptFailure } from "./script-failure.ts";

/** Belongs to the connection, and a connection works on one model at a time. */
const TABLE = "tsmodel_rows";

export interface ScriptOptions {
  /** What stands for the CTEs that the model refers to, in a unit test. */
  readonly ctes?: CteSource;
  readonly batch?: TsModel["batch"];
  /** Whose file it is, where that is another node: a unit test runs the file of its model. */
  readonly model?: CompiledNode;
  /** False: nothing is built, so no hooks run. */
  readonly hooks?: boolean;
}

export const isScriptModel = (node: { readonly language?: string }): boolean => node.language === "typescript";

/** Runs the model and `build`, which finds its rows under `compiled_code` in the context. @throws TsmodelError script-… */
export async function withScriptRows<T>(
  scope: RunScope,
  node: CompiledNode,
  context: RunContext,
  build: (sql: string) => Promise<T>,
  options: ScriptOptions = {},
): Promise<T> {
  if (options.hooks === true) await runPreHooks(scope, context);
  const { sql, relation } = await loadRows(scope, node, context, options);
  context.set("compiled_code", sql);
  context.set("sql", sql);
  try {
    return await build(sql);
  } finally {
    if (relation !== undefined) await context.connection.query({ sql: `drop table if exists ${relation}`, comment: false }).catch(() => undefined);
  }
}

/** The function may read what they make; the materialization finds none left. */
async function runPreHooks(scope: RunScope, context: RunContext): Promise<void> {
  const hooks = context.get("pre_hooks");
  if (!Array.isArray(hooks) || hooks.length === 0) return;
  const macro = scope.runtime.shared.registry.findByName("run_hooks")!;
  for (const inside of [false, true]) await context.call(macro, [hooks], { inside_transaction: inside });
  context.set("pre_hooks", []);
}

interface LoadedRows {
  readonly sql: string;
  /** The temporary table behind it; undefined when the model gave SQL. */
  readonly relation?: string;
}

async function loadRows(scope: RunScope, node: CompiledNode, context: RunContext, options: ScriptOptions): Promise<LoadedRows> {
  const { shared } = scope.runtime;
  const api = await createScriptApi({ scope, node, context, ...options });
  const run = await loadFunction(scope, options.model ?? node);
  const types = declaredTypes(node);
  try {
    const returned = await readReturned(await run(api), new Map([...types].map(([key, { name }]) => [key, name])));
    if ("sql" in returned) return { sql: await scope.compiler.withCtes(returned.sql, context, options.ctes) };
    const { columns, batches } = returned;
    const loaded = await context.connection.load({ name: TABLE, columns }, batches);
    const { quoteCharacter: mark } = shared.project.profile.plugin.dialect;
    const quote = (name: string): string => `${mark}${name.replaceAll(mark, mark + mark)}${mark}`;
    const list = columns.map(({ name }, index) => {
      const quoted = quote(name);
      const declared = types.get(name.toLowerCase());
      return `cast(${quoted} as ${declared === undefined ? loaded.types[index]! : shared.columnClass.translateType(declared.type)}) as ${quoted}`;
    });
    return { sql: `select ${list.join(", ")}\nfrom ${loaded.relation}`, relation: loaded.relation };
  } catch (error) {
    throw scriptFailure(error, shared, node);
  }
}

/** @throws TsmodelError script-failed, script-no-function */
async function loadFunction({ scripts, manifest, runtime: { shared } }: RunScope, node: CompiledNode): Promise<(api: TsModel) => unknown> {
  if (scripts === undefined) throw fail("script-host-missing", { path: node.original_file_path }, { node });
  let exported: unknown;
  try {
    exported = (await scripts.load(join(manifest.packageRoots.get(node.package_name) ?? "", node.original_file_path))).default;
  } catch (error) {
    throw scriptFailure(error, shared, node);
  }
  if (typeof exported !== "function") throw fail("script-no-function", { got: typeof exported }, { node });
  return exported as (api: TsModel) => unknown;
}

/** Types by column in lower case: the config's word counts before the properties'. */
function declaredTypes(node: CompiledNode): ReadonlyMap<string, { readonly name: string; readonly type: string }> {
  const types = new Map<string, { name: string; type: string }>();
  for (const [name, { data_type: type }] of Object.entries(node.columns)) if (type) types.set(name.toLowerCase(), { name, type });
  const configured = node.config["column_types"];
  if (typeof configured === "object" && configured !== null)
    for (const [name, type] of Object.entries(configured)) types.set(name.toLowerCase(), { name, type: String(type) });
  return types;
}

