/** The type of a column whose values pass by once: the first type that accepts them all, as `inferTable` chooses it. */
import { pyStr } from "@tsmodel/jinja";
import type { PyDecimal } from "../python/decimal.ts";
import type { DataType } from "./data-types.ts";
import { castValue, dataTypes, plainNumber, refused } from "./data-types.ts";

/** How Python writes a Decimal without decimals. */
const wholeNumber: RegExp = /^-?(\d+(\.0*)?(E\+\d+)?|NaN|Infinity)$/;
const plainWhole: RegExp = /^-?\d{1,28}$/;

export class ColumnScan {
  private possible: readonly DataType[];
  private onlyWhole = true;

  /** `isText`: Text whatever it holds. */
  constructor(isText: boolean) {
    this.possible = isText ? ["Text"] : dataTypes;
  }

  get type(): DataType {
    return this.possible[0]!;
  }
  /** Whether the column is one of numbers, and none has decimals. */
  get isWhole(): boolean {
    return this.type === "Number" && this.onlyWhole;
  }

  add(text: string): void {
    if (this.type === "Text") return;
    const accepts = (type: DataType): boolean =>
      type === "Number" ? this.isNumber(text) : type === "Text" || castValue(type, text) !== refused;
    if (!this.possible.every(accepts)) this.possible = this.possible.filter(accepts);
  }

  private isNumber(text: string): boolean {
    if (plainWhole.test(text)) return true;
    if (plainNumber.test(text)) {
      this.onlyWhole &&= wholeNumber.test(text);
      return true;
    }
    const value = castValue("Number", text);
    if (value === refused) return false;
    if (value !== null) this.onlyWhole &&= isWholeNumber(value as PyDecimal);
    return true;
  }
}

/** dbt looks at the decimals that are really there: 1.0 has none. */
export function isWholeNumber(value: PyDecimal): boolean {
  return wholeNumber.test(pyStr(value));
}
