/** `generation.json` beside the data: with which arguments it was made, so that a day can be appended. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDay } from "./calendar.ts";
import type { Format } from "./parts/part.ts";
import { UsageError } from "./usage-error.ts";

export interface FolderRecord {
  readonly seed: number;
  readonly scale: number;
  readonly format: Format;
  /** A date: what was known at its midnight, UTC. */
  readonly as_of: string;
}

export const recordFileName = "generation.json";

export function writeFolderRecord(folder: string, record: FolderRecord): void {
  writeFileSync(join(folder, recordFileName), JSON.stringify(record, undefined, 2) + "\n");
}

/** @throws UsageError when the folder was not made by this program. */
export function readFolderRecord(folder: string): FolderRecord {
  const file = join(folder, recordFileName);
  const hint = "make the folder first: the same command without --append-day";
  let record: Partial<FolderRecord>;
  try {
    record = JSON.parse(readFileSync(file, "utf8")) as Partial<FolderRecord>;
  } catch (error) {
    const reason = error instanceof SyntaxError ? "is not JSON" : "cannot be read";
    throw new UsageError(`${file} ${reason}, so there is nothing to append a day to`, hint);
  }
  const { seed, scale, format, as_of } = record;
  const complete =
    typeof seed === "number" &&
    typeof scale === "number" &&
    (format === "csv" || format === "parquet") &&
    typeof as_of === "string" &&
    parseDay(as_of) !== undefined;
  if (!complete) throw new UsageError(`${file} does not say how the data was made`, hint);
  return { seed, scale, format, as_of };
}
