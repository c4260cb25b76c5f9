/**
 * Contexts are chains: a layer looks into its own names, then into its parent. Ten thousand nodes share the base,
 * the project and the macro layers; only what belongs to one node is made for it.
 */
import type { Callable, Kwargs, RenderContext, Value } from "@tsmodel/jinja";
import { JinjaError, PyDict, PyObject, Tuple, asString, pyRepr } from "@tsmodel/jinja";

/** Where a layer's names live: a Map, or something that makes values when asked. */
export interface NameSource {
  get(name: string): Value | undefined;
  keys(): Iterable<string>;
}

export class ContextLayer implements RenderContext, NameSource {
  readonly own: NameSource;
  readonly parent: NameSource | null;

  constructor(own: NameSource, parent: NameSource | null = null) {
    this.own = own;
    this.parent = parent;
  }

  /** The value of a name. `context` is always the layer that was asked, seen as a mapping. */
  get(name: string): Value | undefined {
    if (name === "context") return new ContextView(this);
    const found = this.own.get(name);
    return found !== undefined || this.parent === null ? found : this.parent.get(name);
  }

  keys(): Set<string> {
    const names = new Set(this.parent?.keys() ?? []);
    for (const name of this.own.keys()) names.add(name);
    return names;
  }
}

/** Names seen as a read-only dict: what `context` and `builtins` are in templates. */
export class ContextView extends PyObject {
  readonly pyTypeName: string = "dict";
  private readonly names: NameSource;

  constructor(names: NameSource) {
    super();
    this.names = names;
  }

  override pyGetItem(key: Value): Value | undefined {
    const name = asString(key);
    return name === undefined ? undefined : this.names.get(name);
  }
  override pyGetAttr(name: string): Value | undefined {
    return Object.hasOwn(methods, name) ? methods[name]!(this) : undefined;
  }
  override pyContains(value: Value): boolean {
    return this.pyGetItem(value) !== undefined;
  }
  override pyIter(): Iterable<Value> {
    return this.nameList();
  }
  override pyLen(): number {
    return this.nameList().length;
  }
  override pyIsMapping(): boolean {
    return true;
  }
  override pyRepr(): string {
    return `{${this.nameList()
      .map((name) => `${pyRepr(name)}: ...`)
      .join(", ")}}`;
  }

  nameList(): string[] {
    return [...this.names.keys()];
  }
}

const methods: { readonly [name: string]: (view: ContextView) => Callable } = {
  get: (view) => (args: Value[], kwargs: Kwargs | null) =>
    view.pyGetItem(args[0] ?? null) ?? args[1] ?? kwargs?.["default"] ?? null,
  keys: (view) => () => view.nameList(),
  values: (view) => () => view.nameList().map((name) => view.pyGetItem(name) ?? null),
  items: (view) => () => view.nameList().map((name) => new Tuple([name, view.pyGetItem(name) ?? null])),
  copy: (view) => () => PyDict.of(view.nameList().map((name) => [name, view.pyGetItem(name) ?? null])),
  update: () => () => {
    throw new JinjaError("TypeError", "the template context cannot be changed from a template");
  },
};
