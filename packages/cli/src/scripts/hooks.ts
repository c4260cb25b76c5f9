/**
 * Node's module hooks for TypeScript models and what they import from the project: types are stripped, and every load
 * of a model is a new one, told by `?tsmodel=N` on its URL and on those of its imports. Modules without that mark, and
 * packages in node_modules, are none of ours. https://nodejs.org/api/module.html#customization-hooks
 */
import { existsSync, readFileSync } from "node:fs";
import type { LoadFnOutput, LoadHookContext, ResolveFnOutput, ResolveHookContext } from "node:module";
import { fileURLToPath } from "node:url";
import { ScriptSyntaxError, stripTypes } from "@tsmodel/core";
import { parseScript } from "./parse-script.ts";

type Later<T> = T | Promise<T>;
type NextResolve = (specifier: string, context?: Partial<ResolveHookContext>) => Later<ResolveFnOutput>;
type NextLoad = (url: string, context?: Partial<LoadHookContext>) => Later<LoadFnOutput>;

const MARK = /\?tsmodel=\d+$/;
const MODULE = /^file:.*\.(?:m?ts|m?js)$/;

export function resolve(specifier: string, context: ResolveHookContext, next: NextResolve): Later<ResolveFnOutput> {
  const mark = MARK.exec(context.parentURL ?? "")?.[0];
  if (mark === undefined) return next(specifier, context);
  const marked = (found: ResolveFnOutput): ResolveFnOutput =>
    MODULE.test(found.url) && !found.url.includes("/node_modules/") ? { ...found, url: found.url + mark } : found;
  const file = fileMeant(specifier, context.parentURL!);
  const found = next(file ?? specifier, context);
  return found instanceof Promise ? found.then(marked) : marked(found);
}

/** What `./x` and `./x.js` stand for when there is only an x.ts; undefined when the specifier is right as it is. */
function fileMeant(specifier: string, parent: string): string | undefined {
  if (!/^\.{0,2}\//.test(specifier)) return undefined;
  const url = new URL(specifier, parent);
  const path = fileURLToPath(url);
  if (/\.\w+$/.test(path) && existsSync(path)) return undefined;
  const bare = path.replace(/\.m?js$/, "");
  const candidates = [".ts", ".mts", ".js", ".mjs", "/index.ts", "/index.js"].map((ending) => bare + ending);
  const index = candidates.findIndex((candidate) => existsSync(candidate));
  return index < 0 ? undefined : url.href.replace(/\.m?js$/, "") + candidates[index]!.slice(bare.length);
}

export function load(url: string, context: LoadHookContext, next: NextLoad): Later<LoadFnOutput> {
  if (!MARK.test(url)) return next(url, context);
  const path = fileURLToPath(url);
  const text = readFileSync(path, "utf8");
  if (/\.m?ts$/.test(path)) return { format: "module", shortCircuit: true, source: toJavaScript(text, url.replace(MARK, "")) };
  if (/^\s*(?:import|export)\b/m.test(text)) return { format: "module", shortCircuit: true, source: text };
  return next(url, context);
}

/** @throws SyntaxError that ends with its place: hooks may run in a thread of their own, and little more gets through */
function toJavaScript(text: string, url: string): string {
  try {
    return stripTypes(text, parseScript(text));
  } catch (error) {
    if (!(error instanceof ScriptSyntaxError)) throw error;
    const before = text.slice(0, error.offset).split("\n");
    throw new SyntaxError(`${error.message} (${url}:${before.length}:${before.at(-1)!.length + 1})`);
  }
}
