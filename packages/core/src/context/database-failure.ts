/** A refused statement → the error of the catalog, with the places in the user's files that it came from. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { traceOf, type Frame } from "@tsmodel/jinja";
import type { DatabaseError } from "../adapter/database-error.ts";
import type { Location } from "../errors/location.ts";
import { messages } from "../errors/messages.ts";
import { fail, type MessageCode, type TsmodelError } from "../errors/tsmodel-error.ts";
import { locationsOf, type TemplatePlaces } from "../macro/template-error.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { positionAt } from "../util/text-position.ts";
import { fieldOf, type ContextNode } from "./context-node.ts";
import { isPlainObject } from "./lazy-value.ts";
import { findInProperties } from "./properties-place.ts";
import type { SharedContext } from "./shared-context.ts";

export interface ErrorPlace {
  readonly shared: SharedContext;
  readonly node?: ContextNode;
  /** The SQL that the node compiled to, with the way back to the templates. */
  readonly compiled?: { readonly text: string; readonly marks: { locate(offset: number): readonly Frame[] } };
}

type Compiled = NonNullable<ErrorPlace["compiled"]>;

export function databaseFailure(
  error: DatabaseError,
  place: ErrorPlace,
  places: TemplatePlaces,
): TsmodelError {
  const { shared, node, compiled } = place;
  const at = placesOf(error, place, places);
  const message = at.length === 0 ? withExcerpt(error) : error.message;
  const hint = hintFor(error, place) ?? error.hint;
  const code: MessageCode = Object.hasOwn(messages, `sql-${error.kind}`)
    ? (`sql-${error.kind}` as "sql-syntax")
    : "database-failed";
  const candidate = error.candidates.find((name) => !SYSTEM.test(name));
  return fail(
    code,
    { message: withoutSuggestion(message), hint, candidate },
    { at, node, cause: error, label: shared.project.profile.plugin.dialect.errorLabel },
  );
}

/** Tables of the databases themselves, which nobody meant. */
const SYSTEM = /^(?:pg_|duckdb_|sqlite_|information_schema)/;

/** What is suggested is said once, as the hint. */
const withoutSuggestion = (message: string): string =>
  message.replace(/\nDid you mean "[^"\n]*"\?(?=\n|$)/, "");

/** In order: the node's SQL, a data file, the macro that sent the statement, a text that holds it, the properties file. */
function placesOf(
  error: DatabaseError,
  { shared, node, compiled }: ErrorPlace,
  places: TemplatePlaces,
): Location[] {
  const data = dataPlace(error, shared);
  const inSql = compiled === undefined ? [] : locate(error, compiled, places);
  if (inSql.length > 0 || data !== undefined) return [...(data === undefined ? [] : [data]), ...inSql];
  const called = locationsOf(traceOf(error), places);
  const candidates = node === undefined ? [] : [...called.map(({ file }) => file), ...filesOf(node, shared)];
  const written = findStatement(error, candidates, places);
  if (written !== undefined) return [written, ...called.filter(({ file }) => file !== written.file)];
  if (called.length > 0) return called;
  const declared = node === undefined ? undefined : findInProperties(shared, node, error.message);
  return declared === undefined ? [] : [declared];
}

/** Bytes of a data file that are still read to show its line. */
const SHOWN_FILE = 1 << 20;

function dataPlace({ data }: DatabaseError, { effects, project }: SharedContext): Location | undefined {
  if (data === undefined) return undefined;
  const { root } = project.root;
  const path = resolve(root, data.file);
  const inside = relative(root, path);
  const file = inside.startsWith("..") || isAbsolute(inside) ? data.file : inside.split(sep).join("/");
  const stat = effects.files.stat(path);
  const text = stat?.isFile === true && stat.size <= SHOWN_FILE ? effects.files.readText(path) : undefined;
  return { ...data, file, text };
}

