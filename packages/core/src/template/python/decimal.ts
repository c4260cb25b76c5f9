import { PyObject } from "@tsmodel/jinja";

/** Python's decimal.Decimal, exact. */
export declare class PyDecimal extends PyObject {
  readonly pyTypeName: string;
  static parse(text: string): PyDecimal;
  toNumber(): number;
}
