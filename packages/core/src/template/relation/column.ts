/** dbt's Column: a name, a type, and what a macro asks of them. */
import type { Kwargs, Value } from "@tsmodel/jinja";
import { asString, PyObject, pyRepr, pyStr, pyTypeName } from "@tsmodel/jinja";
import type { Dialect } from "../../adapter/adapter.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { Methods } from "../python/function.ts";
import { findMethod, method, pyFunction, toInteger, toText, typeError } from "../python/function.ts";
import { parseStructFields } from "./struct-fields.ts";

export interface ColumnFields {
  readonly column: string;
  readonly dtype: string;
  readonly charSize?: number | null;
  readonly numericPrecision?: number | null;
  readonly numericScale?: number | null;
}

/** `api.Column`: makes columns of one dialect; calling it does too. */
export class ColumnClass extends PyObject {
  readonly pyTypeName: string = "type";
  readonly dialect: Dialect;
  /** e.g. "DuckDBColumn" */
  readonly name: string;
  readonly typeSets: { readonly [kind in "string" | "float" | "integer" | "numeric"]: ReadonlySet<string> };

  constructor(dialect: Dialect) {
    super();
    this.dialect = dialect;
    this.name = dialect.classPrefix === undefined ? "Column" : `${dialect.classPrefix}Column`;
    const { string, float, integer, numeric } = dialect.typeClasses;
    this.typeSets = {
      string: new Set(string),
      float: new Set(float),
      integer: new Set(integer),
      numeric: new Set(numeric),
    };
  }

  create(fields: ColumnFields): Column {
    return new Column(this, fields);
  }

  /** The database's name of a type that dbt knows by a label: "STRING" → "TEXT". */
  translateType(dtype: string): string {
    const label = dtype.toUpperCase();
    return Object.hasOwn(this.dialect.typeLabels, label) ? this.dialect.typeLabels[label]! : dtype;
  }

  /** "numeric(10,2)" taken apart. @throws TsmodelError column-type-unreadable */
  fromDescription(name: string, rawType: string): Column {
    const match = /^([^(]+)(?:\(([^)]+)\))?/.exec(rawType);
    if (match === null) throw fail("column-type-unreadable", { type: rawType });
    const sizes = (match[2] ?? "")
      .split(",")
      .filter((part) => part !== "")
      .map((part) => readSize(part, rawType));
    const fields = { column: name, dtype: match[1]! };
    if (sizes.length === 1) return this.create({ ...fields, charSize: sizes[0] });
    if (sizes.length === 2)
      return this.create({ ...fields, numericPrecision: sizes[0], numericScale: sizes[1] });
    return this.create(fields);
  }

  override pyCall(args: Value[], kwargs: Kwargs | null): Value | Promise<Value> {
    const parameters = ["column", "dtype", "char_size?", "numeric_precision?", "numeric_scale?"];
    return pyFunction(
      this.name,
      parameters,
      (column: Value, dtype: Value, size?: Value, precision?: Value, scale?: Value) =>
        this.create({
          column: pyStr(column),
          dtype: pyStr(dtype),
          charSize: toSize(size),
          numericPrecision: toSize(precision),
          numericScale: toSize(scale),
        }),
    )(args, kwargs);
  }
  override pyGetAttr(name: string): Value | undefined {
    return findMethod(classMethods, this, name);
  }
  override pyRepr(): string {
    return `<class '${this.name}'>`;
  }
}

function readSize(part: string, rawType: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(part)) throw fail("column-type-unreadable", { type: rawType, part });
  return Number(part);
}

function toSize(value: Value | undefined): number | null {
  return value === undefined || value === null ? null : toInteger(value);
}

const classMethods: Methods<ColumnClass> = {
  create: method(["name", "label_or_dtype"], (self, name: Value, label: Value) =>
    self.create({ column: pyStr(name), dtype: self.translateType(toText(label, "a data type")) }),
  ),
  translate_type: method(["dtype"], (self, dtype: Value) => self.translateType(toText(dtype, "a data type"))),
  string_type: method(["size"], (_, size: Value) => stringType(pyStr(size))),
  numeric_type: method(["dtype", "precision", "scale"], (_, dtype: Value, precision: Value, scale: Value) =>
    numericType(pyStr(dtype), precision, scale),
  ),
  from_description: method(["name", "raw_data_type"], (self, name: Value, type: Value) =>
    self.fromDescription(pyStr(name), toText(type, "a data type")),
  ),
};

function stringType(size: string | number): string {
  return `character varying(${size})`;
}

function numericType(dtype: string, precision: Value, scale: Value): string {
  return precision === null || scale === null ? dtype : `${dtype}(${pyStr(precision)},${pyStr(scale)})`;
}

export class Column extends PyObject implements ColumnFields {
  readonly pyTypeName: string;
  readonly columnClass: ColumnClass;
  readonly column: string;
  readonly dtype: string;
  readonly charSize: number | null;
  readonly numericPrecision: number | null;
  readonly numericScale: number | null;

