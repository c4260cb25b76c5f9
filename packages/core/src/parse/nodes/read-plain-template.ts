/**
 * Templates that only print `ref()`, `source()` and `config()` calls with literal arguments: what they refer to can be
 * read off the syntax tree. Two models in three are like that, and no code has to be made and run for them to be parsed.
 */
import type { CallNode, TemplateNode, Value } from "@tsmodel/jinja";
import { literalValue } from "@tsmodel/jinja";
import { configValue } from "../../template/config-value.ts";
import { mergeConfigCall } from "../../context/merge-config-call.ts";
import { readRefArguments, readSourceArguments } from "../../context/reference-arguments.ts";
import type { MacroRegistry } from "../../macro/macro-registry.ts";
import type { RefArgs } from "../../manifest/node.ts";
import type { ConfigValues } from "../config/merge-config.ts";

export interface PlainReferences {
  readonly refs: RefArgs[];
  readonly sources: string[][];
  /** Merged `config()` calls; undefined without one. */
  config: ConfigValues | undefined;
}

/** Whether these names mean dbt's functions in a package: projects may have macros of the same name. */
export function hasPlainNames(registry: MacroRegistry, packageName: string): boolean {
  return ["ref", "source", "config"].every((name) => registry.resolve(name, packageName) === undefined);
}

/** undefined for a template that has to be rendered (also when a call in it is wrong: rendering says how). */
export function readPlainTemplate(template: TemplateNode): PlainReferences | undefined {
  const references: PlainReferences = { refs: [], sources: [], config: undefined };
  for (const statement of template.body) {
    if (statement.type !== "Output") return undefined;
    for (const node of statement.nodes) {
      if (node.type === "Data") continue;
      if (
        node.type !== "Call" ||
        node.callee.type !== "Name" ||
        !readCall(node.callee.name, node, references)
      )
        return undefined;
    }
  }
  return references;
}

function readCall(name: string, call: CallNode, references: PlainReferences): boolean {
  if (call.spread !== null || call.kwSpread !== null) return false;
  const args = call.args.map(literalValue);
  const kwargs: { [name: string]: Value } = {};
  for (const kwarg of call.kwargs) {
    const value = literalValue(kwarg.value);
    if (value === undefined) return false;
    kwargs[kwarg.name] = value;
  }
  return args.every((arg) => arg !== undefined) && takeCall(name, args, kwargs, references);
}

function takeCall(
  name: string,
  args: Value[],
  kwargs: { [name: string]: Value },
  references: PlainReferences,
): boolean {
  const named = Object.keys(kwargs);
  if (name === "config") return args.length === 0 && named.length > 0 && takeConfig(kwargs, references);
  if (!args.every((arg) => typeof arg === "string")) return false;
  if (name === "ref" && (args.length === 1 || args.length === 2))
    return references.refs.push(readRefArguments(args, kwargs)) > 0;
  return (
    name === "source" &&
    args.length === 2 &&
    named.length === 0 &&
    references.sources.push(readSourceArguments(args)) > 0
  );
}

function takeConfig(kwargs: { [name: string]: Value }, references: PlainReferences): boolean {
  if (Object.keys(kwargs).some((key) => key.includes("hook"))) return false;
  references.config ??= {};
  mergeConfigCall(
    references.config,
    Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, configValue(value)])),
  );
  return true;
}
