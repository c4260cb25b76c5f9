/** Copies of views in a database in memory, attached under a name of its own. */
import { DatabaseError, type FileReads, type ViewCopies } from "@tsmodel/core/adapter";
import { quoteName, quoteString } from "../sql.ts";
import type { BackgroundThreads } from "./background-threads.ts";
import type { DuckDbConnection } from "./driver.ts";
import { toDatabaseError } from "./statement-error.ts";

const DEFINITIONS = "select schema_name, view_name, sql from duckdb_views() where not internal and lower(database_name) = lower";
/** As DuckDB writes it; a view with names for its columns is left alone. */
const CREATE_VIEW: RegExp = /^CREATE VIEW (?:(?:"(?:[^"]|"")*"|\w+)\.?)+ AS ([\s\S]+?);?\s*$/;
const REMOTE: RegExp = /^'?\s*[a-z][a-z0-9+.-]*:\/\//i;
const COMPRESSION = 8;
const TEXT: RegExp = /'(?:[^']|'')*'/g;

export interface CopiesInput {
  readonly name: string;
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
    const size = `size * if(regexp_matches(filename, '[.](gz|zst)$'), ${COMPRESSION}, 1)`;
    const rows = await this.rows(`select cast(sum(${size}) as double) from read_blob([${texts.join(", ")}])`).catch(() => undefined);
    const [bytes] = rows?.[0] ?? [];
    return typeof bytes === "number" ? bytes : undefined;
  }

  async create(kind: "table" | "view", { schema, identifier }: { schema: string; identifier: string }, query: string): Promise<void> {
    const place = `${quoteName(this.input.name)}.${quoteName(schema)}`;
    if (!this.schemas.has(schema)) this.schemas.set(schema, this.run(`CREATE SCHEMA ${place}`));
    await this.schemas.get(schema);
    const search = `SET search_path = ${quoteString(place)};\n`;
    await this.run(`${search}CREATE ${kind.toUpperCase()} ${place}.${quoteName(identifier)} AS (\n${query}\n)`);
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
