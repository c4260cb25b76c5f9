/** Database cells as template values and back. */
import { Buffer } from "node:buffer";
import type { Value } from "@tsmodel/jinja";
import {
  asString,
  JinjaError,
  PyBytes,
  PyDict,
  PyFloat,
  PyObject,
  PySet,
  pyStr,
  pyTypeName,
  Tuple,
} from "@tsmodel/jinja";
import type { Cell } from "../../adapter/cell.ts";
import { PyDate } from "../python/date.ts";
import { PyDateTime } from "../python/date-time.ts";
import { PyDecimal, toIntValue } from "../python/decimal.ts";
import { typeError } from "../python/function.ts";
import { parseIsoDate, parseIsoDateTime, parseIsoTime } from "../python/iso-format.ts";
import { PyTimeDelta } from "../python/time-delta.ts";
import { FixedZone } from "../python/time-zone.ts";
import { PyTime } from "../python/time.ts";

type TypedCell = Extract<Cell, { readonly type: string }>;

/** A cell as templates see it: int, float, Decimal, date, datetime, … Times that Python has none for stay texts. */
export function cellToValue(cell: Cell): Value {
  if (cell === null || typeof cell === "boolean" || typeof cell === "string") return cell;
  if (typeof cell === "number") return new PyFloat(cell);
  return typeof cell === "bigint" ? toIntValue(cell) : typedCellToValue(cell);
}

function typedCellToValue(cell: TypedCell): Value {
  switch (cell.type) {
    case "decimal":
      return PyDecimal.parse(cell.text);
    case "date":
      return orText(cell.text, () => {
        const { year, month, day } = parseIsoDate(cell.text);
        return new PyDate(year, month, day);
      });
    case "time":
      return orText(cell.text, () => {
        const { offset, ...clock } = parseIsoTime(cell.text);
        return new PyTime({ ...clock, zone: zoneOf(offset), fold: 0 });
      });
    case "timestamp":
      return orText(cell.text, () => {
        const { year, month, day, offset, ...clock } = parseIsoDateTime(cell.text);
        return new PyDateTime({ year, month, day }, { ...clock, zone: zoneOf(offset), fold: 0 });
      });
    case "interval":
      // Python's timedelta has no months and years; drivers count 30 and 365 days for each.
      return PyTimeDelta.fromMicroseconds(
        cell.microseconds + BigInt(cell.days + cell.months * 30 + (cell.years ?? 0) * 365) * 86_400_000_000n,
      );
    case "bytes":
      return new PyBytes(Buffer.from(cell.hex, "hex"));
    case "uuid":
      return cell.text;
    case "list":
      return cell.items.map(cellToValue);
    case "struct":
      return PyDict.of(cell.entries.map(([name, item]) => [name, cellToValue(item)]));
  }
}

function zoneOf(offset: number | null): FixedZone | null {
  return offset === null ? null : new FixedZone(offset);
}

/** Infinite and far-away times have no Python object. */
function orText(text: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof JinjaError) return text;
    throw error;
  }
}

/** A template value as a statement's binding. @throws JinjaError TypeError for values no database takes */
export function valueToCell(value: Value): Cell {
  const text = asString(value);
  if (text !== undefined) return text;
  if (value === null || typeof value === "boolean" || typeof value === "bigint") return value;
  if (typeof value === "number") return BigInt(value);
  if (value instanceof PyFloat) return value.n;
  if (Array.isArray(value)) return { type: "list", items: value.map(valueToCell) };
  if (value instanceof Tuple) return { type: "list", items: value.items.map(valueToCell) };
  if (value instanceof PySet) return { type: "list", items: value.values().map(valueToCell) };
  if (value instanceof PyDict)
    return { type: "struct", entries: value.entries().map(([key, item]) => [pyStr(key), valueToCell(item)]) };
  const cell = value instanceof PyObject ? objectToCell(value) : undefined;
  if (cell === undefined) throw typeError(`a ${pyTypeName(value)} cannot be a value of a statement`);
  return cell;
}

function objectToCell(value: PyObject): Cell | undefined {
  if (value instanceof PyBytes) return { type: "bytes", hex: Buffer.from(value.bytes).toString("hex") };
  if (value instanceof PyDecimal) return { type: "decimal", text: value.pyStr() };
  if (value instanceof PyDateTime) return { type: "timestamp", text: value.pyStr() };
  if (value instanceof PyDate) return { type: "date", text: value.isoformat() };
  if (value instanceof PyTime) return { type: "time", text: value.isoformat() };
  if (value instanceof PyTimeDelta) {
    return {
      type: "interval",
      months: 0,
      days: value.days,
      microseconds: BigInt(value.seconds * 1_000_000 + value.microseconds),
    };
  }
  return undefined;
}
