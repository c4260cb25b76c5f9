/** Where runs remember: tables of the schema _tsmodel in the project's own database. */
import { DatabaseError, type Session } from "@tsmodel/core";
import {
  historySql,
  type History,
  type HistoryPoint,
  type RunStamp,
  type StoredFinding,
  type TableColumn,
} from "@tsmodel/monitor";
import { toRows } from "./read-tables.ts";

export interface Remembered {
  readonly history: History;
  readonly baselines: ReadonlyMap<string, readonly TableColumn[]>;
  readonly findings: readonly StoredFinding[];
}

export interface ToRemember {
  readonly points: readonly HistoryPoint[];
  readonly baselines: readonly { readonly node: string; readonly columns: readonly TableColumn[] }[];
  readonly findings: readonly StoredFinding[];
}

export async function readRemembered(session: Session): Promise<Remembered> {
  const { rows } = await session.query(historySql.FIND_TABLES, { fetch: true });
  if (rows.length < 3) return { history: new Map(), baselines: new Map(), findings: [] };
  const read = async (sql: string): Promise<ReturnType<typeof toRows>> =>
    toRows(await session.query(sql, { fetch: true }));
  return {
    history: historySql.readHistory(await read(historySql.READ_POINTS)),
    baselines: historySql.readBaselines(await read(historySql.READ_BASELINES)),
    findings: historySql.readFindings(await read(historySql.READ_FINDINGS)),
  };
}

/** All or nothing. Undefined when it is done, else why the database did not take it. */
export async function remember(
  session: Session,
  { points, baselines, findings }: ToRemember,
  stamp: RunStamp,
): Promise<string | undefined> {
  const statements = [
    ...historySql.CREATE_TABLES,
    ...historySql.insertPoints(points, stamp),
    ...baselines.flatMap(({ node, columns }) => historySql.writeBaseline(node, columns, stamp)),
    ...historySql.writeFindings(findings, stamp),
  ];
  try {
    if (session.inTransaction) await session.commit();
    await session.begin();
    for (const statement of statements) await session.query(statement);
    await session.commit();
    return undefined;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (session.inTransaction) await session.rollback();
    return error.message.split("\n")[0];
  }
}
