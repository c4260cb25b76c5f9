import type { ContextNode } from "../../context/context-node.ts";
import { findInProperties } from "../../context/properties-place.ts";
import type { SharedContext } from "../../context/shared-context.ts";
import type { Location } from "../../errors/location.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { FunctionNode, ManifestNode } from "../../manifest/node.ts";
import type { DisableableResource } from "../../manifest/name-index.ts";
import type { ParseState } from "../parse-state.ts";

/** Puts a finished node where it belongs: among the nodes, or among the disabled. @throws TsmodelError resource-duplicate */
export function registerNode(state: ParseState, node: ManifestNode): void {
  if (!node.config.enabled) return registerDisabled(state, node);
  addUnique(state.manifest.nodes, node);
  state.manifest.index.addNode(node);
}

export function registerFunction(state: ParseState, node: FunctionNode): void {
  if (!node.config.enabled) return registerDisabled(state, node);
  addUnique(state.manifest.functions, node);
  state.manifest.index.addFunction(node);
}

export function registerDisabled(state: ParseState, resource: DisableableResource): void {
  const { disabled, index } = state.manifest;
  const known = disabled.get(resource.unique_id);
  if (known === undefined) disabled.set(resource.unique_id, [resource]);
  else known.push(resource);
  index.addDisabled(resource);
}

interface Identified {
  readonly unique_id: string;
  readonly name: string;
  readonly resource_type: string;
  readonly original_file_path: string;
}

/** With `shared`, the error points into the properties files. @throws TsmodelError resource-duplicate */
export function addUnique<T extends Identified>(
  resources: Map<string, T>,
  resource: T,
  shared?: SharedContext,
): void {
  const known = resources.get(resource.unique_id);
  if (known !== undefined) throw duplicateError(known, resource, shared);
  resources.set(resource.unique_id, resource);
}

export function duplicateError(known: Identified, resource: Identified, shared?: SharedContext): Error {
  const at = [known, resource].flatMap((one) => placeOf(one, shared));
  const seen = new Set(at.map((place) => `${place.file}:${place.line}`));
  const args = {
    kind:
      known.resource_type === resource.resource_type
        ? (PLURALS[resource.resource_type] ?? `${resource.resource_type}s`)
        : "resources",
    name: resource.name,
    nodes: [known, resource].map((one) => ({ id: one.unique_id, file: one.original_file_path })),
  };
  return fail("resource-duplicate", args, { at: at.slice(0, seen.size) });
}

function placeOf(resource: Identified, shared: SharedContext | undefined): Location[] {
  const place = shared && findInProperties(shared, resource as unknown as ContextNode, `"${resource.name}"`);
  return place === undefined ? [] : [place];
}

const PLURALS: { readonly [type: string]: string } = {
  analysis: "analyses",
  saved_query: "saved_queries",
  test: "data_tests",
};
