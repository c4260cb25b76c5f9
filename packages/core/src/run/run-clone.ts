/** `clone`: the relation of another state under this one's name, by the `clone` materialization. */
import { pyStr } from "@tsmodel/jinja";
import { isEphemeral } from "../plan/plan-run.ts";
import { cacheRelations, getMaterialization, type Materialized } from "./run-model.ts";
import type { NodeWork, RunScope } from "./run-node.ts";

export function cloneWork(scope: RunScope, node: Materialized): NodeWork {
  // No relation stands behind it.
  if (isEphemeral(node)) return {};
  return {
    async execute(connection) {
      const context = scope.compiler.contextFor(node, { connection });
      const macro = getMaterialization(scope, { name: node.name, config: { materialized: "clone" } });
      cacheRelations(scope, await context.call(macro), node);
      await connection.commit();
      const main = context.result("main");
      return {
        status: "success",
        message: main ? pyStr(main.response) : "No-op",
        adapterResponse: main?.fields,
      };
    },
  };
}
