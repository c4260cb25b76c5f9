/** One value of the driver → Cell, by the type of its column. */
import type { Cell } from "@tsmodel/core/adapter";
import type {
  DuckDBArrayType,
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBMapType,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBUnionType,
  DuckDBUnionValue,
} from "@duckdb/node-api";
import type { DuckDbType, DuckDbValue } from "./driver.ts";

/** Turns values that are not null into Cells. */
export type CellReader = (value: DuckDbValue) => Cell;

/** DuckDB's type ids (duckdb.h, `DUCKDB_TYPE_…`); the driver's own enum would load the driver. */
const BOOLEAN = 1,
  FLOAT = 10,
  DOUBLE = 11,
  TIMESTAMP = 12,
  DATE = 13,
  TIME = 14,
  INTERVAL = 15,
  HUGEINT = 16,
  BLOB = 18,
  DECIMAL = 19;
const TIMESTAMP_S = 20,
  TIMESTAMP_MS = 21,
  TIMESTAMP_NS = 22,
  LIST = 24,
  STRUCT = 25,
  MAP = 26,
  UUID = 27,
  UNION = 28,
  TIME_TZ = 30,
  TIMESTAMP_TZ = 31;
const UHUGEINT = 32,
  ARRAY = 33,
  BIGNUM = 35,
  TIME_NS = 39,
  GEOMETRY = 40;
const INTEGERS: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 7, 8, 9, HUGEINT, UHUGEINT, BIGNUM]);

export function cellReader(type: DuckDbType): CellReader {
  const id: number = type.typeId;
  if (INTEGERS.has(id)) return (value) => BigInt(value as number | bigint);
  switch (id) {
    case BOOLEAN:
    case FLOAT:
    case DOUBLE:
      return (value) => value as boolean | number;
    case DECIMAL:
      return (value) => ({ type: "decimal", text: String(value as DuckDBDecimalValue) });
    case DATE:
      return (value) => ({ type: "date", text: dateText(value as DuckDBDateValue) });
    case TIME:
    case TIME_NS:
    case TIME_TZ:
      return (value) => ({ type: "time", text: String(value) });
    case TIMESTAMP:
    case TIMESTAMP_S:
    case TIMESTAMP_MS:
    case TIMESTAMP_NS:
      return (value) => ({ type: "timestamp", text: String(value) });
    case TIMESTAMP_TZ:
      return (value) => ({ type: "timestamp", text: zonedText(value as DuckDBTimestampTZValue) });
    case INTERVAL:
      return (value) => intervalCell(value as DuckDBIntervalValue);
    case BLOB:
    case GEOMETRY:
      return (value) => ({
        type: "bytes",
        hex: Buffer.from((value as DuckDBBlobValue).bytes).toString("hex"),
      });
    case UUID:
      return (value) => ({ type: "uuid", text: String(value) });
    default:
      return nestedReader(type) ?? textOrValue;
  }
}

function nestedReader(type: DuckDbType): CellReader | undefined {
  switch (type.typeId as number) {
    case LIST:
      return listReader((type as DuckDBListType).valueType);
    case ARRAY:
      return listReader((type as DuckDBArrayType).valueType);
    case STRUCT:
      return structReader(type as DuckDBStructType);
    case MAP:
      return mapReader(type as DuckDBMapType);
    case UNION:
      return unionReader(type as DuckDBUnionType);
    default:
      return undefined;
  }
}

const orNull =
  (read: CellReader): CellReader =>
  (value) =>
    value === null ? null : read(value);

function listReader(valueType: DuckDbType): CellReader {
  const read = orNull(cellReader(valueType));
  return (value) => ({ type: "list", items: (value as DuckDBListValue | DuckDBArrayValue).items.map(read) });
}

function structReader(type: DuckDBStructType): CellReader {
  const fields = type.entryNames.map(
    (name, index) => [name, orNull(cellReader(type.entryTypes[index]!))] as const,
  );
  return (value) => {
    const { entries } = value as DuckDBStructValue;
    return { type: "struct", entries: fields.map(([name, read]) => [name, read(entries[name]!)] as const) };
  };
}

/** Keys become text. */
function mapReader(type: DuckDBMapType): CellReader {
  const read = orNull(cellReader(type.valueType));
  return (value) => ({
    type: "struct",
    entries: (value as DuckDBMapValue).entries.map(
      (entry) => [String(entry.key), read(entry.value)] as const,
    ),
  });
}

function unionReader(type: DuckDBUnionType): CellReader {
  const members = new Map(
    type.memberTags.map((tag, index) => [tag, orNull(cellReader(type.memberTypes[index]!))]),
  );
  return (value) => {
    const { tag, value: member } = value as DuckDBUnionValue;
    return members.get(tag)!(member);
  };
}

/** VARCHAR, ENUM, JSON, BIT and what is not known here. */
const textOrValue: CellReader = (value) =>
  typeof value === "boolean" || typeof value === "number" || typeof value === "bigint"
    ? value
    : String(value);

const INFINITE_DAYS = 2_147_483_647;

function dateText(value: DuckDBDateValue): string {
  if (value.days === INFINITE_DAYS) return "infinity";
  return value.days === -INFINITE_DAYS ? "-infinity" : String(value);
}

const EPOCH_MICROS = 1000n;

/** In UTC, whatever the session's time zone: "2026-01-31 12:34:56.5+00:00". */
function zonedText(value: DuckDBTimestampTZValue): string {
  const { micros } = value;
  const text = String(value);
  if (text === "infinity" || text === "-infinity") return text;
  const remainder = ((micros % EPOCH_MICROS) + EPOCH_MICROS) % EPOCH_MICROS;
  const date = new Date(Number((micros - remainder) / EPOCH_MICROS));
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999)
    return text.replace(/([+-]\d\d)$/, "$1:00");
  const iso = date.toISOString();
  const fraction = (iso.slice(20, 23) + String(remainder).padStart(3, "0")).replace(/0+$/, "");
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction === "" ? "" : `.${fraction}`}+00:00`;
}

function intervalCell({ months, days, micros }: DuckDBIntervalValue): Cell {
  return { type: "interval", months, days, microseconds: micros };
}
