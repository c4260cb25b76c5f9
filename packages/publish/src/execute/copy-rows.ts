import { buildChunkEncoder, type ChunkEncoder, COPY_HEADER, COPY_TRAILER } from "../encode/chunk-encoder.ts";
import { ChunkValueError } from "../encode/chunk-value-error.ts";
import type { PlannedTable } from "../plan/publish-plan.ts";
import { CopyWriter } from "../postgres/copy-writer.ts";
import type { PostgresSession } from "../postgres/session.ts";
import { PublishError } from "../publish-error.ts";
import type { PublishEffects } from "../publish-event.ts";
import { quoteName } from "../quote.ts";
import { readChunks } from "../source/read-chunks.ts";
import type { SourceSnapshot } from "../source/source-snapshot.ts";
import type { DuckDBDataChunk } from "@duckdb/node-api";

export interface CopyJob {
  readonly session: PostgresSession;
  readonly source: SourceSnapshot;
  readonly table: PlannedTable;
  /** Quoted name of the Postgres table, created in the running transaction. */
  readonly path: string;
  readonly encoder: "columnar" | "rows";
  readonly effects: PublishEffects;
}

export interface CopyResult {
  readonly rows: number;
  readonly bytes: number;
}

const PROGRESS_MS = 500;

/**
 * Streams a DuckDB relation into a Postgres table. One chunk is encoded while DuckDB makes the next and Postgres
 * takes the last; nothing piles up, since a piece is only written when the network has taken the one before.
 * FREEZE is allowed as the table was created in this transaction; it spares Postgres a second pass over the rows
 * and lets transactions that began earlier see them.
 * @throws PublishError value-rejected with column and row, source-failed, disk-full …
 */
export async function copyRows(job: CopyJob): Promise<CopyResult> {
  const { session, table, path } = job;
  const columns = table.columns.map(({ name }) => quoteName(name)).join(", ");
  const sql = `COPY ${path} (${columns}) FROM STDIN (FORMAT binary, FREEZE true)`;
  return session.watch(
    async () => {
      const writer = new CopyWriter(session, sql);
      try {
        const rows = await sendRows(job, writer);
        return { rows, bytes: writer.bytes };
      } catch (error) {
        await writer.abandon("the publisher gave up");
        throw error;
      }
    },
    { table: table.spec.name },
  );
}

async function sendRows(job: CopyJob, writer: CopyWriter): Promise<number> {
  const { table, session, source, effects } = job;
  const wires = table.columns.map(({ wire }) => wire);
  const encode = buildChunkEncoder(wires, job.encoder);
  let sent = 0;
  let reported = effects.now();
  await writer.write(COPY_HEADER);
  for await (const chunk of readChunks(source, table, effects.signal)) {
    for (const piece of encodeChunk(encode, chunk, table, sent)) await writer.write(piece);
    sent += chunk.rowCount;
    session.throwIfInterrupted();
    if (effects.now() - reported >= PROGRESS_MS) {
      reported = effects.now();
      effects.report({ type: "table-progress", table: table.spec.name, rows: sent, bytes: writer.bytes });
    }
  }
  await writer.write(COPY_TRAILER);
  return writer.finish();
}

function* encodeChunk(
  encode: ChunkEncoder,
  chunk: DuckDBDataChunk,
  table: PlannedTable,
  before: number,
): Iterable<Uint8Array> {
  try {
    yield* encode(chunk);
  } catch (error) {
    if (!(error instanceof ChunkValueError)) throw error;
    const column = table.columns[error.column]!.name;
    const row = before + error.row + 1;
    const message = `row ${row} of table "${table.spec.name}" has a value in "${column}" that Postgres cannot hold: ${error.message}`;
    throw new PublishError("value-rejected", { message }, { table: table.spec.name, column, row }, error);
  }
}
