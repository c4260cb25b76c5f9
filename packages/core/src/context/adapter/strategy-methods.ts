/** Adapter methods that choose how incremental models and snapshots work. */
import { asString, getItem, PyDict, PyObject, Undefined, type Value } from "@tsmodel/jinja";
import { fail } from "../../errors/tsmodel-error.ts";
import { method, type Methods } from "../../template/python/function.ts";
import type { SharedContext } from "../shared-context.ts";
import type { AdapterScope } from "./adapter-scope.ts";
import { findBehaviorFlag } from "./behavior-flags.ts";

export const strategyMethods: Methods<AdapterScope> = {
  get_incremental_strategy_macro: method(
    ["model_context", "strategy"],
    ({ shared }, context: Value, strategy: Value) =>
      strategyMacro(shared, context, asString(strategy) ?? "default"),
  ),
  valid_incremental_strategies: method([], ({ shared }) => [
    ...shared.project.profile.plugin.dialect.validIncrementalStrategies,
  ]),
  get_hard_deletes_behavior: method(["config"], (_, config: Value) => hardDeletes(config)),
};

/** @throws TsmodelError strategy-invalid, strategy-macro-missing */
function strategyMacro(shared: SharedContext, context: Value, strategy: string): Value {
  const valid = [...shared.project.profile.plugin.dialect.validIncrementalStrategies, "default"];
  if (builtInStrategies(shared).includes(strategy) && !valid.includes(strategy))
    throw fail("strategy-invalid", { strategy, valid });
  const macro = `get_incremental_${strategy.replaceAll("+", "_")}_sql`;
  const found = context instanceof PyObject || context instanceof PyDict ? getItem(context, macro) : null;
  if (found === null || found instanceof Undefined) {
    const { registry, project } = shared;
    throw fail("strategy-macro-missing", {
      macro,
      project: project.root.name,
      nearest: registry.nearest(macro, project.root.name),
    });
  }
  return found;
}

function builtInStrategies(shared: SharedContext): string[] {
  const batched =
    findBehaviorFlag(shared, "require_batched_execution_for_custom_microbatch_strategy") === true;
  return ["append", "delete+insert", "merge", "insert_overwrite", ...(batched ? [] : ["microbatch"])];
}

/** @throws TsmodelError hard-deletes-conflict, hard-deletes-invalid */
function hardDeletes(config: Value): string {
  const invalidate = configValue(config, "invalidate_hard_deletes");
  const hardDeletes = configValue(config, "hard_deletes");
  if (invalidate !== null && hardDeletes !== null) throw fail("hard-deletes-conflict", undefined);
  if (invalidate === true || hardDeletes === "invalidate") return "invalidate";
  if (hardDeletes === "new_record") return "new_record";
  if (hardDeletes === null || hardDeletes === "ignore") return "ignore";
  throw fail("hard-deletes-invalid", { value: String(hardDeletes) });
}

/** `config` is the config object of the context, or a dict. */
function configValue(config: Value, key: string): Value {
  if (config instanceof PyDict) return config.get(key) ?? null;
  const get = config instanceof PyObject ? config.pyGetAttr("get") : undefined;
  const value = typeof get === "function" ? get([key, null], null) : null;
  return value instanceof Promise ? null : value;
}
