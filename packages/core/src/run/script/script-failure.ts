/** What a TypeScript model throws → an error with the places in the user's files that its stack names. */
import { isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { DatabaseError } from "../../adapter/database-error.ts";
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import type { SharedContext } from "../../context/shared-context.ts";
import type { Location } from "../../errors/location.ts";
import { fail, TsmodelError } from "../../errors/tsmodel-error.ts";
import type { CompiledNode } from "../../manifest/node.ts";
import { positionAt } from "../../util/text-position.ts";

export function scriptFailure(thrown: unknown, shared: SharedContext, node: CompiledNode): TsmodelError {
  const at = placesOf(thrown, shared);
  if (thrown instanceof DatabaseError || thrown instanceof TsmodelError) {
    const error = toTsmodelError(thrown, { shared, node });
    if (at.length > 0) error.at = at;
    error.node ??= node;
    return error;
  }
  const message = thrown instanceof Error ? messageOf(thrown) : `threw ${JSON.stringify(thrown) ?? String(thrown)}`;
  return fail("script-failed", { message }, { node, at, cause: thrown });
}

/** Without the places that stand in it: they are told apart. */
function messageOf(error: Error): string {
  const text = error.message
    .replace(/ imported from \S+$/m, "")
    .replace(PLACE, "")
    .replace(/\bfile:\/\/\S+\//g, "")
    .replace(/\?tsmodel=\d+/g, "");
  return `${error.name}: ${text.trim()}`;
}

/** `file:///…/x.ts?tsmodel=3:12:5`, in a stack or in a message. */
const PLACE = /\(?(file:\/\/[^\s()]+?)(?:\?tsmodel=\d+)?:(\d+)(?::(\d+))?\)?/g;

function placesOf(thrown: unknown, shared: SharedContext): Location[] {
  if (!(thrown instanceof Error)) return [];
  const places: Location[] = [];
  const text = `${thrown.message}\n${thrown.stack ?? ""}`;
  for (const [, url, line, column] of text.matchAll(PLACE)) {
    const place = locate(fileURLToPath(url!), Number(line), Number(column ?? 1), shared);
    if (place !== undefined && !places.some((one) => one.file === place.file && one.line === place.line)) places.push(place);
  }
  const missing = /'([^']+)' imported from (\S+?)$/m.exec(thrown.message);
  const imported = missing && locateText(missing[2]!, missing[1]!, shared);
  return imported ? [imported] : places.slice(0, 3);
}

/** undefined outside of the project, and in what is installed there. */
function locate(path: string, line: number, column: number, { effects, project }: SharedContext): Location | undefined {
  const file = relative(project.root.root, path);
  if (file.startsWith("..") || isAbsolute(file) || file.split(sep).includes("node_modules") || !effects.files.exists(path)) return undefined;
  return { file: file.split(sep).join("/"), line, column, text: effects.files.readText(path) };
}

/** Where an import that cannot be resolved is written: its specifier, or the end of the path it became. */
function locateText(from: string, specifier: string, shared: SharedContext): Location | undefined {
  const path = from.startsWith("file:") ? fileURLToPath(from.replace(/\?.*$/, "")) : from.replace(/\?.*$/, "");
  const found = locate(isAbsolute(path) ? path : join(shared.project.root.root, path), 1, 1, shared);
  if (found?.text === undefined) return undefined;
  const name = specifier.split(/[\\/]/).at(-1)!;
  const offset = [specifier, name].map((one) => found.text!.indexOf(one)).find((one) => one >= 0);
  return offset === undefined ? found : { ...found, ...positionAt(found.text, offset) };
}
