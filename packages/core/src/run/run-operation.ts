/** `run-operation`: one macro, with keyword arguments, outside any node. */
import { toValue, type Value } from "@tsmodel/jinja";
import { createRunContext } from "../context/run-context.ts";
import { toTsmodelError } from "../context/to-tsmodel-error.ts";
import { fail, type TsmodelError } from "../errors/tsmodel-error.ts";
import type { JsonObject } from "../manifest/json.ts";
import type { MacroNode, OperationNode } from "../manifest/node.ts";
import type { Project } from "../project/project.ts";
import { sha256 } from "../util/hash.ts";
import { isoMicroseconds } from "../util/iso-microseconds.ts";
import type { NodeResult, TimingInfo } from "./node-result.ts";
import type { RunScope } from "./run-node.ts";

export interface OperationResult {
  readonly macro: MacroNode;
  readonly value: Value;
  readonly error?: TsmodelError;
  readonly timing: readonly TimingInfo[];
  /** Seconds. */
  readonly elapsed: number;
}

/** @throws TsmodelError operation-not-found */
export async function runOperation(scope: RunScope, name: string, args: JsonObject): Promise<OperationResult> {
  const { shared } = scope.runtime;
  const { effects } = shared;
  const timing: TimingInfo[] = [];
  const start = effects.elapsed();
  const compiling = effects.now();
  const [packageName, macroName] = name.includes(".") ? (name.split(".", 2) as [string, string]) : [null, name];
  const macro = shared.registry.findByName(macroName, packageName);
  if (macro === undefined) throw fail("operation-not-found", { macro: name, nearest: shared.registry.nearest(macroName, packageName ?? shared.project.root.name) });
  const kwargs: Record<string, Value> = Object.create(null) as Record<string, Value>;
  for (const [key, value] of Object.entries(args)) kwargs[key] = toValue(value);
  const connection = scope.runtime.connect(`macro_${macroName}`, macro);
  timing.push(timed("compile", compiling, effects.now()));
  const executing = effects.now();
  let value: Value = null;
  let error: TsmodelError | undefined;
  try {
    value = await createRunContext({ runtime: scope.runtime, connection, node: macro, operation: true }).call(macro, [], kwargs);
  } catch (thrown) {
    error = toTsmodelError(thrown, { shared, node: macro });
  } finally {
    await connection.release();
  }
  timing.push(timed("execute", executing, effects.now()));
  return { macro, value, error, timing, elapsed: (effects.elapsed() - start) / 1000 };
}

const timed = (name: TimingInfo["name"], started: Date, completed: Date): TimingInfo => ({
  name,
  started_at: isoMicroseconds(started),
  completed_at: isoMicroseconds(completed),
});

/** The operation as an entry of run_results.json, under the macro's id. */
export function operationResult({ macro, error, timing, elapsed }: OperationResult, project: Project): NodeResult {
  const { credentials } = project.profile;
  const node = {
    resource_type: "operation",
    name: macro.name,
    alias: macro.name,
    unique_id: macro.unique_id,
    fqn: macro.unique_id.split("."),
    package_name: macro.package_name,
    path: "",
    original_file_path: "",
    database: credentials.database,
    schema: credentials.schema,
    checksum: { name: "sha256", checksum: sha256(macro.unique_id) },
    tags: [],
    config: { enabled: true },
  } as unknown as OperationNode;
  return {
    unique_id: macro.unique_id,
    status: error ? "error" : "success",
    timing,
    thread_id: "MainThread",
    execution_time: elapsed,
    adapter_response: {},
    // As dbt has it: what went wrong is in the log.
    message: null,
    failures: error ? 1 : 0,
    compiled: false,
    compiled_code: null,
    relation_name: null,
    node,
    error,
  };
}
