/** agate's sequences: values by position, and by key where they have keys. */
import type { Value } from "@tsmodel/jinja";
import { JinjaError, PyDict, PyObject, pyCompare, pyEquals, pyRepr, PySet, Tuple } from "@tsmodel/jinja";
import { findMethod, method, toInteger } from "../python/function.ts";
import type { Methods } from "../python/function.ts";
import type { DataType } from "./data-types.ts";
import { DataTypeObject } from "./data-type-object.ts";

/** What can be told of values without loading them. */
export interface KnownBefore {
  readonly count?: number | undefined;
  /** The values one by one, without keeping them. */
  readonly pass?: (() => Iterable<Value>) | undefined;
}

export class MappedSequence extends PyObject {
  readonly pyTypeName: string = "MappedSequence";
  override readonly pyModule: string = "agate.mapped_sequence";
  /** Null when values have positions only. */
  readonly keyNames: readonly Value[] | null;
  private readonly load: () => readonly Value[];
  private readonly known: KnownBefore;
  private loaded: readonly Value[] | undefined;

  /** `load` is called when a value is first asked for. */
  constructor(load: () => readonly Value[], keyNames: readonly Value[] | null, known: KnownBefore = {}) {
    super();
    this.load = load;
    this.keyNames = keyNames;
    this.known = known;
  }

  get items(): readonly Value[] {
    return (this.loaded ??= this.load());
  }
  byKey(key: Value): Value | undefined {
    const { keyNames } = this;
    const index = (typeof key === "string" ? keyNames?.indexOf(key) : keyNames?.findIndex((name) => pyEquals(name, key))) ?? -1;
    return index < 0 ? undefined : this.items[index];
  }

  override pyGetItem(key: Value): Value | undefined {
    return typeof key === "number" ? this.items.at(key) : this.byKey(key);
  }
  override pyGetSlice(from: Value, to: Value, step: Value): Value {
    return new Tuple(sliceItems(this.items, from, to, step));
  }
  override pyGetAttr(name: string): Value | undefined {
    return findMethod(methods, this, name);
  }
  override pyLen(): number {
    return this.known.count ?? this.items.length;
  }
  override pyIter(): Iterable<Value> {
    return this.loaded === undefined && this.known.pass !== undefined ? this.known.pass() : this.items;
  }
  override pyContains(value: Value): boolean {
    return this.items.some((item) => pyEquals(item, value));
  }
  override pyEquals(other: Value): boolean {
    const items =
      other instanceof MappedSequence
        ? other.items
        : Array.isArray(other)
          ? other
          : other instanceof Tuple
            ? other.items
            : undefined;
    return (
      items !== undefined &&
      items.length === this.items.length &&
      items.every((item, index) => pyEquals(item, this.items[index]!))
    );
  }
  override pyHashKey(): string | undefined {
    throw new JinjaError("TypeError", `unhashable type: '${this.pyTypeName}'`);
  }
  override pyRepr(): string {
    const shown = this.items.slice(0, 5).map(pyRepr).join(", ");
    return `<agate.${this.pyTypeName}: (${shown}${this.items.length > 5 ? ", ..." : ""})>`;
  }
}

function sliceItems(items: readonly Value[], from: Value, to: Value, step: Value): Value[] {
  const stride = step === null ? 1 : toInteger(step);
  if (stride === 0) throw new JinjaError("ValueError", "slice step cannot be zero");
  const clamp = (value: Value, absent: number): number => {
    if (value === null) return absent;
    const index = toInteger(value) < 0 ? toInteger(value) + items.length : toInteger(value);
    return Math.max(stride < 0 ? -1 : 0, Math.min(index, stride < 0 ? items.length - 1 : items.length));
  };
  const [start, stop] =
    stride > 0 ? [clamp(from, 0), clamp(to, items.length)] : [clamp(from, items.length - 1), clamp(to, -1)];
  const sliced: Value[] = [];
  for (let index = start; stride > 0 ? index < stop : index > stop; index += stride)
    sliced.push(items[index]!);
  return sliced;
}

function keysOf(sequence: MappedSequence): readonly Value[] {
  if (sequence.keyNames === null) throw new JinjaError("KeyError", "this sequence has no keys");
  return sequence.keyNames;
}

const methods: Methods<MappedSequence> = {
  values: method([], (self) => new Tuple(self.items)),
  keys: method([], (self) => (self.keyNames === null ? null : new Tuple(self.keyNames))),
  items: method(
    [],
    (self) => new Tuple(keysOf(self).map((key, index) => new Tuple([key, self.items[index]!]))),
  ),
  dict: method([], (self) => PyDict.of(keysOf(self).map((key, index) => [key, self.items[index]!]))),
  get: method(
    ["key", "default?"],
    (self, key: Value, fallback?: Value) => self.byKey(key) ?? fallback ?? null,
  ),
  index: method(["value"], (self, value: Value) => {
    const index = self.items.findIndex((item) => pyEquals(item, value));
    if (index < 0) throw new JinjaError("ValueError", `${pyRepr(value)} is not in the sequence`);
    return index;
  }),
  count: method(["value"], (self, value: Value) => self.items.filter((item) => pyEquals(item, value)).length),
};

/** One row: values by position or by the column's name. */
export class TableRow extends MappedSequence {
  override readonly pyTypeName: string = "Row";
  override readonly pyModule: string = "agate.rows";
}

/** One column of a table. */
export class TableColumn extends MappedSequence {
  override readonly pyTypeName: string = "Column";
  override readonly pyModule: string = "agate.columns";
  readonly name: string;
  readonly index: number;
  readonly dataType: DataType;

  constructor(name: string, index: number, dataType: DataType, load: () => readonly Value[]) {
    super(load, null);
    this.name = name;
    this.index = index;
    this.dataType = dataType;
  }
  override pyGetAttr(name: string): Value | undefined {
    if (name === "name") return this.name;
    if (name === "index") return this.index;
    if (name === "data_type") return new DataTypeObject(this.dataType);
    return findMethod(columnMethods, this, name) ?? super.pyGetAttr(name);
  }
}

const isPresent = (value: Value): boolean => value !== null;

/** None comes last. */
export function compareNullsLast(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return pyCompare(a, b);
}

const columnMethods: Methods<TableColumn> = {
  values_distinct: method([], (self) => new Tuple(new PySet(self.items).values())),
  values_without_nulls: method([], (self) => new Tuple(self.items.filter(isPresent))),
  values_sorted: method([], (self) => [...self.items].sort(compareNullsLast)),
  values_without_nulls_sorted: method([], (self) => self.items.filter(isPresent).sort(compareNullsLast)),
};
