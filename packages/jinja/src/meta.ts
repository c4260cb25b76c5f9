/** Questions about a template that need no rendering: what it calls, and which names it takes from its context. */

import type { CallNode, Expression, Node, TemplateNode } from "./syntax/ast.ts";
import { PyDict } from "./runtime/data/dict.ts";
import type { Value } from "./runtime/data/values.ts";
import { PyFloat, Tuple } from "./runtime/data/values.ts";
import type { Scope } from "./compile/scope.ts";
import {
  blockScope,
  findUndeclared,
  forScopes,
  macroScope,
  templateScope,
  withScope,
} from "./compile/scope.ts";
import { forEachChild, walk } from "./syntax/walk.ts";

export interface FoundCall {
  /** The dotted callee, e.g. ["adapter", "dispatch"]; null when it is not a plain dotted name. */
  readonly path: readonly string[] | null;
  /** Values of positional arguments; JS undefined where one is no literal. */
  readonly args: readonly (Value | undefined)[];
  /** Values of keyword arguments; JS undefined where one is no literal. */
  readonly kwargs: Readonly<Record<string, Value | undefined>>;
  /** False when there are `*args` or `**kwargs` too. */
  readonly isComplete: boolean;
  /** The call's stretch of the template's text. */
  readonly start: number;
  readonly end: number;
  readonly node: CallNode;
}

/** Every call, in the order of the text; a call in another's arguments comes after it. */
export function findCalls(root: Node): FoundCall[] {
  const calls: FoundCall[] = [];
  walk(root, (node) => {
    if (node.type === "Call") calls.push(describeCall(node));
  });
  return calls;
}

function describeCall(node: CallNode): FoundCall {
  return {
    path: dottedPath(node.callee),
    args: node.args.map(literalValue),
    kwargs: Object.fromEntries(node.kwargs.map(({ name, value }) => [name, literalValue(value)])),
    isComplete: node.spread === null && node.kwSpread === null,
    start: node.start,
    end: node.end,
    node,
  };
}

/** `a.b.c` as ["a", "b", "c"]; null for everything else. */
export function dottedPath(node: Expression): string[] | null {
  if (node.type === "Name") return [node.name];
  if (node.type !== "Getattr") return null;
  const owner = dottedPath(node.node);
  return owner === null ? null : [...owner, node.name];
}

/** The value of a literal: text, numbers, true, false, none, and lists, tuples and dicts of them. JS undefined otherwise. */
export function literalValue(node: Expression): Value | undefined {
  switch (node.type) {
    case "Const":
      return node.value;
    case "List":
    case "Tuple": {
      const items = node.items.map(literalValue);
      if (!items.every((item) => item !== undefined)) return undefined;
      return node.type === "List" ? items : new Tuple(items);
    }
    case "Dict": {
      const dict = new PyDict();
      for (const entry of node.entries) {
        const key = literalValue(entry.key);
        const value = literalValue(entry.value);
        if (key === undefined || value === undefined || Array.isArray(key) || key instanceof PyDict)
          return undefined;
        dict.set(key, value);
      }
      return dict;
    }
    case "Unary": {
      const value = literalValue(node.node);
      const sign = node.operator === "-" ? -1 : 1;
      if (typeof value === "number") return sign * value + 0;
      return value instanceof PyFloat ? new PyFloat(sign * value.n) : undefined;
    }
    default:
      return undefined;
  }
}

/** Names that the template would ask from its context. */
export function undeclaredNames(template: TemplateNode): Set<string> {
  const names = new Set<string>();
  const root = templateScope(template.body);
  collect(root, names);
  visitScopes(template.body, root, names);
  return names;
}

function collect(scope: Scope, names: Set<string>): void {
  for (const load of scope.loads.values()) if (load.kind === "resolve") names.add(load.name);
}

/** Goes into the scopes below; each is analyzed once the one around it is complete, as when code is generated. */
function visitScopes(nodes: readonly Node[], parent: Scope, names: Set<string>): void {
  const enter = (body: readonly Node[], scope: Scope): void => {
    collect(scope, names);
    visitScopes(body, scope, names);
  };
  for (const node of nodes) {
    switch (node.type) {
      case "Macro":
      case "CallBlock": {
        const specials = [...findUndeclared(node.body, ["caller", "kwargs", "varargs"])];
        enter(node.body, macroScope(node, parent, specials));
        break;
      }
      case "For": {
        const scopes = forScopes(
          node,
          parent,
          node.recursive || findUndeclared(node.body, ["loop"]).has("loop"),
        );
        enter(node.body, scopes.body);
        enter(node.otherwise, scopes.otherwise);
        collect(scopes.filter, names);
        break;
      }
      case "With":
        enter(node.body, withScope(node, parent));
        break;
      case "SetBlock":
      case "Block":
      case "Autoescape":
        enter(node.body, blockScope(node.body, parent));
        break;
      case "FilterBlock":
        enter(node.body, blockScope([...node.body, node.filter], parent));
        break;
      case "If":
        forEachChild(node, (child) => visitScopes([child], parent, names));
        break;
      default:
    }
  }
}
