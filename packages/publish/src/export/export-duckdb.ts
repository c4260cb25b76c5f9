import { rename, rm, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteName, quotePath, quoteText } from "../quote.ts";
import { relationSql } from "../source/read-source.ts";
import {
  type ExportOptions,
  type ExportResult,
  type ExportTable,
  exportTable,
  runExport,
} from "./run-export.ts";
import { flush, removeStale, workPath } from "./work-path.ts";

/**
 * Writes the tables into a DuckDB file of their own, for tools that read files: the file that is being built may be
 * locked, this one never is. It is written beside its place and renamed, so whoever opens it finds the old one or
 * the new one, whole.
 * @throws PublishError export-failed, disk-full, relation-not-found, source-failed, interrupted
 */
export async function exportDuckdb(
  source: DuckDBConnection,
  tables: readonly ExportTable[],
  file: string,
  options: ExportOptions = {},
): Promise<ExportResult> {
  const work = workPath(file);
  return runExport(source, file, options, async () => {
    try {
      const written = await writeDatabase(source, tables, work);
      await flush(work);
      const { size } = await stat(work);
      await rename(work, file);
      await flush(dirname(file));
      await removeStale(file);
      return { path: file, tables: written, bytes: size };
    } finally {
      await rm(work, { force: true });
      await rm(`${work}.wal`, { force: true });
    }
  });
}

async function writeDatabase(
  source: DuckDBConnection,
  tables: readonly ExportTable[],
  work: string,
): Promise<ExportResult["tables"]> {
  const database = `tsmodel_export_${basename(work).split("-").at(-1)}`;
  await source.run(`ATTACH ${quoteText(work)} AS ${quoteName(database)}`);
  try {
    await source.run("BEGIN TRANSACTION");
    const written: { name: string; rows: number }[] = [];
    for (const table of tables) written.push(await writeTable(source, table, database));
    await source.run("COMMIT");
    await source.run(`CHECKPOINT ${quoteName(database)}`);
    return written;
  } catch (error) {
    await source.run("ROLLBACK").catch(() => {}); // the error may have come before the transaction
    throw error;
  } finally {
    await source.run(`DETACH ${quoteName(database)}`);
  }
}

async function writeTable(
  source: DuckDBConnection,
  table: ExportTable,
  database: string,
): Promise<{ name: string; rows: number }> {
  const path = quotePath([database, "main", table.name]);
  const rows = await exportTable(
    source,
    table,
    `CREATE TABLE ${path} AS FROM ${relationSql(table.relation)}`,
  );
  if (table.description) await source.run(`COMMENT ON TABLE ${path} IS ${quoteText(table.description)}`);
  for (const { name, description } of table.columns ?? []) {
    if (description) {
      const sql = `COMMENT ON COLUMN ${path}.${quoteName(name)} IS ${quoteText(description)}`;
      await exportTable(source, table, sql);
    }
  }
  return { name: table.name, rows };
}
