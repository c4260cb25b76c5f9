/** Models, seeds, snapshots and functions: the materialization macro does the work, in the node's own context. */
import { PyDict, pyRepr, pyStr, type Value } from "@tsmodel/jinja";
import type { Connection } from "../context/connection.ts";
import type { Batch, RunContext } from "../context/run-context.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { CompiledNode, FunctionNode, MacroNode, ModelNode, SeedNode, SnapshotNode } from "../manifest/node.ts";
import { Relation } from "../template/relation/relation.ts";
import { findNearestName } from "../util/nearest-name.ts";
import type { NodeWork, Outcome, RunScope } from "./run-node.ts";
import { isScriptModel, withScriptRows } from "./script/run-script.ts";

export type Materialized = ModelNode | SeedNode | SnapshotNode | FunctionNode;

export interface MaterializeOptions {
  readonly batch?: Batch;
  readonly suffix?: string;
  readonly extras?: { readonly [name: string]: Value };
}

export function modelWork(scope: RunScope, node: Materialized, options: MaterializeOptions = {}): NodeWork {
  let context: RunContext;
  const open = (connection: Connection): RunContext =>
    (context ??= scope.compiler.contextFor(node, { connection, batch: options.batch, extras: options.extras }));
  const batch = options.batch && { start: options.batch.eventTimeStart, end: options.batch.eventTimeEnd };
  const runScript = (ran: RunContext): Promise<Outcome> =>
    withScriptRows(scope, node as ModelNode, ran, () => materialize(scope, node, ran), { hooks: true, batch });
  return {
    async compile(connection) {
      if (node.resource_type === "seed") return;
      // A function's text goes to the database, by a macro of the adapter or the project.
      if (node.language === "python" && node.resource_type !== "function")
        throw fail("python-model", { model: node.name }, { node });
      await scope.compiler.compile(node as CompiledNode, open(connection), { suffix: options.suffix });
    },
    execute: (connection) => (isScriptModel(node as ModelNode) ? runScript(open(connection)) : materialize(scope, node, open(connection))),
  };
}

/** Ephemeral models: compiled so that errors show, nothing is sent. */
export function ephemeralWork(scope: RunScope, node: ModelNode): NodeWork {
  return {
    async compile(connection) {
      await scope.compiler.compile(node, scope.compiler.contextFor(node, { connection }));
    },
  };
}

async function materialize(scope: RunScope, node: Materialized, context: RunContext): Promise<Outcome> {
  const macro = getMaterialization(scope, node);
  const returned = await context.call(macro);
  cacheRelations(scope, returned, node);
  await context.connection.commit();
  const main = context.result("main");
  if (main === undefined) throw fail("materialization-no-main", { materialization: String(node.config.materialized) }, { node });
  const table = node.resource_type === "seed" ? context.result("agate_table")?.table : undefined;
  return {
    status: "success",
    message: pyStr(main.response),
    adapterResponse: main.fields,
    rows: context.connection.lastRowCount,
    table,
  };
}

/** What a materialization says it made is there from now on. @throws TsmodelError materialization-result */
export function cacheRelations(scope: RunScope, returned: Value, node: Materialized): void {
  for (const relation of relationsOf(returned, node)) scope.runtime.cache.add(relation.with({ dbtCreated: true }));
}

/** @throws TsmodelError materialization-not-found, materialization-language */
export function getMaterialization(scope: RunScope, node: { readonly name: string; readonly config: { readonly materialized?: string }; readonly language?: string }): MacroNode {
  const { registry, project } = scope.runtime.shared;
  const materialization = String(node.config.materialized);
  const macro = registry.findMaterialization(materialization);
  if (macro === undefined) {
    const known = [...registry.macros.values()].flatMap(({ name }) => /^materialization_(.+)_[^_]+$/.exec(name)?.[1] ?? []);
    throw fail("materialization-not-found", { materialization, adapter: project.profile.plugin.type, nearest: findNearestName(materialization, known) });
  }
  const supported = macro.supported_languages ?? ["sql"];
  // The SQL that a TypeScript model's rows are selected by.
  const language = node.language === "typescript" ? "sql" : (node.language ?? "sql");
  if (!supported.includes(language)) throw fail("materialization-language", { materialization: macro.name, language, supported });
  return macro;
}

/** The relations a materialization says it made. @throws TsmodelError materialization-result */
function relationsOf(returned: Value, node: Materialized): Relation[] {
  const materialization = String(node.config.materialized);
  const list = returned instanceof PyDict ? returned.get("relations") : undefined;
  if (!Array.isArray(list)) throw fail("materialization-result", { materialization, got: pyRepr(returned) }, { node });
  return list.map((relation) => {
    if (relation instanceof Relation) return relation;
    throw fail("materialization-result", { materialization, got: pyRepr(relation) }, { node });
  });
}
