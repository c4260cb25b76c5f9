/** The context of descriptions: what property files see, plus `doc()`. */
import type { Callable, Value } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import { findDoc, nearestDoc } from "../manifest/ref-lookup.ts";
import { ContextLayer } from "../template/context-layer.ts";
import { createConfiguredContext } from "./configured-context.ts";
import { readNameArguments } from "./reference-arguments.ts";
import type { SharedContext } from "./shared-context.ts";

export interface DocumentedNode {
  readonly package_name: string;
  readonly unique_id: string;
}

/** `onDoc` is told the unique ids of the blocks that are used. */
export function createDocsContext(
  shared: SharedContext,
  node: DocumentedNode,
  onDoc?: (uniqueId: string) => void,
): ContextLayer {
  const own = new Map<string, Value>([["doc", createDoc(shared, node, onDoc)]]);
  return new ContextLayer(own, createConfiguredContext(shared, node.package_name));
}

/** @throws TsmodelError doc-not-found, call-arguments */
function createDoc(
  { manifest }: SharedContext,
  node: DocumentedNode,
  onDoc?: (uniqueId: string) => void,
): Callable {
  return (args) => {
    const { name, package: packageName } = readNameArguments("doc", args);
    const doc = findDoc(manifest, name, packageName, node.package_name);
    if (doc === undefined)
      throw fail("doc-not-found", {
        id: node.unique_id,
        doc: name,
        packageName,
        nearest: nearestDoc(manifest, name),
      });
    onDoc?.(doc.unique_id);
    return doc.block_contents;
  };
}
