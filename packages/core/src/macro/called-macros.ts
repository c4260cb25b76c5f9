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

export function findCalledMacros(ast: TemplateNode, scope: StaticScope): MacroNode[] {
  const found = new Set<MacroNode>();
  for (const call of findCalls(ast)) for (const macro of macrosOf(call, scope)) found.add(macro);
  return [...found];
}

function macrosOf(call: FoundCall, scope: StaticScope): MacroNode[] {
  const [first, second, ...rest] = call.path ?? [];
  if (first === undefined || rest.length > 0) return [];
  if (second === undefined) return NO_MACROS.has(first) || scope.known(first) ? [] : plainMacro(first, scope);
  if (first !== "adapter") return optional(scope.find(first, second));
  return second === "dispatch" ? dispatchedMacros(call, scope) : [];
}

function dispatchedMacros(call: FoundCall, scope: StaticScope): MacroNode[] {
  const name = asString(call.args[0] ?? call.kwargs["macro_name"]);
  const namespace = asString(call.args[1] ?? call.kwargs["macro_namespace"]) ?? null;
  if (name === undefined) return [];
  return [...plainMacro(name, scope), ...optional(dispatch(scope, name, namespace))];
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
