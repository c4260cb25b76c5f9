/** What `dict.keys()`, `.values()` and `.items()` give: live views. */

import { raise } from "../../error.ts";
import { pyEquals } from "../compare.ts";
import type { PyDict } from "./dict.ts";
import { toArray } from "../iterate.ts";
import { PySet } from "./set.ts";
import { pyRepr } from "../text.ts";
import type { Value } from "./values.ts";
import { PyObject, Tuple } from "./values.ts";

export class DictView extends PyObject {
  readonly pyTypeName: "dict_keys" | "dict_values" | "dict_items";
  private readonly dict: PyDict;

  constructor(dict: PyDict, kind: DictView["pyTypeName"]) {
    super();
    this.dict = dict;
    this.pyTypeName = kind;
  }

  override pyIter(): Value[] {
    if (this.pyTypeName === "dict_keys") return this.dict.keys();
    if (this.pyTypeName === "dict_values") return this.dict.values();
    return this.dict.entries().map((entry) => new Tuple(entry));
  }

  override pyLen(): number {
    return this.dict.size;
  }

  override pyRepr(): string {
    return `${this.pyTypeName}(${pyRepr(this.pyIter())})`;
  }

  override pyContains(value: Value): boolean {
    if (this.pyTypeName === "dict_keys") return this.dict.has(value);
    if (this.pyTypeName === "dict_values")
      return this.dict.values().some((other) => other === value || pyEquals(other, value));
    if (!(value instanceof Tuple) || value.items.length !== 2) return false;
    const found = this.dict.get(value.items[0] as Value);
    return found !== undefined && pyEquals(found, value.items[1] as Value);
  }

  override pyEquals(other: Value): boolean {
    if (this === other) return true;
    if (this.pyTypeName === "dict_values") return false;
    const values =
      other instanceof PySet ? other.values() : other instanceof DictView ? other.pyIter() : undefined;
    return (
      values !== undefined &&
      values.length === this.pyLen() &&
      values.every((value) => this.pyContains(value))
    );
  }

  override pyHashKey(): string | undefined {
    return this.pyTypeName === "dict_values"
      ? undefined
      : raise("TypeError", `unhashable type: '${this.pyTypeName}'`);
  }

  /** Key and item views are set-like. */
  override pyBinary(op: string, other: Value, reflected: boolean): Value | undefined {
    if (op !== "-" || this.pyTypeName === "dict_values") return undefined;
    const [kept, removed] = reflected ? [toArray(other), this.pyIter()] : [this.pyIter(), toArray(other)];
    const excluded = new PySet(removed);
    return new PySet(kept.filter((value) => !excluded.has(value)));
  }

  /** Subset order, against sets and other views. */
  override pyCompare(other: Value): number | undefined {
    if (this.pyTypeName === "dict_values") return undefined;
    const values =
      other instanceof PySet ? other.values() : other instanceof DictView ? other.pyIter() : undefined;
    if (values === undefined || (other instanceof DictView && other.pyTypeName === "dict_values"))
      return undefined;
    const own = this.pyIter();
    const others = new PySet(values);
    const isSubset = own.every((value) => others.has(value));
    const isSuperset = values.every((value) => this.pyContains(value));
    return isSubset ? (isSuperset ? 0 : -1) : isSuperset ? 1 : NaN;
  }
}
