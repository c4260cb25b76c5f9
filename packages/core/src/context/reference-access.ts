/** Who may refer to whom: groups make models private, packages with restricted access make them protected. */
import { fail } from "../errors/tsmodel-error.ts";
import type { ManifestNode, ModelNode } from "../manifest/node.ts";
import { fieldOf, type ContextNode } from "./context-node.ts";
import type { SharedContext } from "./shared-context.ts";

/** @throws TsmodelError ref-not-allowed */
export function refuseForbiddenRef(
  { project }: SharedContext,
  node: ContextNode,
  target: ManifestNode,
): void {
  if (target.resource_type !== "model" || node.resource_type === "sql_operation") return;
  const owner = [project.root, ...project.packages].find(({ name }) => name === target.package_name);
  const foreign = node.package_name !== target.package_name && owner?.restrictAccess === true;
  if (
    target.access === "private" &&
    (foreign || fieldOf(node, "group") !== target.group || target.group === null)
  ) {
    throw notAllowed(node, target, target.group ?? "", "group");
  }
  if (target.access === "protected" && foreign)
    throw notAllowed(node, target, target.package_name, "package");
}

function notAllowed(
  node: ContextNode,
  { unique_id: target, access }: ModelNode,
  scope: string,
  kind: string,
): Error {
  return fail("ref-not-allowed", { id: node.unique_id, target, access, scope, kind });
}
