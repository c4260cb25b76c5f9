/** Python's dict: insertion order, any hashable key, 1 and True and 1.0 are one key. */

import { JinjaError } from "../../error.ts";
import type { HashKey } from "./hash.ts";
import { hashKey } from "./hash.ts";
import type { Value } from "./values.ts";

export class PyDict {
  readonly pyTypeName: string = "dict";
  private map: Map<HashKey, Value> = new Map();
  /** Keys whose hash key is not the key itself (True, 1.5, tuples, objects). */
  private originals: Map<HashKey, Value> | null = null;
  private loader: (() => PyDict) | null = null;

  /** A dict from [key, value] pairs. */
  static of(entries: Iterable<readonly [Value, Value]>): PyDict {
    const dict = new PyDict();
    for (const [key, value] of entries) dict.set(key, value);
    return dict;
  }

  /** A dict with string keys, from an object's own properties. */
  static fromRecord(record: Readonly<Record<string, Value>>): PyDict {
    const dict = new PyDict();
    for (const key of Object.keys(record)) dict.set(key, record[key] as Value);
    return dict;
  }

  /** A dict that is made when it is first looked into. */
  static lazy(load: () => PyDict): PyDict {
    const dict = new PyDict();
    dict.loader = load;
    return dict;
  }

  private table(): Map<HashKey, Value> {
    if (this.loader !== null) this.force(this.loader);
    return this.map;
  }

  private force(load: () => PyDict): void {
    this.loader = null;
    const loaded = load();
    this.map = loaded.table();
    this.originals = loaded.originals;
  }

  get size(): number {
    return this.table().size;
  }

  /** The value, or JS undefined. */
  get(key: Value): Value | undefined {
    return this.table().get(hashKey(key));
  }

  /** `get` for a text that does not begin with U+0000, e.g. an attribute's name. */
  getText(key: string): Value | undefined {
    return this.table().get(key);
  }

  /** Takes over all entries of another dict. */
  update(other: PyDict): void {
    const entries = other.table();
    if (other.originals !== null) {
      for (const [key, value] of other.entries()) this.set(key, value);
      return;
    }
    const table = this.table();
    // Without originals every hash key is its key, and this dict keeps its own originals for keys it has.
    for (const [hash, value] of entries) table.set(hash, value);
  }

  has(key: Value): boolean {
    return this.table().has(hashKey(key));
  }

  set(key: Value, value: Value): void {
    const table = this.table();
    const hash = hashKey(key);
    if (hash !== key && !table.has(hash)) (this.originals ??= new Map()).set(hash, key);
    table.set(hash, value);
  }

  /** Removes a key; false when there was none. */
  delete(key: Value): boolean {
    const hash = hashKey(key);
    this.originals?.delete(hash);
    return this.table().delete(hash);
  }

  clear(): void {
    this.table().clear();
    this.originals = null;
  }

  keys(): Value[] {
    const keys = Array.from(this.table().keys());
    if (this.originals !== null) return keys.map((hash) => this.original(hash));
    return keys as Value[];
  }

  values(): Value[] {
    return Array.from(this.table().values());
  }

  entries(): [Value, Value][] {
    const entries = Array.from(this.table().entries());
    if (this.originals !== null) return entries.map(([hash, value]) => [this.original(hash), value]);
    return entries as [Value, Value][];
  }

  /** The same as `entries`, by Python's name. */
  items(): [Value, Value][] {
    return this.entries();
  }

  private original(hash: HashKey): Value {
    const original = this.originals?.get(hash);
    return original === undefined ? (hash as Value) : original;
  }

  /** Keys one by one, as a `for` loop of Python sees them. @throws JinjaError RuntimeError when the size changes meanwhile */
  *iterateKeys(): IterableIterator<Value> {
    const size = this.size;
    for (const hash of this.table().keys()) {
      yield this.original(hash);
      if (this.size !== size)
        throw new JinjaError("RuntimeError", "dictionary changed size during iteration");
    }
  }

  copy(): PyDict {
    const copy = new PyDict();
    copy.map = new Map(this.table());
    copy.originals = this.originals === null ? null : new Map(this.originals);
    return copy;
  }
}

/** A dict that is made when it is first looked into: for big context values that few templates touch. */
export function lazyDict(load: () => PyDict): PyDict {
  return PyDict.lazy(load);
}
