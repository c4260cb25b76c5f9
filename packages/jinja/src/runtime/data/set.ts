/** Python's set. It keeps insertion order, where Python's order is arbitrary. */

import type { HashKey } from "./hash.ts";
import { hashKey } from "./hash.ts";
import type { Value } from "./values.ts";

export class PySet {
  readonly pyTypeName: string = "set";
  private readonly map: Map<HashKey, Value> = new Map();

  constructor(values: Iterable<Value> = []) {
    for (const value of values) this.add(value);
  }

  get size(): number {
    return this.map.size;
  }

  has(value: Value): boolean {
    return this.map.has(hashKey(value));
  }

  add(value: Value): void {
    const hash = hashKey(value);
    if (!this.map.has(hash)) this.map.set(hash, value);
  }

  delete(value: Value): boolean {
    return this.map.delete(hashKey(value));
  }

  clear(): void {
    this.map.clear();
  }

  values(): Value[] {
    return Array.from(this.map.values());
  }
}
