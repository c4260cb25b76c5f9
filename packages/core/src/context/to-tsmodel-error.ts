/** Whatever comes out of a node's templates and statements, worded for the user, with its places in the user's files. */
import { resolve } from "node:path";
import { DatabaseError } from "../adapter/database-error.ts";
import { TsmodelErrors, type TsmodelError } from "../errors/tsmodel-error.ts";
import { templateError, type TemplatePlaces } from "../macro/template-error.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { fieldOf, type ContextNode } from "./context-node.ts";
import { databaseFailure, type ErrorPlace } from "./database-failure.ts";
import { findInProperties } from "./properties-place.ts";
import type { SharedContext } from "./shared-context.ts";

export type { ErrorPlace } from "./database-failure.ts";

export function toTsmodelError(error: unknown, place: ErrorPlace): TsmodelError {
  const places = placesOf(place);
  if (error instanceof DatabaseError) return databaseFailure(error, place, places);
  const converted = templateError(error, places);
  const first = converted instanceof TsmodelErrors ? converted.errors[0]! : converted;
  if (first.at.length === 0 && place.node !== undefined) {
    const declared = findInProperties(place.shared, place.node, first.message);
    if (declared !== undefined) first.at = [declared];
  }
  return first;
}

function placesOf({ shared, node }: ErrorPlace): TemplatePlaces {
  const { registry } = shared;
  const packageName = node?.package_name ?? shared.project.root.name;
  return {
    node,
    textOf: (file) => registry.textOf(file) ?? (node && textOfNode(shared, node, file)),
    isInternal: (file) => registry.isInternalFile(file),
    signature: (name) => registry.findByName(name)?.macro_sql.match(/\{%-?\s*macro\s+(\w+\s*\([^{}%]*\))\s*-?%\}/)?.[1],
    nearest: (name) =>
      findNearestName(name, [...registry.names(packageName), ...shared.base.keys(), ...NODE_NAMES]),
  };
}

/** Names of a node's context that people mistype. */
const NODE_NAMES = [
  "ref",
  "source",
  "config",
  "this",
  "execute",
  "adapter",
  "model",
  "graph",
  "exceptions",
  "is_incremental",
];

/** The text of the file a node stands in; its own code when the file is gone. */
function textOfNode(
  { effects, manifest, project }: SharedContext,
  node: ContextNode,
  file: string,
): string | undefined {
  const path = resolve(manifest.packageRoots.get(node.package_name) ?? project.root.root, file);
  if (effects.files.exists(path)) return effects.files.readText(path);
  const code = fieldOf(node, "raw_code");
  return file === node.original_file_path && typeof code === "string" ? code : undefined;
}
