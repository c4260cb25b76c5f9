import { PyObject } from "@tsmodel/jinja";
import type { Dialect } from "../../adapter/adapter.ts";

export interface ColumnFields {
  readonly column: string;
  readonly dtype: string;
  readonly charSize?: number | null;
  readonly numericPrecision?: number | null;
  readonly numericScale?: number | null;
}

/** `api.Column`: makes columns of one dialect. */
export declare class ColumnClass extends PyObject {
  readonly pyTypeName: string;
  readonly dialect: Dialect;
  constructor(dialect: Dialect);
  create(fields: ColumnFields): Column;
  translateType(dtype: string): string;
  /** "numeric(10,2)" taken apart. */
  fromDescription(name: string, rawType: string): Column;
}

/** dbt's Column. */
export declare class Column extends PyObject implements ColumnFields {
  readonly pyTypeName: string;
  readonly columnClass: ColumnClass;
  readonly column: string;
  readonly dtype: string;
  readonly charSize: number | null;
  readonly numericPrecision: number | null;
  readonly numericScale: number | null;
  get name(): string;
  get quoted(): string;
  get dataType(): string;
  isString(): boolean;
  isNumber(): boolean;
  isFloat(): boolean;
  isInteger(): boolean;
  isNumeric(): boolean;
  stringSize(): number;
  canExpandTo(other: Column): boolean;
}
