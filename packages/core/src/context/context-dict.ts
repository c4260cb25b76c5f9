import { asString, PyDict, type Callable, type Kwargs, type Value } from "@tsmodel/jinja";
import { ContextView, type NameSource } from "../template/context-layer.ts";
import { pyFunction, typeError } from "../template/python/function.ts";

export interface WritableNames extends NameSource {
  set(name: string, value: Value): void;
  unset(name: string): void;
}

/** `context`: the names of a context as a dict that macros may add to. */
export class ContextDict extends ContextView {
  private readonly target: WritableNames;

  constructor(target: WritableNames) {
    super(target);
    this.target = target;
  }

  override pyGetAttr(name: string): Value | undefined {
    return Object.hasOwn(WRITERS, name) ? WRITERS[name]!(this.target) : super.pyGetAttr(name);
  }
}

const WRITERS: { readonly [name: string]: (target: WritableNames) => Callable } = {
  update: (target) =>
    pyFunction("update", ["other?", "**values"], (other: Value | undefined, named: Value) => {
      if (other !== undefined && !(other instanceof PyDict))
        throw typeError("update() of the context takes a dict");
      for (const [key, value] of other?.entries() ?? []) target.set(asString(key) ?? String(key), value);
      for (const [key, value] of Object.entries(named as unknown as Kwargs)) target.set(key, value);
      return null;
    }),
  setdefault: (target) =>
    pyFunction("setdefault", ["key", "default?"], (key: Value, fallback: Value | undefined) => {
      const name = asString(key) ?? "";
      const found = target.get(name);
      if (found !== undefined) return found;
      target.set(name, fallback ?? null);
      return fallback ?? null;
    }),
  pop: (target) =>
    pyFunction("pop", ["key", "default?"], (key: Value, fallback: Value | undefined) => {
      const name = asString(key) ?? "";
      const found = target.get(name);
      target.unset(name);
      if (found !== undefined) return found;
      return fallback === undefined ? null : fallback;
    }),
};
