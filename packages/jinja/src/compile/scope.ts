/**
 * Which variable a name means. Jinja2 decides it at compile time, by the order in which a scope reads and writes names,
 * and templates depend on its corner cases (a `for` body starts from the outer value on each round; a name that is set
 * later in the template is undefined before, even when the context has it). This follows the same rules.
 *
 * Scopes are: the template, macro and call bodies, `for` bodies, their `else` and their `if`, set and filter blocks,
 * `with`. `if` is none: its branches share the scope around them.
 */

import type {
  CallBlockNode,
  Expression,
  ForNode,
  IfNode,
  MacroNode,
  Node,
  Statement,
  Target,
  WithNode,
} from "../syntax/ast.ts";
import { forEachChild } from "../syntax/walk.ts";

/** How a variable gets its first value when its scope is entered. */
export type Load =
  | { readonly kind: "parameter" }
  /** From the context. */
  | { readonly kind: "resolve"; readonly name: string }
  /** From a variable of an outer scope. */
  | { readonly kind: "alias"; readonly ident: string }
  /** From nowhere: it is stored before it is read. */
  | { readonly kind: "missing" };

export class Scope {
  readonly parent: Scope | null;
  private readonly level: number;
  /** Name to JS identifier. */
  refs: Map<string, string> = new Map();
  loads: Map<string, Load> = new Map();
  stores: Set<string> = new Set();
  /** Whether a macro is a variable where it is written; not in dbt, where calls reach macros through the context. */
  private readonly hasMacros: boolean;

  constructor(parent: Scope | null, hasMacros: boolean = parent === null || parent.hasMacros) {
    this.parent = parent;
    this.level = parent === null ? 0 : parent.level + 1;
    this.hasMacros = hasMacros;
  }

  findRef(name: string): string | undefined {
    return this.refs.get(name) ?? this.parent?.findRef(name);
  }

  findLoad(ident: string): Load | undefined {
    return this.loads.get(ident) ?? this.parent?.findLoad(ident);
  }

  /** The identifier of a name that the scope pass has seen. */
  ref(name: string): string {
    const ident = this.findRef(name);
    if (ident === undefined) throw new Error(`scope pass missed the name ${name}`);
    return ident;
  }

  private define(name: string, load: Load): string {
    const ident = `l${this.level}_${name}`;
    this.refs.set(name, ident);
    this.loads.set(ident, load);
    return ident;
  }

  read(name: string): void {
    if (this.findRef(name) === undefined) this.define(name, { kind: "resolve", name });
  }

  store(name: string): void {
    this.stores.add(name);
    if (this.refs.has(name)) return;
    const outer = this.parent?.findRef(name);
    this.define(name, outer === undefined ? { kind: "missing" } : { kind: "alias", ident: outer });
  }

  declareParameter(name: string): string {
    this.stores.add(name);
    return this.define(name, { kind: "parameter" });
  }

  private copy(): Scope {
    const copy = new Scope(this.parent, this.hasMacros);
    copy.refs = new Map(this.refs);
    copy.loads = new Map(this.loads);
    copy.stores = new Set(this.stores);
    return copy;
  }

  /** A name stored in only some branches may keep its outer or context value. */
  private merge(branches: readonly Scope[]): void {
    const stored = new Set<string>();
    for (const branch of branches) {
      for (const name of branch.stores) if (!this.stores.has(name)) stored.add(name);
    }
    for (const branch of branches) {
      for (const [name, ident] of branch.refs) this.refs.set(name, ident);
      for (const [ident, load] of branch.loads) this.loads.set(ident, load);
      for (const name of branch.stores) this.stores.add(name);
    }
    for (const name of stored) {
      const outer = this.parent?.findRef(name);
      this.loads.set(
        this.ref(name),
        outer === undefined ? { kind: "resolve", name } : { kind: "alias", ident: outer },
      );
    }
  }

  /** Takes in the statements of this scope's body. */
  visitAll(nodes: readonly Node[]): void {
    for (const node of nodes) this.visit(node);
  }

