/**
 * partial_parse_edits.tsmodel beside a cache: what was parsed again since the cache was written, so that one edited model
 * does not lead to a new cache of a hundred megabytes. It names the cache it belongs to. Beside any other, cut off or
 * damaged it counts for nothing: the edits are then found by the stamps of their files once more.
 */
import { crc32 } from "node:zlib";
import type { FileSystem } from "../effects.ts";
import { didWrite, type OpenCache } from "./cache-file.ts";
import type { EditedRow } from "./edited-rows.ts";
import { emptyTrace, mergeTraces, type TraceRecord } from "./parse-trace.ts";
import { decodeTrace, encodeTrace } from "./trace-text.ts";

export interface Edits {
  /** By position. */
  readonly rows: ReadonlyMap<number, EditedRow>;
  /** What was looked at since. Its `volatile` is that of the whole project. */
  readonly trace: TraceRecord;
}

/** What a cache and its edits have looked at together. */
export function withEdits(record: TraceRecord, edits: Edits | undefined): TraceRecord {
  if (edits === undefined) return record;
  return { ...mergeTraces(record, edits.trace), volatile: edits.trace.volatile };
}

/** The edits so far and those of now. `whole`: all that was looked at, now included. */
export function addEdits(
  before: Edits | undefined,
  rows: readonly EditedRow[],
  now: TraceRecord,
  whole: TraceRecord,
): Edits {
  return {
    rows: new Map([...(before?.rows ?? []), ...rows.map((row) => [row.position, row] as const)]),
    trace: { ...mergeTraces(before?.trace ?? emptyTrace(), now), volatile: whole.volatile },
  };
}

/** Whether reading them at every start costs more than a new cache would. */
export function areMany({ rows }: Edits): boolean {
  let size = 0;
  for (const { text } of rows.values()) size += text.length;
  return rows.size > MANY_ROWS || size > MANY_CHARACTERS;
}

const MANY_ROWS = 1_000;
const MANY_CHARACTERS = 4_000_000;

interface Stored {
  /** The cache's id. */
  readonly cache: string;
  readonly rows: readonly EditedRow[];
  readonly trace: string;
}

/** Eight hexadecimal digits and a line break. */
const CHECK_LENGTH = 9;
const checkOf = (text: Uint8Array): string => `${crc32(text).toString(16).padStart(CHECK_LENGTH - 1, "0")}\n`;

const pathOf = ({ path }: OpenCache): string => `${path.replace(/\.tsmodel$/, "")}_edits.tsmodel`;

/** undefined where there are none. Paths below `root` are kept relative to it. */
export function readEdits(cache: OpenCache, files: FileSystem, root: string): Edits | undefined {
  const file = files.openBinary?.(pathOf(cache));
  if (file === undefined) return undefined;
  const bytes = Buffer.from(file.read(0, file.size));
  file.close();
  const text = bytes.subarray(CHECK_LENGTH);
  if (bytes.toString("latin1", 0, CHECK_LENGTH) !== checkOf(text)) return undefined;
  const stored = JSON.parse(text.toString("utf8")) as Stored;
  if (stored.cache !== cache.id) return undefined;
  return {
    rows: new Map(stored.rows.map((row) => [row.position, row])),
    trace: decodeTrace(stored.trace, root),
  };
}

/** @throws NotCacheable */
export function writeEdits(cache: OpenCache, { rows, trace }: Edits, files: FileSystem, root: string): void {
  const stored: Stored = { cache: cache.id, rows: [...rows.values()], trace: encodeTrace(trace, root) };
  const text = Buffer.from(JSON.stringify(stored));
  // Where the disk refuses, what was parsed now is parsed once more.
  didWrite(() => files.replaceBinary?.(pathOf(cache), [Buffer.from(checkOf(text)), text]));
}
