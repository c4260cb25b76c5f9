/** Whatever comes out of a node's templates and statements, worded for the user, with its places in the user's files. */
import { resolve } from "node:path";
import type { Frame } from "@tsmodel/jinja";
import { DatabaseError } from "../adapter/database-error.ts";
import type { Location } from "../errors/location.ts";
import { fail, TsmodelErrors, type TsmodelError } from "../errors/tsmodel-error.ts";
import { locationsOf, templateError, type TemplatePlaces } from "../macro/template-error.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { fieldOf, type ContextNode } from "./context-node.ts";
import type { SharedContext } from "./shared-context.ts";

export interface ErrorPlace {
  readonly shared: SharedContext;
  readonly node?: ContextNode;
  /** The SQL that the node compiled to, with the way back to the templates. */
  readonly compiled?: { readonly text: string; readonly marks: { locate(offset: number): readonly Frame[] } };
}

export function toTsmodelError(error: unknown, place: ErrorPlace): TsmodelError {
  const places = placesOf(place);
  if (error instanceof DatabaseError) return databaseError(error, place, places);
  const converted = templateError(error, places);
  return converted instanceof TsmodelErrors ? converted.errors[0]! : converted;
}

function placesOf({ shared, node }: ErrorPlace): TemplatePlaces {
  const { registry } = shared;
  const packageName = node?.package_name ?? shared.project.root.name;
  return {
    node,
    textOf: (file) => registry.textOf(file) ?? (node && textOfNode(shared, node, file)),
    isInternal: (file) => registry.isInternalFile(file),
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

function databaseError(
  error: DatabaseError,
  { compiled, node, shared }: ErrorPlace,
  places: TemplatePlaces,
): TsmodelError {
  const at = compiled === undefined ? [] : locate(error, compiled, places);
  const { candidates, hint } = error;
  const message = at.length === 0 ? withExcerpt(error) : error.message;
  return fail(
    "database-failed",
    { message, hint, candidate: candidates[0] },
    { at, node, cause: error, label: shared.project.profile.plugin.dialect.errorLabel },
  );
}

const EXCERPT_WIDTH = 80;

/** The line of the statement, as Postgres's tools show it, when no file of the user's can be shown: hooks, DDL of macros. */
function withExcerpt({ message, sql, position }: DatabaseError): string {
  if (sql === undefined || position === undefined) return message;
  const before = sql.slice(0, position).split("\n");
  const column = before.at(-1)!.length;
  const line = sql.split("\n", before.length).at(-1)!;
  const start = Math.max(0, Math.min(column - EXCERPT_WIDTH / 2, line.length - EXCERPT_WIDTH));
  const shown = line.slice(start, start + EXCERPT_WIDTH);
  const head = `LINE ${before.length}: ${start > 0 ? "..." : ""}`;
  const tail = start + EXCERPT_WIDTH < line.length ? "..." : "";
  return `${message}\n${head}${shown}${tail}\n${" ".repeat(head.length + column - start)}^`;
}

/** A position in the statement → in the compiled SQL inside it → in the templates it was rendered from. */
function locate(
  { sql, position }: DatabaseError,
  compiled: NonNullable<ErrorPlace["compiled"]>,
  places: TemplatePlaces,
): Location[] {
  if (sql === undefined || position === undefined) return [];
  const trimmed = compiled.text.trim();
  const start = trimmed === "" ? -1 : sql.indexOf(trimmed);
  if (start < 0 || position < start || position > start + trimmed.length) return [];
  return locationsOf(compiled.marks.locate(position - start + compiled.text.indexOf(trimmed)), places).map(wholeWord);
}

/** The database points at a start; the name that stands there is what it means. */
function wholeWord(place: Location): Location {
  const line = place.endColumn === undefined ? place.text?.split("\n", place.line)[place.line - 1] : undefined;
  const word = line === undefined ? undefined : /^("[^"]*"|[\w$]+)/.exec(line.slice(place.column - 1))?.[0];
  return word === undefined ? place : { ...place, endColumn: place.column + word.length };
}
