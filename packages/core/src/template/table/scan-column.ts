/** The type of a column whose values pass by once: the first type that accepts them all, as `inferTable` chooses it. */
import { pyStr } from "@tsmodel/jinja";
import type { PyDecimal } from "../python/decimal.ts";
import type { CsvReader } from "./csv-reader.ts";
import type { DataType } from "./data-types.ts";
import { castValue, dataTypes, refused } from "./data-types.ts";
import { isPlainDate, isPlainDateTime, isPlainWord, plainDecimals } from "./plain-values.ts";

/** How Python writes a Decimal without decimals. */
const wholeNumber: RegExp = /^-?(\d+(\.0*)?(E\+\d+)?|NaN|Infinity)$/;

export class ColumnScan {
  private possible: readonly DataType[];
  /** `possible` in one word, for what is told without making texts of values. */
  private shape = "";
  private onlyWhole = true;

  /** `isText`: Text whatever it holds. */
  constructor(isText: boolean) {
    this.possible = isText ? ["Text"] : dataTypes;
    this.shape = this.possible.join(" ");
  }

  get type(): DataType {
    return this.possible[0]!;
  }
  /** Whether the column is one of numbers, and none has decimals. */
  get isWhole(): boolean {
    return this.type === "Number" && this.onlyWhole;
  }

  /** A field of the row that was read last. */
  add(reader: CsvReader, index: number): void {
    if (this.shape === "Text") return;
    if (
      reader.rewritten[index] === undefined &&
      this.isPlain(reader.text, reader.starts[index]!, reader.ends[index]!)
    )
      return;
    const text = reader.field(index);
    const accepts = (type: DataType): boolean => type === "Text" || this.accepts(type, text);
    if (this.possible.every(accepts)) return;
    this.possible = this.possible.filter(accepts);
    this.shape = this.possible.join(" ");
  }

  /** Whether all types that are left accept what stands there; false also where only `accepts` knows. */
  private isPlain(text: string, start: number, end: number): boolean {
    switch (this.shape) {
      case "Number Text": {
        const decimals = plainDecimals(text, start, end);
        if (decimals === "some") this.onlyWhole = false;
        return decimals !== "unknown";
      }
      case "Date ISODateTime Text":
      case "Date Text":
        return isPlainDate(text, start, end);
      case "DateTime ISODateTime Text":
      case "DateTime Text":
        return isPlainDateTime(text, start, end);
      case "Boolean Text":
        return isPlainWord(text, start, end, "true") || isPlainWord(text, start, end, "false");
      default:
        return false;
    }
  }

  private accepts(type: DataType, text: string): boolean {
    const value = castValue(type, text);
    if (type === "Number" && value !== refused && value !== null)
      this.onlyWhole &&= isWholeNumber(value as PyDecimal);
    return value !== refused;
  }
}

/** dbt looks at the decimals that are really there: 1.0 has none. */
export function isWholeNumber(value: PyDecimal): boolean {
  return wholeNumber.test(pyStr(value));
}
