/**
 * Rows of a column buffer to CSV bytes, in the exact format of the contract: timestamps as
 * `2026-02-25 09:30:00+00:00`, booleans as True and False, nothing for a null. No value of ours needs quotes.
 */
import { renderDay, SECONDS_PER_DAY } from "../calendar.ts";
import type { ColumnBuffer } from "../tables/column-buffer.ts";
import { idShapes, type IdShape } from "../tables/entity-id.ts";
import { NULL, type ColumnKind, type ColumnSpec } from "../tables/table-spec.ts";
import { writeDigits, writeText } from "./write-digits.ts";

const COMMA = 44;
const NEWLINE = 10;
const ZERO = 48;
const COLON = 58;
/** Longest value of any column: ids, names and timestamps stay well under it. */
const MAX_VALUE_BYTES = 40;

export interface CsvRenderer {
  /** The bytes of all rows of the buffer; valid until the next call. */
  render(buffer: ColumnBuffer): Uint8Array;
}

export function renderCsvHeader(specs: readonly ColumnSpec[]): string {
  return specs.map((spec) => spec.name).join(",") + "\n";
}

export function createCsvRenderer(specs: readonly ColumnSpec[]): CsvRenderer {
  const writers = specs.map((spec) => createValueWriter(spec.kind));
  const rowBytes = specs.length * MAX_VALUE_BYTES;
  let bytes = new Uint8Array(0);
  return {
    render(buffer) {
      if (bytes.length < buffer.length * rowBytes) bytes = new Uint8Array(buffer.length * rowBytes * 2);
      let at = 0;
      for (let row = 0; row < buffer.length; row++) {
        for (let column = 0; column < writers.length; column++) {
          const value = buffer.columns[column]![row]!;
          if (value !== NULL) at = writers[column]!(bytes, at, value, buffer, row);
          bytes[at++] = COMMA;
        }
        bytes[at - 1] = NEWLINE;
      }
      return bytes.subarray(0, at);
    },
  };
}

/** Writes a value at a position and returns the position after it. */
type ValueWriter = (
  bytes: Uint8Array,
  at: number,
  value: number,
  buffer: ColumnBuffer,
  row: number,
) => number;

function createValueWriter(kind: ColumnKind): ValueWriter {
  switch (kind.type) {
    case "id":
      return idWriter(idShapes[kind.entity]);
    case "id-of": {
      const writers = kind.entities.map((entity) => idWriter(idShapes[entity]));
      return (bytes, at, value, buffer, row) =>
        writers[buffer.columns[kind.column]![row]!]!(bytes, at, value, buffer, row);
    }
    case "choice":
      return choiceWriter(kind.values);
    case "boolean":
      return choiceWriter(["False", "True"]);
    case "integer":
      return (bytes, at, value) => writeDigits(bytes, at, value, 1);
    case "timestamp":
      return timestampWriter();
  }
}

function idWriter({ prefix, digits }: IdShape): ValueWriter {
  const start = encode(prefix);
  return (bytes, at, value) => writeDigits(bytes, writeText(bytes, at, start), value, digits);
}

function choiceWriter(values: readonly string[]): ValueWriter {
  const encoded = values.map(encode);
  return (bytes, at, value) => writeText(bytes, at, encoded[value]!);
}

function timestampWriter(): ValueWriter {
  const dates = new Map<number, Uint8Array>();
  const zone = encode("+00:00");
  let lastDay = NaN;
  let date = encode("");
  return (bytes, at, value) => {
    const day = Math.floor(value / SECONDS_PER_DAY);
    if (day !== lastDay) {
      lastDay = day;
      date = dates.get(day) ?? encode(renderDay(day) + " ");
      dates.set(day, date);
    }
    const second = (value - day * SECONDS_PER_DAY) | 0;
    const minute = (second / 60) | 0;
    const hour = (minute / 60) | 0;
    writeText(bytes, at, date);
    writeTwo(bytes, at + 11, hour);
    bytes[at + 13] = COLON;
    writeTwo(bytes, at + 14, minute - hour * 60);
    bytes[at + 16] = COLON;
    writeTwo(bytes, at + 17, second - minute * 60);
    return writeText(bytes, at + 19, zone);
  };
}

function writeTwo(bytes: Uint8Array, at: number, number: number): void {
  const tens = (number / 10) | 0;
  bytes[at] = ZERO + tens;
  bytes[at + 1] = ZERO + number - tens * 10;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
