/**
 * A resource of a cached manifest that is read when more of it is asked for than selection and the graph ask. To
 * everybody else it is the plain object it stands for: same keys in the same order, and it can be written to.
 */
import { MENTIONS_FILES } from "../manifest/mentions-files.ts";
import { PLAIN } from "../manifest/plain-resource.ts";
import { decodeValue } from "./encode-value.ts";
import { DEFAULTS, type Form, type Kind } from "./resource-columns.ts";
import type { StoredColumns } from "./encode-manifest.ts";

export interface ResourceSource {
  readonly columns: StoredColumns;
  /** The resource's text, as manifest.json has it. */
  textOf(position: number): string;
}

type Fields = { [field: string]: unknown };

/** Whatever needs the whole object reads it first. */
abstract class ReadsFirst implements ProxyHandler<Fields> {
  protected abstract read(): Fields;

  set(_: Fields, key: string | symbol, value: unknown): boolean {
    return Reflect.set(this.read(), key, value);
  }
  deleteProperty(_: Fields, key: string | symbol): boolean {
    return Reflect.deleteProperty(this.read(), key);
  }
  defineProperty(_: Fields, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    return Reflect.defineProperty(this.read(), key, descriptor);
  }
  ownKeys(): (string | symbol)[] {
    return Reflect.ownKeys(this.read());
  }
  getOwnPropertyDescriptor(_: Fields, key: string | symbol): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.read(), key);
  }
}

export class LazyResource extends ReadsFirst {
  readonly proxy: Fields;
  /** Whether all of it has been read: from then on it may have been changed. */
  isRead = false;
  private readonly source: ResourceSource;
  private readonly position: number;
  private readonly target: Fields = {};
  private config: LazyConfig | undefined;

  constructor(source: ResourceSource, position: number) {
    super();
    this.source = source;
    this.position = position;
    this.proxy = new Proxy(this.target, this);
  }

  private get form(): Form {
    const { forms, form } = this.source.columns;
    return forms[form[this.position]!]!;
  }
  private get kind(): Kind {
    return this.source.columns.kinds[this.form.kind]!;
  }

  get(target: Fields, key: string | symbol): unknown {
    if (key === PLAIN) return this.plain;
    if (key === MENTIONS_FILES && !this.isRead) return this.kind.mentionsFiles === true;
    if (this.isRead || typeof key === "symbol") return Reflect.get(target, key);
    const known = target[key];
    if (known !== undefined && Object.hasOwn(target, key)) return known;
    const { columns } = this.source;
    switch (key) {
      case "unique_id":
        return columns.ids[this.position];
      case "name":
        return columns.names[this.position];
      case "resource_type":
      case "package_name":
        return this.kind[key];
      case "original_file_path":
        return this.form.original_file_path;
      case "version":
        if (this.position in columns.versions) return columns.versions[this.position];
        break;
      case "alias":
        if (this.kind.isAliasName) return columns.names[this.position];
        break;
      case "fqn":
      case "tags":
      case "depends_on":
      case "config": {
        const made = this.make(key);
        if (made !== undefined) return (target[key] = made);
      }
    }
    const { fields } = this.kind;
    if (Object.hasOwn(fields, key)) return fields[key];
    if (!(key in Object.prototype) && !this.kind.keys.includes(key)) return undefined;
    return this.read()[key];
  }

  /** All of it as it is now, without the proxies, which are slow to whoever looks at every field. For reading. */
  get plain(): { readonly [field: string]: unknown } {
    const target = this.read();
    const { config } = this;
    // Whoever holds the proxy reads and writes the same object.
    if (config !== undefined && target["config"] === config.proxy) target["config"] = config.actual;
    return target;
  }

  /** undefined where only its text tells. */
  private make(key: "fqn" | "tags" | "depends_on" | "config"): unknown {
    const { form, kind, position } = this;
    const { columns } = this.source;
    if (key === "tags") return kind.tags && [...kind.tags];
    if (key === "fqn") return form.fqn ? [...form.fqn, columns.names[position]!] : undefined;
    if (key === "config") {
      if (kind.config === undefined) return undefined;
      this.config = new LazyConfig(kind.config, () => void this.read());
      return this.config.proxy;
    }
    const macros = columns.macros[position]!;
    if (macros < 0) return undefined;
    return {
      macros: [...columns.macroLists[macros]!],
      nodes: columns.parents[position]!.map((parent) => columns.ids[parent]!),
    };
  }

  /** All of it. What was handed out before stays the same object. */
  protected override read(): Fields {
    const { target } = this;
    if (this.isRead) return target;
    this.isRead = true;
    const { columns } = this.source;
    const made: Fields = { ...target };
    for (const key of Object.keys(made)) delete target[key];
    const shown = JSON.parse(this.source.textOf(this.position)) as Fields;
    const extras = columns.extras[this.position];
    for (const key of this.kind.keys) {
      let value: unknown;
      if (extras !== undefined && Object.hasOwn(extras, key)) value = decodeValue(extras[key]);
      else value = Object.hasOwn(shown, key) ? shown[key] : defaultOf(key);
      if (key in made) value = this.keep(key, made[key], value);
      target[key] = value;
    }
    return target;
  }

  private keep(key: string, made: unknown, value: unknown): unknown {
    if (key === "config") this.config!.actual = value as Fields;
    return made;
  }

  has(target: Fields, key: string | symbol): boolean {
    return this.isRead || typeof key === "symbol"
      ? Reflect.has(target, key)
      : this.kind.keys.includes(key) || key in Object.prototype;
  }
}

function defaultOf(field: string): unknown {
  const usual = DEFAULTS[field];
  if (typeof usual !== "object" || usual === null) return usual;
  return Array.isArray(usual) ? [] : {};
}

/** A configuration of which only what is asked of every node is known at first. */
class LazyConfig extends ReadsFirst {
  readonly proxy: Fields;
  actual: Fields | undefined;
  private readonly known: NonNullable<Kind["config"]>;
  private readonly readResource: () => void;

  constructor(known: NonNullable<Kind["config"]>, readResource: () => void) {
    super();
    this.known = known;
    this.readResource = readResource;
    this.proxy = new Proxy({}, this);
  }

  protected override read(): Fields {
    if (this.actual === undefined) this.readResource();
    return this.actual!;
  }

  get(_: Fields, key: string | symbol): unknown {
    if (this.actual === undefined && Object.hasOwn(this.known, key)) return this.known[key as string];
    return Reflect.get(this.read(), key);
  }
  has(_: Fields, key: string | symbol): boolean {
    return Reflect.has(this.read(), key);
  }
}
