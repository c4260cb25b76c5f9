import type { DuckDBConnection } from "@duckdb/node-api";
import { type ErrorText, PublishError } from "../publish-error.ts";
import type { PublishTable } from "../publish-options.ts";
import { sourceError } from "../source/read-source.ts";

/** The part of a table's description an export needs. */
export type ExportTable = Pick<PublishTable, "relation" | "name" | "description" | "columns">;

export interface ExportOptions {
  readonly signal?: AbortSignal;
}

export interface ExportResult {
  /** The file or folder, as given. */
  readonly path: string;
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly bytes: number;
}

/** Work on the connection that an abort interrupts, with everything it throws explained. */
export async function runExport<T>(
  source: DuckDBConnection,
  path: string,
  options: ExportOptions,
  work: () => Promise<T>,
): Promise<T> {
  const { signal } = options;
  const onAbort = (): void => source.interrupt();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    if (signal?.aborted) throw interrupted(path);
    return await work();
  } catch (error) {
    throw signal?.aborted ? interrupted(path, error) : explainExportError(error, path);
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

/** Runs one statement that reads a table; DuckDB's error names the table. Gives the number of rows written. */
export async function exportTable(
  source: DuckDBConnection,
  table: ExportTable,
  sql: string,
): Promise<number> {
  try {
    const [row] = await (await source.run(sql)).getRows();
    return Number(row?.[0] ?? 0); // CREATE TABLE AS and COPY answer with their count
  } catch (error) {
    const { message } = error as Error;
    throw /^IO Error|^Permission Error/.test(message) ? error : sourceError(error, table);
  }
}

function interrupted(path: string, cause?: unknown): PublishError {
  return new PublishError(
    "interrupted",
    { message: `the export was interrupted; ${path} is as it was` },
    {},
    cause,
  );
}

function explainExportError(error: unknown, path: string): PublishError {
  if (error instanceof PublishError) return error;
  const { message, code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || /No space left|could not write all bytes/i.test(message)) {
    const text: ErrorText = {
      message: `there is no room left for ${path}`,
      hint: "free disk space and export again",
    };
    return new PublishError("disk-full", text, {}, error);
  }
  const hint = /Permission Error/.test(message)
    ? "enable_external_access is off in this DuckDB; an export needs it"
    : undefined;
  const text = { message: `${path} could not be written: ${message.split("\n")[0]}`, ...(hint && { hint }) };
  return new PublishError("export-failed", text, {}, error);
}
