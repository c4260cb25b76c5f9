/**
 * The slow road: rows as JavaScript values, encoded one by one with BigInt arithmetic. It shares no code with the
 * column encoders except the numeric layout, so each can be checked against the other.
 */
import type {
  DuckDBBlobValue,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBTimestampValue,
  DuckDBTimeTZValue,
  DuckDBTimeValue,
  DuckDBUUIDValue,
  DuckDBValue,
} from "@duckdb/node-api";
import type { Wire } from "../type-map.ts";
import { ChunkValueError } from "./chunk-value-error.ts";
import { numericLayout, numericSize, writeBigInt } from "./numeric-encoder.ts";

const EPOCH_DAYS = 10_957n;
const EPOCH_MICROS = 946_684_800_000_000n;
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_INT32 = 2n ** 31n - 1n;

/** One piece per chunk. */
export function* encodeRows(chunk: DuckDBDataChunk, wires: readonly Wire[]): Iterable<Uint8Array> {
  const parts: Buffer[] = [];
  chunk.getRows().forEach((values, row) => {
    parts.push(int16(wires.length));
    values.forEach((value, column) => {
      if (value === null) {
        parts.push(int32(-1));
        return;
      }
      const bytes = encodeValue(
        value,
        wires[column]!,
        (message) => new ChunkValueError(row, column, message),
      );
      parts.push(int32(bytes.length), bytes);
    });
  });
  yield Buffer.concat(parts);
}

type Refuse = (message: string) => Error;

function encodeValue(value: DuckDBValue, wire: Wire, refuse: Refuse): Buffer {
  switch (wire.kind) {
    case "bool":
      return Buffer.from([value ? 1 : 0]);
    case "integer":
      return integer(BigInt(value as number | bigint), wire.bytes);
    case "numeric":
      return numeric(value as number | bigint | DuckDBDecimalValue, wire.digits, wire.scale);
    case "float":
      return float(value as number, wire.bytes);
    case "text":
    case "enum":
      return Buffer.from(value as string);
    case "jsonb":
      return Buffer.concat([Buffer.from([1]), Buffer.from(value as string)]);
    case "bytes":
      return Buffer.from((value as DuckDBBlobValue).bytes);
    case "uuid":
      return Buffer.from((value as DuckDBUUIDValue).toUint128().toString(16).padStart(32, "0"), "hex");
    case "date":
      return integer(
        moveEpoch(BigInt((value as DuckDBDateValue).days), EPOCH_DAYS, MAX_INT32, "date", refuse),
        4,
      );
    case "timestamp":
      return integer(
        moveEpoch((value as DuckDBTimestampValue).micros, EPOCH_MICROS, MAX_INT64, "timestamp", refuse),
        8,
      );
    case "time":
      return integer((value as DuckDBTimeValue).micros, 8);
    case "time-zoned": {
      const { micros, offset } = value as DuckDBTimeTZValue;
      return Buffer.concat([integer(micros, 8), int32(-offset)]);
    }
    case "interval": {
      const { months, days, micros } = value as DuckDBIntervalValue;
      return Buffer.concat([integer(micros, 8), int32(days), int32(months)]);
    }
  }
}

/** `max` stands for infinity, `-max` for -infinity in DuckDB; Postgres has `-max - 1` for the latter. */
function moveEpoch(value: bigint, epoch: bigint, max: bigint, what: string, refuse: Refuse): bigint {
  if (value === max) return max;
  if (value === -max) return -max - 1n;
  const moved = value - epoch;
  if (moved <= -max - 1n) throw refuse(`the ${what} lies before 4713 BC, the first Postgres knows`);
  return moved;
}

function numeric(value: number | bigint | DuckDBDecimalValue, digits: number, scale: number): Buffer {
  const layout = numericLayout(digits, scale);
  const bytes = Buffer.alloc(numericSize(layout));
  const scaled = typeof value === "object" ? value.value : BigInt(value);
  writeBigInt(scaled, layout, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0);
  return bytes;
}

function integer(value: bigint, size: 2 | 4 | 8): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 2) bytes.writeInt16BE(Number(value));
  else if (size === 4) bytes.writeInt32BE(Number(value));
  else bytes.writeBigInt64BE(value);
  return bytes;
}

function float(value: number, size: 4 | 8): Buffer {
  const bytes = Buffer.alloc(size);
  if (size === 4) bytes.writeFloatBE(value);
  else bytes.writeDoubleBE(value);
  return bytes;
}

const int16 = (value: number): Buffer => integer(BigInt(value), 2);
const int32 = (value: number): Buffer => integer(BigInt(value), 4);
