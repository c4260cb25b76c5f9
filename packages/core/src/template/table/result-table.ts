import { PyObject } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";
import type { DataType } from "./data-types.ts";

/** agate's Table as templates use it. */
export declare class ResultTable extends PyObject {
  readonly pyTypeName: string;
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly DataType[];
  readonly rowValues: readonly (readonly Value[])[];
  /** Values must already have their columns' types. */
  constructor(columnNames: readonly string[], columnTypes: readonly DataType[], rowValues: readonly (readonly Value[])[]);
  static empty(): ResultTable;
  /** Values of one column. */
  columnValues(index: number): Value[];
}
