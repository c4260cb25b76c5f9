/** on-run-start and on-run-end: hook nodes of all projects in order, each outside a transaction. The first failure ends the row. */
import type { Value } from "@tsmodel/jinja";
import { toTsmodelError } from "../context/to-tsmodel-error.ts";
import { fail, type TsmodelError } from "../errors/tsmodel-error.ts";
import type { OperationNode } from "../manifest/node.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { isoMicroseconds } from "../util/iso-microseconds.ts";
import type { NodeResult, TimingInfo } from "./node-result.ts";
import type { RunScope } from "./run-node.ts";

export type HookMoment = "on-run-start" | "on-run-end";

/** The root project's own first, then packages by name; inside a package by index. */
export function findHooks(manifest: Manifest, moment: HookMoment, rootPackage: string): OperationNode[] {
  const hooks: OperationNode[] = [];
  for (const node of manifest.nodes.values()) if (node.resource_type === "operation" && node.tags.includes(moment)) hooks.push(node);
  const rank = (node: OperationNode): string => (node.package_name === rootPackage ? "" : node.package_name);
  return hooks.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : (a.index ?? 0) - (b.index ?? 0)));
}

export async function runHooks(scope: RunScope, moment: HookMoment, extras: { readonly [name: string]: Value }): Promise<NodeResult[]> {
  const { shared } = scope.runtime;
  const hooks = findHooks(scope.manifest, moment, shared.project.root.name);
  const results: NodeResult[] = [];
  let failed = false;
  for (const [at, node] of hooks.entries()) {
    // From here on the number counts over all projects, from one: so do dbt's results.
    node.index = at + 1;
    const position = { node, index: at + 1, total: hooks.length, where: moment };
    shared.effects.report({ type: "hook-started", ...position });
    const result: NodeResult = failed ? skippedHook(node, hookName(node, moment, at)) : await runHook(scope, node, moment, at, extras);
    failed ||= result.status === "error";
    results.push(result);
    shared.effects.report({ type: "hook-finished", ...position, result });
  }
  return results;
}

const hookName = (node: OperationNode, moment: HookMoment, at: number): string => `${node.package_name}.${moment}.${at}`;

/** @throws TsmodelError when a hook of on-run-start cannot be rendered: nothing has run yet, and as in dbt nothing does. */
async function runHook(scope: RunScope, node: OperationNode, moment: HookMoment, at: number, extras: { readonly [name: string]: Value }): Promise<NodeResult> {
  const { shared } = scope.runtime;
  const { effects } = shared;
  const start = effects.elapsed();
  const timing: TimingInfo[] = [];
  const measure = async (name: TimingInfo["name"], work: () => Promise<void>): Promise<void> => {
    const started_at = isoMicroseconds(effects.now());
    await work().finally(() => timing.push({ name, started_at, completed_at: isoMicroseconds(effects.now()) }));
  };
  const connection = scope.runtime.connect(node.unique_id, node);
  const name = hookName(node, moment, at);
  let error: TsmodelError | undefined;
  let rendered = false;
  try {
    await measure("compile", async () => {
      await scope.compiler.compile(node, scope.compiler.contextFor(node, { connection, extras }));
    });
    rendered = true;
    const sql = hookSql(node.compiled_code ?? "");
    await measure("execute", async () => {
      if (sql.trim() !== "") await connection.query({ sql, autoBegin: false });
    });
  } catch (thrown) {
    const cause = toTsmodelError(thrown, { shared, node, compiled: scope.compiler.compiledOf(node.unique_id) });
    if (!rendered && moment === "on-run-start") throw cause;
    error = fail("hook-failed", { hook: name, message: rendered ? cause.message : cause.describe() }, { at: cause.at, cause: thrown, node });
  } finally {
    await connection.release();
  }
  return {
    ...baseResult(node),
    status: error ? "error" : "success",
    timing,
    execution_time: (effects.elapsed() - start) / 1000,
    message: error ? error.message : `${name} passed`,
    failures: error ? 1 : 0,
    error,
  };
}

/** A hook may be written as JSON: {"sql": …, "transaction": …}. */
function hookSql(text: string): string {
  if (!text.trimStart().startsWith("{")) return text;
  try {
    const parsed = JSON.parse(text) as { sql?: unknown };
    return typeof parsed.sql === "string" ? parsed.sql : text;
  } catch {
    return text;
  }
}

const skippedHook = (node: OperationNode, name: string): NodeResult => ({ ...baseResult(node), status: "skipped", timing: [], execution_time: 0, message: `${name} skipped`, failures: 1 });

const baseResult = (node: OperationNode): Omit<NodeResult, "status" | "timing" | "execution_time" | "message" | "failures"> => ({
  unique_id: node.unique_id,
  thread_id: "main",
  adapter_response: {},
  compiled: node.compiled,
  compiled_code: node.compiled_code,
  relation_name: null,
  node,
});
