/** The `loop` variable, for bodies that use more of it than its counters. */

import { raise } from "../../error.ts";
import { pyEquals } from "../compare.ts";
import type { Runtime } from "../runtime.ts";
import type { Value } from "./values.ts";
import { PyObject, Tuple } from "./values.ts";

/** Finds values of a filtered loop until there are more than `index`; false when there are not that many. */
export type Pull = (index: number) => boolean;

/** Renders the loop's body over other values, one level deeper. */
export type Recurse = (values: Value, depth: number) => Value | Promise<Value>;

export class Loop extends PyObject {
  readonly pyTypeName = "LoopContext";
  override readonly pyModule = "jinja2.runtime";
  /** Set before each round. */
  index0 = 0;
  private readonly runtime: Runtime;
  private readonly items: readonly Value[];
  private readonly depth0: number;
  private readonly recurse: Recurse | null;
  private readonly pull: Pull | null;
  private lastChanged: Tuple | null = null;

  constructor(
    runtime: Runtime,
    items: readonly Value[],
    depth0: number,
    recurse: Recurse | null,
    pull: Pull | null,
  ) {
    super();
    this.runtime = runtime;
    this.items = items;
    this.depth0 = depth0;
    this.recurse = recurse;
    this.pull = pull;
  }

  private get length(): number {
    this.pull?.(Infinity);
    return this.items.length;
  }

  private hasItem(index: number): boolean {
    return this.pull === null ? index < this.items.length : this.pull(index);
  }

  override pyGetAttr(name: string): Value | undefined {
    const { index0, items } = this;
    switch (name) {
      case "index":
        return index0 + 1;
      case "index0":
        return index0;
      case "first":
        return index0 === 0;
      case "last":
        return !this.hasItem(index0 + 1);
      case "length":
        return this.length;
      case "revindex":
        return this.length - index0;
      case "revindex0":
        return this.length - index0 - 1;
      case "depth":
        return this.depth0 + 1;
      case "depth0":
        return this.depth0;
      case "previtem":
        return index0 === 0
          ? this.runtime.undefined({ hint: "there is no previous item" })
          : items[index0 - 1];
      case "nextitem":
        return this.hasItem(index0 + 1)
          ? items[index0 + 1]
          : this.runtime.undefined({ hint: "there is no next item" });
      case "cycle":
        return (args) => this.cycle(args);
      case "changed":
        return (args) => this.changed(args);
      default:
        return undefined;
    }
  }

  private cycle(args: Value[]): Value {
    if (args.length === 0) raise("TypeError", "no items for cycling given");
    return args[this.index0 % args.length] as Value;
  }

  private changed(args: Value[]): boolean {
    const values = new Tuple(args);
    if (this.lastChanged !== null && pyEquals(this.lastChanged, values)) return false;
    this.lastChanged = values;
    return true;
  }

  override pyCall(args: Value[]): Value | Promise<Value> {
    if (this.recurse === null) {
      raise("TypeError", "The loop must have the 'recursive' marker to be called recursively.");
    }
    return this.recurse(args[0] as Value, this.depth0 + 1);
  }

  override pyLen(): number {
    return this.length;
  }

  override pyRepr(): string {
    return `<LoopContext ${this.index0 + 1}/${this.length}>`;
  }
}
