/** TypeScript models → what they refer to and how they are configured, read off their syntax tree: nothing is run. */
import { callValue, PyDict, type Kwargs, type Value } from "@tsmodel/jinja";
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import type { Location } from "../../errors/location.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { CompiledNode, ModelNode } from "../../manifest/node.ts";
import type { SourceFile } from "../../project/discover-files.ts";
import { readScriptModel, type ConfigEntry, type ScriptModel } from "../../typescript/read-script-model.ts";
import { mayExportDefault } from "../../typescript/script-files.ts";
import { placeIn, ScriptSyntaxError, type SyntaxNode } from "../../typescript/syntax.ts";
import type { ParseState } from "../parse-state.ts";
import type { NodeRenderer } from "./render-node.ts";

/** The materialization of models that say nothing else: their rows have to be stored. */
export const SCRIPT_DEFAULTS: { readonly materialized: string } = { materialized: "table" };

/** undefined for a file that is a helper of models. @throws TsmodelError script-syntax, script-host-missing */
export function readScriptFile(state: ParseState, file: SourceFile): ScriptModel | undefined {
  if (!mayExportDefault(file.text)) return undefined;
  return guarded(file, () => readScriptModel(parseScript(state, file)));
}

function parseScript({ scripts }: ParseState, file: SourceFile): SyntaxNode {
  if (scripts === undefined) throw fail("script-host-missing", { path: file.originalPath });
  return scripts.parse(file.text);
}

/** @throws TsmodelError script-syntax */
function guarded<T>(file: SourceFile, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof ScriptSyntaxError)) throw error;
    throw fail("script-syntax", { path: file.originalPath, message: error.message }, { at: [placeOf(file, error.offset)] });
  }
}

const placeOf = ({ originalPath, text }: SourceFile, start: number, end?: number): Location => placeIn(originalPath, text, start, end);

/** Puts references and config into the node's context. @throws TsmodelError script-reference, script-config and what config values raise */
export function parseScriptModel(
  state: ParseState,
  node: CompiledNode,
  renderer: NodeRenderer,
  { file, model }: { readonly file: SourceFile; readonly model: ScriptModel },
): void {
  const config = new Map(model.config);
  const call = (name: string, args: Value[], kwargs: Kwargs, place: { readonly start: number; readonly end: number }): void => {
    try {
      void callValue(renderer.context.get(name)!, args, kwargs);
    } catch (thrown) {
      const error = toTsmodelError(thrown, { shared: state.shared, node });
      error.at = [placeOf(file, place.start, place.end)];
      throw error;
    }
  };
  const declared = declaredReferences(config, file, node);
  for (const { name, args, version, start, end } of model.calls) call(name, [...args], version === undefined ? {} : { v: version }, { start, end });
  for (const { name, args, start, end } of declared) call(name, args, {}, { start, end });
  for (const { name, start, end } of model.computed) {
    if (declared.some((one) => one.name === name)) continue;
    throw fail("script-reference", { name }, { node, at: [placeOf(file, start, end)] });
  }
  renameColumns(config);
  const [first] = config.values();
  if (first !== undefined) call("config", [], Object.fromEntries([...config].map(([key, { value }]) => [key, value])), first);
}

interface Declared {
  readonly name: "ref" | "source";
  readonly args: string[];
  readonly start: number;
  readonly end: number;
}

/** `refs` and `sources` of the config: what calls with computed arguments may refer to. They are no configuration. */
function declaredReferences(config: Map<string, ConfigEntry>, file: SourceFile, node: CompiledNode): Declared[] {
  const declared: Declared[] = [];
  for (const [key, name] of [["refs", "ref"], ["sources", "source"]] as const) {
    const entry = config.get(key);
    if (entry === undefined) continue;
    config.delete(key);
    const { value, start, end } = entry;
    for (const item of Array.isArray(value) ? value : [null]) {
      const args = Array.isArray(item) ? item : [item];
      if (!args.every((arg) => typeof arg === "string") || args.length > 2 || (name === "source" && args.length !== 2))
        throw fail("script-config", { key }, { node, at: [placeOf(file, start, end)] });
      declared.push({ name, args: args as string[], start, end });
    }
  }
  return declared;
}

/** `columns: { id: "integer" }` is dbt's config `column_types`. */
function renameColumns(config: Map<string, ConfigEntry>): void {
  const columns = config.get("columns");
  if (columns === undefined || !(columns.value instanceof PyDict)) return;
  config.delete("columns");
  config.set("column_types", columns);
}

const STORED_ELSEWHERE: ReadonlySet<string> = new Set(["view", "ephemeral", "materialized_view"]);

/** What has no SQL of its own can be no view. */
export function checkScriptModel(state: ParseState, node: ModelNode): void {
  const materialized = String(node.config.materialized);
  if (node.language !== "typescript" || !STORED_ELSEWHERE.has(materialized)) return;
  const written = /\bmaterialized["']?\s*:\s*["'`]\w+["'`]/.exec(node.raw_code);
  const root = state.manifest.packageRoots.get(node.package_name) ?? "";
  const text = written === null ? undefined : state.effects.files.readText(`${root}/${node.original_file_path}`);
  const start = text?.indexOf(written![0]) ?? -1;
  const at = start < 0 ? [] : [placeIn(node.original_file_path, text!, start, start + written![0].length)];
  state.problems.add(fail("script-materialized", { model: node.name, materialized }, { node, at }));
}
