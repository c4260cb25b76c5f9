/** Whatever comes out of a node's templates and statements, worded for the user, with its places in the user's files. */
import { resolve } from "node:path";
import { traceOf } from "@tsmodel/jinja";
import { DatabaseError } from "../adapter/database-error.ts";
import type { Location } from "../errors/location.ts";
import { TsmodelErrors, type TsmodelError } from "../errors/tsmodel-error.ts";
import { templateError, type TemplatePlaces } from "../macro/template-error.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { positionAt } from "../util/text-position.ts";
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
    const declared =
      findInText(error, place.node, places) ?? findInProperties(place.shared, place.node, first.message);
    if (declared !== undefined) first.at = [declared];
  }
  return first;
}

function placesOf({ shared, node }: ErrorPlace): TemplatePlaces {
  const { registry } = shared;
  const packageName = node?.package_name ?? shared.project.root.name;
  return {
    node,
    textOf: (file) => registry.textOf(file) ?? textOfNode(shared, node, file),
    isInternal: (file) => registry.isInternalFile(file),
    signature: (name) => {
      const macro = registry.findByName(name) ?? registry.findByName(`test_${name}`);
      return macro && MACRO_HEAD.exec(macro.macro_sql)?.[1];
    },
    nearest: (name) => {
      if (name.startsWith("test_") && node?.resource_type === "test")
        return registry.nearest(name, packageName)?.replace(/^(\w+\.)?test_/, "$1");
      const macros = registry.names(packageName).filter((known) => !registry.isInternal(known));
      return findNearestName(name, [...macros, ...shared.base.keys(), ...NODE_NAMES]);
    },
  };
}

/** "{% macro euros(column, digits=2) %}" */
const MACRO_HEAD = /\{%-?\s*(?:macro|test|data_test)\s+(\w+\s*\([^{}%]*\))\s*-?%\}/;

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
  node: ContextNode | undefined,
  file: string,
): string | undefined {
  const path = resolve(manifest.packageRoots.get(node?.package_name ?? "") ?? project.root.root, file);
  if (effects.files.exists(path)) return effects.files.readText(path);
  const code = node && fieldOf(node, "raw_code");
  return file === node?.original_file_path && typeof code === "string" ? code : undefined;
}

/** Hooks of dbt_project.yml are templates of no file: their text stands in it all the same. */
function findInText(error: unknown, node: ContextNode, places: TemplatePlaces): Location | undefined {
  const code = fieldOf(node, "raw_code");
  const frame = traceOf(error).find(({ file }) => !/[./]/.test(file));
  const text = places.textOf(node.original_file_path);
  if (typeof code !== "string" || code === "" || frame === undefined || text === undefined) return undefined;
  const start = text.indexOf(code);
  if (start < 0 || text.indexOf(code, start + 1) >= 0) return undefined;
  const inside =
    code
      .split("\n")
      .slice(0, frame.line - 1)
      .reduce((sum, line) => sum + line.length + 1, 0) +
    frame.column -
    1;
  const { line, column } = positionAt(text, start + inside);
  return { file: node.original_file_path.replace(/^\.\//, ""), line, column, text };
}
