/**
 * Which macros a template calls, read off its syntax tree: dbt's static extraction. It follows plain calls `name()`,
 * `package.name()` and `adapter.dispatch('name', 'namespace')` with literal arguments, and nothing else.
 */
import { asString, findCalls, type FoundCall, type TemplateNode } from "@tsmodel/jinja";
import { TsmodelError } from "../errors/tsmodel-error.ts";
import type { MacroNode } from "../manifest/node.ts";

export interface StaticScope {
  /** The macro whose text it is: a plain call of that name is recursion, no dependency. */
  readonly self: string;
  /** Names of the context that are no macros. */
  known(name: string): boolean;
  /** A macro as seen from a package; null is the package of the text itself. */
  find(packageName: string | null, name: string): MacroNode | undefined;
  /** @throws TsmodelError dispatch-not-found */
  dispatch(name: string, namespace: string | null): MacroNode;
}

const NO_MACROS = new Set(["source", "ref", "config"]);

/**
 * A call as far as it counts here, in plain strings: ["name"], ["package", "name"] or
 * ["adapter", "dispatch", name, namespace or ""].
 */
export type StaticCall = readonly string[];

/** The calls of a template; they depend on its text alone, so that those of built-in macros are kept with the bundle. */
export function staticCalls(ast: TemplateNode): StaticCall[] {
  const calls = new Map<string, StaticCall>();
  for (const found of findCalls(ast)) {
    const call = staticCall(found);
    if (call !== undefined) calls.set(call.join("\n"), call);
  }
  return [...calls.values()];
}

function staticCall(call: FoundCall): StaticCall | undefined {
  const path = call.path ?? [];
  if (path.length === 0 || path.length > 2) return undefined;
  if (path.length === 1 || path[0] !== "adapter") return path;
  const name = path[1] === "dispatch" ? asString(call.args[0] ?? call.kwargs["macro_name"]) : undefined;
  return name === undefined ? undefined : [...path, name, asString(call.args[1] ?? call.kwargs["macro_namespace"]) ?? ""];
}

/** Calls → the macros they mean for one text. */
export function resolveCalls(calls: readonly StaticCall[], scope: StaticScope): MacroNode[] {
  const found = new Set<MacroNode>();
  for (const call of calls) for (const macro of macrosOf(call, scope)) found.add(macro);
  return [...found];
}

function macrosOf([first, second, name, namespace]: StaticCall, scope: StaticScope): MacroNode[] {
  if (second === undefined) return NO_MACROS.has(first!) || scope.known(first!) ? [] : plainMacro(first!, scope);
  if (name === undefined) return optional(scope.find(first!, second));
  return [...plainMacro(name, scope), ...optional(dispatch(scope, name, namespace || null))];
}

const plainMacro = (name: string, scope: StaticScope): MacroNode[] =>
  name === scope.self ? [] : optional(scope.find(null, name));

/** A dispatch without a target is an error only for who runs into it. */
function dispatch(scope: StaticScope, name: string, namespace: string | null): MacroNode | undefined {
  try {
    return scope.dispatch(name, namespace);
  } catch (error) {
    if (error instanceof TsmodelError) return undefined;
    throw error;
  }
}

const optional = (macro: MacroNode | undefined): MacroNode[] => (macro === undefined ? [] : [macro]);
