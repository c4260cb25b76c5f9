/** Copies of views in a database in memory, attached under a name of its own. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseError, type FileReads, type ViewCopies, type ViewCopy } from "@tsmodel/core/adapter";
import { quoteName, quoteString } from "../sql.ts";
import type { BackgroundThreads } from "./background-threads.ts";
import type { DuckDbConnection } from "./driver.ts";
import { toDatabaseError } from "./statement-error.ts";

const DEFINITIONS = "select schema_name, view_name, sql from duckdb_views() where not internal and lower(database_name) = lower";
/** As DuckDB writes it; a view with names for its columns is left alone. */
const CREATE_VIEW: RegExp = /^CREATE VIEW (?:(?:"(?:[^"]|"")*"|\w+)\.?)+ AS ([\s\S]+?);?\s*$/;
const REMOTE: RegExp = /^'?\s*[a-z][a-z0-9+.-]*:\/\//i;
const COMPRESSED: RegExp = /[.](gz|zst)$/;
const COMPRESSION = 8;
/** What DuckDB takes for a pattern of names, and what is no path. */
const PATTERN: RegExp = /[*?[\]{}:]/;
/** Text up to this size DuckDB reads with one thread, unless it is told otherwise. Bytes. */
const ONE_THREAD = 32 * 1024 * 1024;
const TEXT: RegExp = /'(?:[^']|'')*'/g;

/**
 * Where several threads can fill a table, each collects rows that are then put together, copied once more; that takes a
 * seventh of the time of a small file. Behind a positional join only one thread reads, and the rows go to their place at once.
 */
const inOneGo = (query: string): string => `\nSELECT kept.* FROM (\n${query}\n) AS kept POSITIONAL JOIN (SELECT 1 WHERE false) AS nothing`;

export interface CopiesInput {
  readonly name: string;
  /** Where files are looked for besides the current folder. */
  readonly folders: readonly string[];
  readonly connect: () => Promise<DuckDbConnection>;
  readonly threads: BackgroundThreads;
  readonly closed: () => void;
}

export class DuckDbCopies implements ViewCopies {
  private readonly input: CopiesInput;
  private readonly free: DuckDbConnection[] = [];
  private readonly busy: Set<DuckDbConnection> = new Set();
  private readonly schemas: Map<string, Promise<unknown>> = new Map();

  private constructor(input: CopiesInput) {
    this.input = input;
  }

  /** undefined when the database refuses it. */
  static async attach(input: CopiesInput): Promise<DuckDbCopies | undefined> {
    const copies = new DuckDbCopies(input);
    return copies.run(`ATTACH ':memory:' AS ${quoteName(input.name)}`).then(
      () => copies,
      () => {
        copies.closeConnections();
        return undefined;
      },
    );
  }

  async definitions(database: string): ReturnType<ViewCopies["definitions"]> {
    const rows = await this.rows(`${DEFINITIONS}(${quoteString(database)})`);
    return rows.flatMap(([schema, identifier, sql]) => {
      const query = CREATE_VIEW.exec(String(sql))?.[1];
      return query === undefined ? [] : [{ schema: String(schema), identifier: String(identifier), query }];
    });
  }

  /** Only the sizes are asked for: nothing is read. Compressed text counts as what it usually is when read. */
  async bytesOf(files: FileReads["text"]): Promise<number | undefined> {
    const texts = files.flatMap((file) => file.match(TEXT) ?? []);
    if (texts.some((text) => REMOTE.test(text))) return undefined;
    const sizes = texts.map((text) => this.plainSize(text.slice(1, -1).replaceAll("''", "'")));
    if (!sizes.includes(undefined)) return (sizes as number[]).reduce((sum, size) => sum + size, 0);
    const size = `size * if(regexp_matches(filename, '${COMPRESSED.source}'), ${COMPRESSION}, 1)`;
    const rows = await this.rows(`select cast(sum(${size}) as double) from read_blob([${texts.join(", ")}])`).catch(() => undefined);
    const [bytes] = rows?.[0] ?? [];
    return typeof bytes === "number" ? bytes : undefined;
  }

  /** Of one file that lies where DuckDB looks for it, which takes a statement to ask; undefined for anything else. */
  private plainSize(path: string): number | undefined {
    if (PATTERN.test(path)) return undefined;
    for (const place of [path, ...this.input.folders.map((folder) => join(folder, path))]) {
      const found = statSync(place, { throwIfNoEntry: false });
      if (found?.isFile()) return found.size * (COMPRESSED.test(path) ? COMPRESSION : 1);
    }
    return undefined;
  }

  async create({ path: { schema, identifier }, query, rowsFrom }: ViewCopy): Promise<void> {
    const place = `${quoteName(this.input.name)}.${quoteName(schema)}`;
    if (!this.schemas.has(schema)) this.schemas.set(schema, this.run(`CREATE SCHEMA ${place}`));
    await this.schemas.get(schema);
    const search = `SET search_path = ${quoteString(place)};\n`;
    const what = `${place}.${quoteName(identifier)}`;
    if (rowsFrom === undefined) await this.run(`${search}CREATE VIEW ${what} AS (\n${query}\n)`);
    else await this.run(`${search}CREATE TABLE ${what} AS ${rowsFrom > ONE_THREAD ? `(\n${query}\n)` : inOneGo(query)}`);
  }

  private async rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    return this.use(sql, async (connection) => (await connection.runAndReadAll(sql)).getRows());
  }

  private run(sql: string): Promise<unknown> {
    return this.use(sql, (connection) => connection.run(sql));
  }

  private async use<T>(sql: string, work: (connection: DuckDbConnection) => Promise<T>): Promise<T> {
    const connection = this.free.pop() ?? (await this.input.connect());
    this.busy.add(connection);
    try {
      return await this.input.threads.during(() => work(connection));
    } catch (error) {
      throw error instanceof DatabaseError ? error : toDatabaseError(error, sql);
    } finally {
      this.busy.delete(connection);
      this.free.push(connection);
    }
  }

  interrupt(): void {
    for (const connection of this.busy) connection.interrupt();
  }

  /** Copies are gone with it; what still reads them ends first. */
  async close(): Promise<void> {
    await this.run(`SET search_path = ''; DETACH ${quoteName(this.input.name)}`).catch(() => undefined);
    this.closeConnections();
    this.input.closed();
  }

  private closeConnections(): void {
    for (const connection of this.free.splice(0)) connection.closeSync();
  }
}
