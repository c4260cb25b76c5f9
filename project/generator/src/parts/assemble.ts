/** Puts the parts' files together and moves the finished tables to where they belong. */
import { closeSync, openSync, readdirSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { tableNames, tableSpecs } from "../tables/table-spec.ts";
import { renderCsvHeader } from "../write/render-csv.ts";
import { partFileName, type Format } from "./part.ts";

/** Makes complete tables in the working folder out of the parts in it; returns their file names. */
export function assembleTables(folder: string, parts: number, format: Format): string[] {
  return tableNames.flatMap((table) => {
    if (format === "csv") return [concatenateCsv(folder, table, parts)];
    // A Parquet table of several parts stays several files: `events.0002.parquet` beside `events.parquet`.
    return Array.from({ length: parts }, (_, part) => {
      const name = part === 0 ? `${table}.parquet` : `${table}.${String(part + 1).padStart(4, "0")}.parquet`;
      renameSync(join(folder, partFileName(table, part, format)), join(folder, name));
      return name;
    });
  });
}

/** Replaces the tables of that format in the folder by the new ones, file by file. */
export function moveTables(names: readonly string[], from: string, to: string, format: Format): void {
  for (const name of names) renameSync(join(from, name), join(to, name));
  const fresh = new Set(names);
  for (const name of readdirSync(to)) {
    if (!fresh.has(name) && isTableFile(name, format)) rmSync(join(to, name));
  }
}

function isTableFile(name: string, format: Format): boolean {
  return tableNames.some((table) => new RegExp(`^${table}(\\.\\d+)?\\.${format}$`).test(name));
}

function concatenateCsv(folder: string, table: (typeof tableNames)[number], parts: number): string {
  const name = `${table}.csv`;
  const out = openSync(join(folder, name), "w");
  try {
    writeSync(out, renderCsvHeader(tableSpecs[table]));
    for (let part = 0; part < parts; part++) {
      const file = join(folder, partFileName(table, part, "csv"));
      appendFile(out, file);
      rmSync(file);
    }
  } finally {
    closeSync(out);
  }
  return name;
}

function appendFile(out: number, file: string): void {
  const input = openSync(file, "r");
  try {
    const block = Buffer.allocUnsafe(1 << 20);
    for (let length = readSync(input, block); length > 0; length = readSync(input, block)) {
      for (let at = 0; at < length;) at += writeSync(out, block, at, length - at);
    }
  } finally {
    closeSync(input);
  }
}
