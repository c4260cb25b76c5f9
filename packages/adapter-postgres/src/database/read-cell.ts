/** One value in Postgres's text form → Cell, by the type of its column. */
import { Buffer } from "node:buffer";
import type { Cell } from "@tsmodel/core/adapter";
import { readArray } from "./read-array.ts";
import { readInterval } from "./read-interval.ts";
import { readJson } from "./read-json.ts";
import { RANGES, readRange } from "./read-range.ts";
import { typeOf } from "./types.ts";

/** Turns texts of values that are not null into Cells. */
export type CellReader = (text: string) => Cell;

const BOX = 603;

const READERS: ReadonlyMap<number, CellReader> = new Map<number, CellReader>([
  [16, (text) => text === "t"],
  [17, (text) => ({ type: "bytes", hex: readBytes(text) })],
  [20, BigInt],
  [21, BigInt],
  [23, BigInt],
  [26, BigInt],
  [114, readJson],
  [700, Number],
  [701, Number],
  [1082, (text) => ({ type: "date", text })],
  [1083, (text) => ({ type: "time", text })],
  [1114, (text) => ({ type: "timestamp", text })],
  [1184, (text) => ({ type: "timestamp", text: fullZone(text) })],
  [1186, readInterval],
  [1266, (text) => ({ type: "time", text: fullZone(text) })],
  [1700, (text) => ({ type: "decimal", text })],
  [2950, (text) => ({ type: "uuid", text })],
  [3802, readJson],
  ...[...RANGES].map((oid): [number, CellReader] => [oid, readRange]),
]);

/** Types without a Cell of their own travel as Postgres writes them. */
export function cellReader(oid: number): CellReader {
  const { element } = typeOf(oid);
  if (element === undefined) return READERS.get(oid) ?? ((text) => text);
  const readElement = cellReader(element);
  const delimiter = element === BOX ? ";" : ",";
  return (text) => readArray(text, delimiter, readElement);
}

/** "+02" → "+02:00" */
function fullZone(text: string): string {
  return text.replace(/[-+]\d\d$/, "$&:00");
}

/** Both forms of `bytea_output`: "\x6100ff", and "a\000\377" where a byte is a character, an octal number or `\\`. */
function readBytes(text: string): string {
  if (text.startsWith("\\x")) return text.slice(2);
  const plain = text.replace(/\\(\\|\d{3})/g, (_, escaped: string) =>
    escaped === "\\" ? "\\" : String.fromCharCode(parseInt(escaped, 8)),
  );
  return Buffer.from(plain, "latin1").toString("hex");
}