/** A position in the statement → in the compiled SQL inside it → in the templates it was rendered from. */
function locate({ sql, position }: DatabaseError, compiled: Compiled, places: TemplatePlaces): Location[] {
  if (sql === undefined || position === undefined) return [];
  const trimmed = compiled.text.trim();
  const start = trimmed === "" ? -1 : sql.indexOf(trimmed);
  if (start < 0 || position < start || position > start + trimmed.length) return [];
  return locationsOf(compiled.marks.locate(position - start + compiled.text.indexOf(trimmed)), places).map(
    wholeWord,
  );
}

/** The node's own file, those of the macros it uses, and the one with the project's hooks. */
function filesOf(node: ContextNode, { registry }: SharedContext): string[] {
  const used = fieldOf(node, "depends_on");
  const ids =
    isPlainObject(used) && Array.isArray(used["macros"]) ? (used["macros"] as readonly string[]) : [];
  const macros = ids.flatMap((id) => registry.macros.get(id)?.original_file_path ?? []);
  return [
    node.original_file_path,
    ...macros.filter((file) => !registry.isInternalFile(file)),
    "dbt_project.yml",
  ];
}

/** Hooks and statements of macros are written as plain text more often than not: the only file that holds it, and where. */
function findStatement(
  { sql, position }: DatabaseError,
  files: readonly string[],
  places: TemplatePlaces,
): Location | undefined {
  const statement = sql?.trim();
  if (statement === undefined || statement === "" || position === undefined) return undefined;
  for (const file of new Set(files)) {
    const text = places.textOf(file);
    const start = text?.indexOf(statement) ?? -1;
    if (text === undefined || start < 0 || text.indexOf(statement, start + 1) >= 0) continue;
    const { line, column } = positionAt(text, start + position - sql!.indexOf(statement));
    return wholeWord({ file: file.replace(/^\.\//, ""), line, column, text });
  }
  return undefined;
}

/** The database points at a start; the name that stands there is what it means. */
function wholeWord(place: Location): Location {
  const line =
    place.endColumn === undefined ? place.text?.split("\n")[place.line - (place.textLine ?? 1)] : undefined;
  const word =
    line === undefined ? undefined : /^("[^"]*"|[\p{L}\p{N}_$]+)/u.exec(line.slice(place.column - 1))?.[0];
  return word === undefined ? place : { ...place, endColumn: place.column + word.length };
}

/** What only the project can know of it. */
function hintFor(error: DatabaseError, { shared, node, compiled }: ErrorPlace): string | undefined {
  if (error.kind === "table-not-found") return relationHint(error, shared, node);
  if (error.kind !== "syntax" || compiled === undefined) return undefined;
  const code = compiled.text.replace(/--.*$|\/\*[\s\S]*?\*\//gm, "").trim();
  if (code === "") return "it compiles to no SQL at all";
  return /at or near ";"/.test(error.message)
    ? "a model is one query, without a semicolon after it"
    : undefined;
}

/** A table that one of the project's resources has or nearly has: meant was a reference, or it is one and not built yet. */
function relationHint(
  { message }: DatabaseError,
  { manifest }: SharedContext,
  node: ContextNode | undefined,
): string | undefined {
  const name = /(?:with name|relation) "?([\w.]+)"? does not exist/.exec(message)?.[1]?.split(".").at(-1);
  if (name === undefined) return undefined;
  const calls = new Map<string, string>();
  for (const { source_name, name: table, identifier } of manifest.sources.values())
    calls.set(identifier || table, `source('${source_name}', '${table}')`);
  const read = new Set(
    (node as { depends_on?: { nodes?: readonly string[] } } | undefined)?.depends_on?.nodes,
  );
  for (const { unique_id, resource_type, name: own, alias } of manifest.nodes.values()) {
    if (!BUILT.has(resource_type)) continue;
    if (read.has(unique_id) && (alias || own) === name)
      return `it is not built yet: tsmodel build --select +${node!.name}`;
    calls.set(alias || own, `ref('${own}')`);
  }
  const nearest = calls.has(name) ? name : findNearestName(name, calls.keys());
  return nearest === undefined ? undefined : `did you mean {{ ${calls.get(nearest)} }}?`;
}

const BUILT: ReadonlySet<string> = new Set(["model", "seed", "snapshot"]);

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