  visit(node: Node): void {
    switch (node.type) {
      case "Name":
        return this.read(node.name);
      case "NamespaceRef":
        return this.read(node.name);
      case "Set":
        this.visit(node.value);
        return this.visitTarget(node.target);
      case "SetBlock":
        return this.visitTarget(node.target);
      case "For":
        return this.visit(node.iterable);
      case "If":
        return this.visitIf(node);
      case "Macro":
        if (this.hasMacros) this.store(node.name);
        return;
      case "CallBlock":
        return this.visit(node.call);
      case "FilterBlock":
        return this.visit(node.filter);
      case "With":
        return this.visitAll(node.values);
      case "Block":
      case "Autoescape":
        return;
      case "Loader":
        this.visit(node.template);
        return node.names.forEach((name) => this.store(name));
      default:
        forEachChild(node, (child) => this.visit(child));
    }
  }

  private visitIf(node: IfNode): void {
    this.visit(node.test);
    const branches = [node.body, node.elifs, node.otherwise].map((body) => {
      const branch = this.copy();
      branch.visitAll(body);
      return branch;
    });
    this.merge(branches);
  }

  visitTarget(target: Target, asParameter = false): void {
    if (target.type === "TargetTuple") for (const item of target.items) this.visitTarget(item, asParameter);
    else if (target.type === "NamespaceRef") this.read(target.name);
    else if (asParameter) this.declareParameter(target.name);
    else this.store(target.name);
  }
}

/** @param hasMacros false when macros are only reached through the context, as in dbt */
export function templateScope(body: readonly Statement[], hasMacros = true): Scope {
  const scope = new Scope(null, hasMacros);
  scope.visitAll(body);
  return scope;
}

/** The scope of a macro's or call block's body; `specials` are those of caller, kwargs and varargs that it declares. */
export function macroScope(
  node: MacroNode | CallBlockNode,
  parent: Scope,
  specials: readonly string[],
): Scope {
  const scope = new Scope(parent);
  for (const parameter of node.parameters) scope.declareParameter(parameter.name);
  for (const { defaultValue } of node.parameters) if (defaultValue !== null) scope.visit(defaultValue);
  for (const name of specials) scope.declareParameter(name);
  scope.visitAll(node.body);
  return scope;
}

export function forScopes(
  node: ForNode,
  parent: Scope,
  usesLoop: boolean,
): { body: Scope; otherwise: Scope; filter: Scope } {
  const body = new Scope(parent);
  if (usesLoop) body.declareParameter("loop");
  body.visitTarget(node.target, true);
  body.visitAll(node.body);
  const otherwise = new Scope(parent);
  otherwise.visitAll(node.otherwise);
  const filter = new Scope(parent);
  filter.visitTarget(node.target, true);
  if (node.filter !== null) filter.visit(node.filter);
  return { body, otherwise, filter };
}

export function withScope(node: WithNode, parent: Scope): Scope {
  const scope = new Scope(parent);
  for (const target of node.targets) scope.visitTarget(target, true);
  scope.visitAll(node.body);
  return scope;
}

/** The scope of a set block, filter block or block. */
export function blockScope(body: readonly (Statement | Expression)[], parent: Scope): Scope {
  const scope = new Scope(parent);
  scope.visitAll(body);
  return scope;
}

/** Which of `names` are read in `nodes` before anything there is called so. */
export function findUndeclared(nodes: readonly Node[], names: readonly string[]): Set<string> {
  const wanted = new Set(names);
  const found = new Set<string>();
  const visit = (node: Node): void => {
    switch (node.type) {
      case "Name":
        if (wanted.has(node.name)) found.add(node.name);
        return;
      case "Block":
        return;
      case "Set":
      case "SetBlock":
      case "For":
      case "With":
        discard(node.type === "With" ? node.targets : [node.target]);
        return forEachChild(node, (child) => {
          if (!isTarget(child, node)) visit(child);
        });
      case "Macro":
      case "CallBlock":
        return forEachChild(node, visit);
      case "Parameter":
        wanted.delete(node.name);
        return;
      default:
        forEachChild(node, visit);
    }
  };
  const discard = (targets: readonly Target[]): void => {
    for (const target of targets) {
      if (target.type === "Name") wanted.delete(target.name);
      else if (target.type === "TargetTuple") discard(target.items);
    }
  };
  nodes.forEach(visit);
  return found;
}

function isTarget(child: Node, parent: Node): boolean {
  if (parent.type === "With") return parent.targets.includes(child as Target);
  return "target" in parent && parent.target === child;
}