  constructor(columnClass: ColumnClass, fields: ColumnFields) {
    super();
    this.pyTypeName = columnClass.name;
    this.columnClass = columnClass;
    this.column = fields.column;
    this.dtype = fields.dtype;
    this.charSize = fields.charSize ?? null;
    this.numericPrecision = fields.numericPrecision ?? null;
    this.numericScale = fields.numericScale ?? null;
  }

  get name(): string {
    return this.column;
  }
  get quoted(): string {
    const quote = this.columnClass.dialect.quoteCharacter;
    return quote + this.column + quote;
  }
  /** The type with its sizes, as DDL writes it. */
  get dataType(): string {
    const { dialect } = this.columnClass;
    if (this.isString())
      return dialect.keepStringType?.(this.dtype, this.charSize) === true
        ? this.dtype
        : stringType(this.stringSize());
    return this.isNumeric() ? numericType(this.dtype, this.numericPrecision, this.numericScale) : this.dtype;
  }

  private isOf(kind: keyof ColumnClass["typeSets"]): boolean {
    return this.columnClass.typeSets[kind].has(this.dtype.toLowerCase());
  }
  isString(): boolean {
    return this.isOf("string");
  }
  isFloat(): boolean {
    return this.isOf("float");
  }
  isInteger(): boolean {
    return this.isOf("integer");
  }
  isNumeric(): boolean {
    return this.isOf("numeric");
  }
  isNumber(): boolean {
    return this.isInteger() || this.isNumeric() || this.isFloat();
  }
  isStruct(): boolean {
    return this.dtype.toLowerCase().startsWith("struct");
  }

  /** 256 for text without a size. @throws TsmodelError string-size-of-non-string */
  stringSize(): number {
    if (!this.isString()) throw fail("string-size-of-non-string", { column: this.column, type: this.dtype });
    return this.dtype === "text" || this.charSize === null ? 256 : this.charSize;
  }
  canExpandTo(other: Column): boolean {
    return this.isString() && other.isString() && other.stringSize() > this.stringSize();
  }

  /** The fields of a struct; none for other types. */
  fieldsOfStruct(): Column[] {
    return parseStructFields(this.dtype).map((field) =>
      this.columnClass.create({ column: field.name, dtype: field.type }),
    );
  }
  /** A struct's fields as columns of their own, `parent.field`, at any depth; other columns stand for themselves. */
  flatten(): Column[] {
    if (!this.isStruct()) return [this];
    const leaves = this.fieldsOfStruct().flatMap((field) => (field.isStruct() ? field.flatten() : [field]));
    return leaves.map((leaf) =>
      this.columnClass.create({ column: `${this.column}.${leaf.column}`, dtype: leaf.dtype }),
    );
  }

  override pyGetAttr(name: string): Value | undefined {
    if (Object.hasOwn(properties, name)) return properties[name]!(this);
    return findMethod(columnMethods, this, name) ?? this.columnClass.pyGetAttr(name);
  }
  override pyRepr(): string {
    const fields = `column=${pyRepr(this.column)}, dtype=${pyRepr(this.dtype)}, char_size=${pyRepr(this.charSize)}`;
    const numeric = `numeric_precision=${pyRepr(this.numericPrecision)}, numeric_scale=${pyRepr(this.numericScale)}`;
    const struct =
      this.columnClass.name === "DuckDBColumn" ? `, fields=${pyRepr(this.fieldsOfStruct())}` : "";
    return `${this.pyTypeName}(${fields}, ${numeric}${struct})`;
  }
  override pyEquals(other: Value): boolean {
    return (
      other instanceof Column &&
      other.pyTypeName === this.pyTypeName &&
      other.column === this.column &&
      other.dtype === this.dtype &&
      other.charSize === this.charSize &&
      other.numericPrecision === this.numericPrecision &&
      other.numericScale === this.numericScale
    );
  }
  /** dbt's columns are dataclasses with equality and so without a hash. */
  override pyHashKey(): string | undefined {
    throw typeError(`unhashable type: '${this.pyTypeName}'`);
  }
}

const properties: { readonly [name: string]: (column: Column) => Value } = {
  column: (column) => column.column,
  name: (column) => column.column,
  dtype: (column) => column.dtype,
  data_type: (column) => column.dataType,
  expanded_data_type: (column) => column.dataType,
  quoted: (column) => column.quoted,
  char_size: (column) => column.charSize,
  numeric_precision: (column) => column.numericPrecision,
  numeric_scale: (column) => column.numericScale,
  fields: (column) => column.fieldsOfStruct(),
};

const columnMethods: Methods<Column> = {
  is_string: method([], (self) => self.isString()),
  is_number: method([], (self) => self.isNumber()),
  is_float: method([], (self) => self.isFloat()),
  is_integer: method([], (self) => self.isInteger()),
  is_numeric: method([], (self) => self.isNumeric()),
  is_struct: method([], (self) => self.isStruct()),
  flatten: method([], (self) => self.flatten()),
  string_size: method([], (self) => self.stringSize()),
  can_expand_to: method(["other_column"], (self, other: Value) => {
    if (!(other instanceof Column))
      throw typeError(`can_expand_to() takes a column, not ${asString(other) ?? pyTypeName(other)}`);
    return self.canExpandTo(other);
  }),
  literal: method(["value"], (self, value: Value) => `${pyStr(value)}::${self.dataType}`),
};
