/** `config` while running: the node's finished configuration. */
import {
  asString,
  callValue,
  isTruthy,
  PyDict,
  PyObject,
  toValue,
  type Kwargs,
  type Value,
} from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import { findMethod, method, type Methods } from "../template/python/function.ts";
import type { ContextNode } from "./context-node.ts";
import { isPlainObject, lazyRecord, lazyValue } from "./lazy-value.ts";
import type { SharedContext } from "./shared-context.ts";

export class RunConfig extends PyObject {
  readonly pyTypeName: string = "RuntimeConfigObject";
  readonly shared: SharedContext;
  readonly node: ContextNode;
  private readonly values: Map<string, Value> = new Map();

  constructor(shared: SharedContext, node: ContextNode) {
    super();
    this.shared = shared;
    this.node = node;
  }

  override pyCall(_args: Value[], _kwargs: Kwargs | null): Value {
    return "";
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "model") return lazyRecord(this.node, lazyValue);
    return findMethod(methods, this, name);
  }

  /** The value of a key; the same object each time, so that a macro may add to a list. */
  find(name: string): Value | undefined {
    const config = this.node.config;
    const key = HOOK_KEYS[name] ?? name;
    if (name === SNAPSHOT_COLUMNS) return snapshotColumns(config?.["snapshot_meta_column_names"]);
    if (config === undefined || HYPHENATED.has(name) || !Object.hasOwn(config, key)) return undefined;
    let value = this.values.get(key);
    if (value === undefined) this.values.set(key, (value = config[key] instanceof Date ? lazyValue(config[key]) : toValue(config[key])));
    return value;
  }

  findMeta(name: string): Value | undefined {
    const meta = this.node.config?.["meta"];
    return isPlainObject(meta) && Object.hasOwn(meta, name) ? toValue(meta[name]) : undefined;
  }

  /** dbt answers with the default, and says where the key is. */
  warnAboutMeta(name: string): void {
    if (this.findMeta(name) === undefined) return;
    const message = `The key '${name}' was not found using config.get('${name}'), but was detected as a custom config under 'meta'. Use config.meta_get('${name}') or config.meta_require('${name}') if that is what you mean.`;
    this.shared.warn({ name: "GetMetaKeyWarning", code: "D041", message, node: this.node });
  }
}

/** Hooks are asked for with underscores, and only so. */
const HOOK_KEYS: { readonly [name: string]: string | undefined } = {
  pre_hook: "pre-hook",
  post_hook: "post-hook",
};
/** A key that no config has: dbt derives it from `snapshot_meta_column_names`. */
const SNAPSHOT_COLUMNS = "snapshot_table_column_names";
const SNAPSHOT_COLUMN_NAMES = ["dbt_valid_from", "dbt_valid_to", "dbt_scd_id", "dbt_updated_at", "dbt_is_deleted"];

/** The names of a snapshot's own columns: what the config says, else dbt's. */
function snapshotColumns(given: unknown): Value | undefined {
  if (!isPlainObject(given)) return undefined;
  return toValue(Object.fromEntries(SNAPSHOT_COLUMN_NAMES.map((name) => [name, given[name] || name])));
}

const HYPHENATED: ReadonlySet<string> = new Set(["pre-hook", "post-hook"]);

const methods: Methods<RunConfig> = {
  get: method(
    ["name", "default?", "validator?"],
    (self, name: Value, fallback?: Value, validator?: Value) => {
      const key = asString(name) ?? "";
      const found = self.find(key);
      if (found === undefined) self.warnAboutMeta(key);
      return validated(orElse(found, fallback), fallback ?? null, validator);
    },
  ),
  require: method(["name", "validator?"], (self, name: Value, validator?: Value) => {
    const key = asString(name) ?? "";
    const found = self.find(key);
    return validated(found === undefined ? missing(self, key) : found, true, validator);
  }),
  meta_get: method(
    ["name", "default?", "validator?"],
    (self, name: Value, fallback?: Value, validator?: Value) =>
      validated(orElse(self.findMeta(asString(name) ?? ""), fallback), fallback ?? null, validator),
  ),
  meta_require: method(["name", "validator?"], (self, name: Value, validator?: Value) => {
    const key = asString(name) ?? "";
    const found = self.findMeta(key);
    return validated(found === undefined ? missing(self, key) : found, true, validator);
  }),
  set: method(["name", "value"], () => ""),
  persist_relation_docs: method([], (self) => persistDocs(self, "relation")),
  persist_column_docs: method([], (self) => persistDocs(self, "columns")),
};

/** None is a value: a default is for keys that are not there. */
function orElse(found: Value | undefined, fallback: Value | undefined): Value {
  if (found !== undefined) return found;
  return fallback === undefined ? null : fallback;
}

/** @throws TsmodelError config-missing */
function missing(self: RunConfig, name: string): never {
  throw fail("config-missing", { id: self.node.unique_id, name });
}

/** dbt asks the validator only where a default was given (`get`) or none is needed (`require`). */
function validated(value: Value, fallback: Value, validator: Value | undefined): Value | Promise<Value> {
  if (validator === undefined || validator === null || fallback === null) return value;
  const checked = callValue(validator, [value]);
  return checked instanceof Promise ? checked.then(() => value) : value;
}

function persistDocs(self: RunConfig, part: string): Value {
  const docs = self.find("persist_docs") ?? new PyDict();
  if (!(docs instanceof PyDict))
    throw fail("persist-docs-invalid", { type: docs === null ? "NoneType" : typeof docs });
  const value = docs.get(part) ?? false;
  return isTruthy(value) ? value : false;
}
