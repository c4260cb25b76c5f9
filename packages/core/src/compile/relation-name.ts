import type { QuotePolicy } from "../adapter/adapter.ts";
import type { SharedContext } from "../context/shared-context.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { FunctionNode, ManifestNode, ModelNode, SourceDefinition } from "../manifest/node.ts";
import { findRef, findSource } from "../manifest/ref-lookup.ts";
import { readRefOrSource } from "../parse/static-call.ts";
import type { Relation } from "../template/relation/relation.ts";

/** The relation a node is built into (or a source stands for). */
export function relationOf(node: ManifestNode | SourceDefinition | FunctionNode, shared: SharedContext): Relation {
  const identifier = node.resource_type === "source" ? node.identifier : node.alias;
  const quoting = (node.resource_type === "source" ? node.quoting : node.config.quoting) as Partial<QuotePolicy> | undefined;
  return shared.relationClass.createFrom({ database: node.database, schema: node.schema, identifier, quoting }, shared.project.root.quoting);
}

/** The quoted relation name of a node that stores rows; null for a test that stores no failures. */
export function relationNameOf(node: ManifestNode, shared: SharedContext): string | null {
  if (node.resource_type === "test" && !storesFailures(node.config, shared)) return null;
  return relationOf(node, shared).render();
}

/** dbt's should_store_failures: the node's own word, else the flag. */
export function storesFailures(config: { readonly [key: string]: unknown }, shared: SharedContext): boolean {
  const own = config.store_failures;
  return typeof own === "boolean" ? own : Boolean(shared.project.flags.store_failures);
}

/** Foreign keys written as `to: ref('x')` get the relation's name, as dbt does when it compiles a model: with --defer the other state's. */
export function resolveConstraintTargets(node: ModelNode, manifest: Manifest, shared: SharedContext): void {
  const constraints = [...node.constraints, ...Object.values(node.columns).flatMap((column) => column.constraints)];
  for (const constraint of constraints) {
    if (constraint.type !== "foreign_key" || !constraint.to) continue;
    const call = readRefOrSource(shared.environment, constraint.to);
    if (call === undefined) continue;
    const target = "source" in call ? findSource(manifest, ...call.source, node.package_name) : findRef(manifest, call.ref, node.package_name);
    if (target === undefined || "disabled" in target) throw fail("constraint-target-not-found", { model: node.name, to: constraint.to }, { node });
    constraint.to = deferredName(target, shared) ?? relationOf(target as ManifestNode | SourceDefinition, shared).render();
  }
}

function deferredName(target: object, { project }: SharedContext): string | undefined {
  if (project.flags.defer !== true) return undefined;
  return (target as { readonly defer_relation?: { readonly relation_name?: string } | null }).defer_relation?.relation_name;
}
