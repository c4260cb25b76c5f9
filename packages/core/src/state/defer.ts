/** --defer: every node that another state has too learns where that state built it. */
import type { JsonObject } from "../manifest/json.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { FunctionNode, ManifestNode } from "../manifest/node.ts";

/** Sets `defer_relation`; functions that only the other state has join this manifest. */
export function addDeferRelations(manifest: Manifest, other: Manifest): void {
  for (const [id, node] of other.nodes) {
    const current = manifest.nodes.get(id);
    if (current !== undefined && hasRelation(node))
      Object.assign(current, { defer_relation: deferRelation(node) });
  }
  for (const [id, node] of other.functions) {
    const current = manifest.functions.get(id);
    if (current === undefined) manifest.functions.set(id, node);
    else Object.assign(current, { defer_relation: deferRelation(node) });
  }
}

const hasRelation = (node: ManifestNode): boolean =>
  ["model", "seed", "snapshot"].includes(node.resource_type) && node.config.materialized !== "ephemeral";

/** dbt's DeferRelation. */
function deferRelation(node: ManifestNode | FunctionNode): JsonObject {
  const { database, schema, alias, relation_name, resource_type, name, description, tags, config } = node;
  const compiled_code = "compiled_code" in node ? (node.compiled_code ?? null) : null;
  const meta = (node as { readonly meta?: JsonObject }).meta ?? {};
  return {
    database,
    schema,
    alias,
    relation_name,
    resource_type,
    name,
    description,
    compiled_code,
    meta,
    tags,
    config,
  } as unknown as JsonObject;
}
