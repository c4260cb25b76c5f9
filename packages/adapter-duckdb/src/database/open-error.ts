/** Why a database file could not be opened, as an error with advice. */
import { existsSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { TsmodelError } from "@tsmodel/core/adapter";
import { failDuckDb } from "../messages.ts";
import { readReport } from "./statement-error.ts";

export interface OpenPlace {
  /** As the profile writes it. */
  readonly place: string;
  readonly path: string;
  readonly projectDir: string;
}

export function toOpenError(error: unknown, { place, path, projectDir }: OpenPlace): TsmodelError {
  const { message } = readReport(error instanceof Error ? error.message : String(error));
  if (/could not set lock/i.test(message)) return locked(error, place, message);
  if (/not a valid DuckDB database file/i.test(message))
    return failDuckDb("duckdb-not-a-database", { place }, error);
  if (/corrupt database file/i.test(message))
    return failDuckDb("duckdb-corrupt", { place, detail: firstLine(message) }, error);
  if (/version number|storage version|newer version|different storage/i.test(message))
    return failDuckDb("duckdb-newer-file", { place, detail: firstLine(message) }, error);
  if (/no such file or directory/i.test(message) && !existsSync(dirname(path))) {
    return failDuckDb(
      "duckdb-folder-missing",
      { place, folder: relative(projectDir, dirname(path)) || dirname(path) },
      error,
    );
  }
  if (/permission denied|read-only file system/i.test(message))
    return failDuckDb("duckdb-no-permission", { place, detail: firstLine(message) }, error);
  return failDuckDb("duckdb-open", { place, detail: message }, error);
}

/** `… Conflicting lock is held in /usr/bin/node (PID 4711). …` */
function locked(error: unknown, place: string, message: string): TsmodelError {
  const holder = /held in (.+?) \(PID (\d+)\)/.exec(message);
  return failDuckDb(
    "duckdb-locked",
    { place, holder: holder?.[1], pid: holder ? Number(holder[2]) : undefined },
    error,
  );
}

const firstLine = (text: string): string => text.split("\n", 1)[0]!;
