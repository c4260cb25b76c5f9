/** A SELECT's rows in pieces, by a cursor of its own transaction. */
import type { QueryOptions, QueryResult, RowBatch } from "@tsmodel/core/adapter";

const PIECE = 5000;

export interface CursorSession {
  query(sql: string, options?: QueryOptions): Promise<QueryResult>;
  begin(): Promise<void>;
  rollback(): Promise<void>;
}

/** @throws DatabaseError */
export async function* streamRows(session: CursorSession, sql: string): AsyncGenerator<RowBatch> {
  await session.begin();
  await session.query(`declare tsmodel_rows no scroll cursor for ${sql}`);
  try {
    for (;;) {
      const { columns, rows } = await session.query(`fetch forward ${PIECE} from tsmodel_rows`, { fetch: true });
      if (rows.length === 0) return;
      yield { columns, rows };
    }
  } finally {
    await session.rollback();
  }
}
