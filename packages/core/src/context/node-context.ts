/**
 * The look-ups that parse and run contexts share. A name is, in this order: something set on this context; a macro or
 * a package, as seen from the node's package; a member that belongs to the node; a name of the shared base. What was
 * found is kept for the next macro that asks.
 */
import type { Callable, MarkRecorder, RenderContext, Value } from "@tsmodel/jinja";
import { bindMacro, type MacroScope } from "../macro/bind-macro.ts";
import type { MacroName } from "../macro/macro-registry.ts";
import { MacroStack } from "../macro/macro-stack.ts";
import type { MacroNode } from "../manifest/node.ts";
import { ContextView, type NameSource } from "../template/context-layer.ts";
import { ContextDict } from "./context-dict.ts";
import type { SharedContext } from "./shared-context.ts";

/** Makes the value of a member; JS undefined when this node has none. */
export type MemberTable<C> = { readonly [name: string]: (context: C) => Value | undefined };

export interface NodeContextOptions {
  readonly shared: SharedContext;
  /** Whose macros come first. */
  readonly packageName: string;
  readonly mode: "sync" | "async";
  readonly onMacro?: (macro: MacroNode) => void;
  readonly overrideMacro?: (macro: MacroNode) => Value | undefined;
  readonly marks?: MarkRecorder;
}

export abstract class NodeContext implements RenderContext, NameSource {
  readonly shared: SharedContext;
  readonly packageName: string;
  readonly stack: MacroStack = new MacroStack();
  private readonly macroScope: MacroScope;
  private readonly values: Map<string, Value> = new Map();
  private readonly macros: Map<MacroNode, Callable> = new Map();

  constructor({ shared, packageName, mode, onMacro, overrideMacro, marks }: NodeContextOptions) {
    this.shared = shared;
    this.packageName = packageName;
    this.macroScope = {
      registry: shared.registry,
      mode,
      stack: this.stack,
      onCall: onMacro,
      override: overrideMacro,
      marks,
    };
  }

  /** A member of this node's context, made anew. */
  protected abstract makeMember(name: string): Value | undefined;
  protected abstract memberNames(): readonly string[];
  /** Members whose value changes while the node is worked on are asked each time. */
  protected isVolatile(_name: string): boolean {
    return false;
  }

  get(name: string): Value | undefined {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const found = this.find(name);
    if (found !== undefined && !this.isVolatile(name)) this.values.set(name, found);
    return found;
  }

  private find(name: string): Value | undefined {
    if (name === "context") return new ContextDict(this);
    if (name === "builtins") return new ContextView(this.builtins());
    const macro = this.findMacro(name);
    if (macro === undefined) return this.builtin(name);
    return "macro" in macro ? this.bind(macro.macro) : new ContextView(this.package(macro.package));
  }

  /** What a plain name means among the macros. */
  protected findMacro(name: string): MacroName | undefined {
    return this.shared.registry.resolve(name, this.packageName);
  }

  /** @throws TsmodelError dispatch-not-found, dispatch-name-dotted */
  dispatch(name: string, namespace: string | null): MacroNode {
    return this.shared.registry.dispatch(name, namespace, this.packageName);
  }

  private builtin(name: string): Value | undefined {
    if (name === "context_macro_stack") return this.stack;
    const member = this.makeMember(name);
    return member === undefined ? this.shared.base.get(name) : member;
  }

  /** What `builtins` holds: everything but macros and what was set. */
  private builtins(): NameSource {
    const made = new Map<string, Value>();
    return {
      get: (name) => {
        const known = made.get(name);
        const value = known === undefined ? this.builtin(name) : known;
        if (value !== undefined && !this.isVolatile(name)) made.set(name, value);
        return value;
      },
      keys: () => new Set([...this.shared.base.keys(), ...this.memberNames(), "context_macro_stack"]),
    };
  }

  private package(packageName: string): NameSource {
    const { registry } = this.shared;
    return {
      get: (name) => {
        const macro = registry.findInPackage(packageName, name);
        return macro && this.bind(macro);
      },
      keys: () => registry.namesIn(packageName),
    };
  }

  /** A macro with this context behind it. */
  bind(macro: MacroNode): Callable {
    let bound = this.macros.get(macro);
    if (bound === undefined) this.macros.set(macro, (bound = bindMacro(macro, this, this.macroScope)));
    return bound;
  }

  /** The same, but what it calls counts as called by the node itself. */
  protected bindApart(macro: MacroNode): Callable {
    return bindMacro(macro, this, { ...this.macroScope, stack: new MacroStack(), onCall: undefined });
  }

  /** Sets a name above all others. */
  set(name: string, value: Value): void {
    this.values.set(name, value);
  }

  unset(name: string): void {
    this.values.delete(name);
  }

  keys(): Set<string> {
    return new Set([
      ...this.values.keys(),
      ...this.builtins().keys(),
      ...this.shared.registry.names(this.packageName),
      "context",
      "builtins",
    ]);
  }
}
