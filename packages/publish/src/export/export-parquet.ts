import { lstat, mkdir, readlink, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { PublishError } from "../publish-error.ts";
import { quoteText } from "../quote.ts";
import { relationSql } from "../source/read-source.ts";
import {
  type ExportOptions,
  type ExportResult,
  type ExportTable,
  exportTable,
  runExport,
} from "./run-export.ts";
import { flush, generationPath, removeStale, workPath } from "./work-path.ts";

/**
 * Writes `<table>.parquet` files into `folder`. The folder is a symbolic link to a hidden one beside it, and a new
 * set of files is a new hidden folder; the link is replaced by a rename, which is atomic, so the files under it are
 * always of one generation. The generation before is kept until the next export, for readers that are in it.
 * @throws PublishError export-failed, disk-full, relation-not-found, source-failed, interrupted
 */
export async function exportParquet(
  source: DuckDBConnection,
  tables: readonly ExportTable[],
  folder: string,
  options: ExportOptions = {},
): Promise<ExportResult> {
  const work = workPath(folder);
  const generation = generationPath(folder);
  const link = `${work}-link`;
  return runExport(source, folder, options, async () => {
    try {
      const before = await readGeneration(folder);
      const result = await writeFiles(source, tables, folder, work);
      await symlink(basename(generation), link, "dir");
      await rename(work, generation);
      await rename(link, folder);
      await flush(dirname(folder));
      await removeStale(folder, [basename(generation), before ?? ""]);
      return result;
    } finally {
      await rm(link, { force: true });
      await rm(work, { recursive: true, force: true });
    }
  });
}

/** Name of the hidden folder the link points to; undefined when there is none yet. */
async function readGeneration(folder: string): Promise<string | undefined> {
  const found = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) return basename(await readlink(folder));
  throw new PublishError("export-failed", {
    message: `${folder} exists and was not made by an export, which makes a symbolic link there`,
    hint: "move it away, or export to another folder",
  });
}

async function writeFiles(
  source: DuckDBConnection,
  tables: readonly ExportTable[],
  folder: string,
  work: string,
): Promise<ExportResult> {
  await mkdir(work, { recursive: true });
  const written: { name: string; rows: number }[] = [];
  let bytes = 0;
  await source.run("BEGIN TRANSACTION");
  try {
    for (const table of tables) {
      const file = join(work, `${fileName(table)}.parquet`);
      const sql = `COPY (FROM ${relationSql(table.relation)}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`;
      written.push({ name: table.name, rows: await exportTable(source, table, sql) });
      await flush(file);
      bytes += (await stat(file)).size;
    }
  } finally {
    await source.run("ROLLBACK").catch(() => {}); // it only read; an error may have ended it
  }
  await flush(work);
  return { path: folder, tables: written, bytes };
}

function fileName({ name }: ExportTable): string {
  if (!/[/\\\0]/.test(name) && name !== "" && !name.startsWith(".")) return name;
  throw new PublishError(
    "export-failed",
    { message: `"${name}" cannot be the name of a file` },
    { table: name },
  );
}
