import { relationOf } from "../compile/relation-name.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { GraphNode, ManifestNode } from "../manifest/node.ts";

/** The words for a node in dbt's progress lines: "sql table model main.orders", "test not_null_orders_id". */
export function describeNode(node: GraphNode, shared: SharedContext): string {
  switch (node.resource_type) {
    case "model": {
      const microbatch = node.config.materialized === "incremental" && node.config.incremental_strategy === "microbatch";
      return `${node.language} ${microbatch ? "microbatch" : node.config.materialized} model ${shownName(node, shared)}`;
    }
    case "seed":
      return `seed file ${shownName(node, shared)}`;
    case "snapshot":
      return `snapshot ${shownName(node, shared)}`;
    case "unit_test":
      return `unit_test ${node.model}::${node.name}${node.version === null || node.version === undefined ? "" : `_v${node.version}`}`;
    case "source":
      return `freshness of ${node.source_name}.${node.name}`;
    case "function":
      return `${node.config.type ?? "scalar"} function ${node.database}.${node.schema}.${node.name}`;
    default:
      return `${node.resource_type.replaceAll("_", " ")} ${node.name}`;
  }
}

/** schema.name without quotes; the database only where it is not the target's. */
export function shownName(node: ManifestNode, shared: SharedContext): string {
  const bare = relationOf(node, shared).quote({ database: false, schema: false, identifier: false });
  return (node.database === shared.project.profile.credentials.database ? bare.include({ database: false }) : bare).render();
}
