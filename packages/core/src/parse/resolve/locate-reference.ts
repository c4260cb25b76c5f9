/** Where a `ref()`, `source()`, … call of a resource is written. Only errors ask, so files are read again for it. */
import type { FoundCall } from "@tsmodel/jinja";
import { asString, findCalls } from "@tsmodel/jinja";
import type { Location } from "../../errors/location.ts";
import type { CompiledNode } from "../../manifest/node.ts";
import { positionAt } from "../../util/text-position.ts";
import type { ParseState } from "../parse-state.ts";

interface Referring {
  readonly package_name: string;
  readonly original_file_path: string;
  readonly name: string;
}

const CALLS: { readonly [what: string]: string } = {
  node: "ref",
  source: "source",
  metric: "metric",
  function: "function",
};

/** Empty when the call cannot be found (it is made by a macro). */
export function locateReference(
  state: ParseState,
  resource: Referring,
  what: string,
  args: readonly string[],
): Location[] {
  const text = readFile(state, resource);
  if (text === undefined) return [];
  const found = findInTemplate(state, resource, text, CALLS[what]!, args) ?? findInText(text, args);
  if (found === undefined) return [];
  const [start, end] = found;
  return [
    {
      file: resource.original_file_path,
      ...positionAt(text, start),
      endColumn: positionAt(text, start).column + end - start,
      text,
    },
  ];
}

function readFile(
  state: ParseState,
  { package_name: packageName, original_file_path: path }: Referring,
): string | undefined {
  const root = state.manifest.packageRoots.get(packageName);
  const file = `${root}/${path}`;
  return root !== undefined && state.effects.files.exists(file)
    ? state.effects.files.readText(file)
    : undefined;
}

/** The call's offsets in the file of a node that is a template. */
function findInTemplate(
  state: ParseState,
  resource: Referring,
  text: string,
  name: string,
  args: readonly string[],
): [number, number] | undefined {
  const { raw_code: code, language } = resource as Partial<CompiledNode>;
  if (language === "typescript") return undefined;
  const offset = code === undefined || code === "" ? -1 : text.indexOf(code);
  if (offset < 0) return undefined;
  const calls = findCalls(state.environment.compile(code!, { name: resource.name }).ast);
  const call = calls.find((one) => one.path?.at(-1) === name && matches(one, args));
  return call && [offset + call.start, offset + call.end];
}

function matches(call: FoundCall, args: readonly string[]): boolean {
  const given = call.args.map((arg) => asString(arg));
  return args.every((arg, index) => given.at(index - args.length) === arg);
}

/** In YAML: the name between quotes, else as a word of its own. */
function findInText(text: string, args: readonly string[]): [number, number] | undefined {
  const name = args.at(-1)!;
  for (const quote of ["'", '"']) {
    const at = text.indexOf(`${quote}${name}${quote}`);
    if (at >= 0) return [at + 1, at + 1 + name.length];
  }
  const word = new RegExp(`(?<![\\w.-])${name.replace(/[^\w]/g, "\\$&")}(?![\\w.-])`).exec(text);
  return word === null ? undefined : [word.index, word.index + name.length];
}

/** Where a description is written in the properties file of a resource; empty when that cannot be told. */
export function locateDescription(
  state: ParseState,
  resource: Referring & { readonly patch_path?: string | null },
  description: string,
): Location[] {
  const path =
    (resource as { readonly patch_path?: string | null }).patch_path?.split("://")[1] ??
    resource.original_file_path;
  const text = readFile(state, { ...resource, original_file_path: path });
  const line = description
    .split("\n")
    .find((one) => isTemplateLine(one))
    ?.trim();
  const offset = line === undefined ? -1 : (text?.indexOf(line) ?? -1);
  return offset < 0 ? [] : [{ file: path, ...positionAt(text!, offset), text }];
}

function isTemplateLine(line: string): boolean {
  return line.includes("{{") || line.includes("{%");
}
