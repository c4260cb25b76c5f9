import type { PlannedTable, TableAction } from "../plan/publish-plan.ts";
import type { LiveSchema } from "../postgres/live-schema.ts";
import type { PostgresSession } from "../postgres/session.ts";
import { PublishError } from "../publish-error.ts";
import type { PublishEffects } from "../publish-event.ts";
import { quoteName, quotePath } from "../quote.ts";
import type { SourceSnapshot } from "../source/source-snapshot.ts";
import { copyRows } from "./copy-rows.ts";
import { finishTable } from "./finish-table.ts";

export interface LoadJob {
  readonly session: PostgresSession;
  readonly source: SourceSnapshot;
  readonly table: PlannedTable;
  readonly schema: string; // the work schema
  readonly live: LiveSchema | undefined;
  readonly encoder: "columnar" | "rows";
  readonly effects: PublishEffects;
}

export interface LoadedTable {
  readonly name: string;
  readonly action: TableAction;
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Creates one table in the work schema, fills it and finishes it, in one transaction.
 * @throws PublishError
 */
export async function loadTable(job: LoadJob): Promise<LoadedTable> {
  const { session, table, schema, effects } = job;
  const { name } = table.spec;
  const started = effects.now();
  const path = quotePath([schema, name]);
  return session.transaction(async () => {
    await session.run(createStatement(path, table), { table: name });
    const { rows, bytes } = await copyRows({ ...job, path });
    checkRowCount(table, rows);
    effects.report({ type: "table-finishing", table: name, rows });
    for (const statement of convertStatements(path, table)) await session.run(statement, { table: name });
    // A table that is only a source for INSERT needs no more than its rows.
    if (table.action !== "refill") await finishTable(job);
    const milliseconds = effects.now() - started;
    effects.report({ type: "table-loaded", table: name, rows, bytes, milliseconds });
    return { name, action: table.action, rows, bytes, milliseconds };
  });
}

function createStatement(path: string, { columns }: PlannedTable): string {
  const list = columns.map(({ name, loadType }) => `${quoteName(name)} ${loadType}`).join(", ");
  return `CREATE TABLE ${path} (${list})`;
}

/** Columns that travelled as text become what they shall be, all in one rewrite of the table. */
function convertStatements(path: string, { columns }: PlannedTable): readonly string[] {
  const clauses = columns
    .filter(({ loadType, finalType }) => loadType !== finalType)
    .map(({ name, finalType }) => {
      const column = quoteName(name);
      return `ALTER COLUMN ${column} TYPE ${finalType} USING ${column}::${finalType}`;
    });
  return clauses.length === 0 ? [] : [`ALTER TABLE ${path} ${clauses.join(", ")}`];
}

function checkRowCount({ spec }: PlannedTable, rows: number): void {
  if (spec.rowCountExpected === undefined || spec.rowCountExpected === rows) return;
  const text = {
    message: `table "${spec.name}" was to have ${spec.rowCountExpected} rows, but DuckDB gave ${rows}`,
    hint: "the relation changed while it was being published; build and publish again",
  };
  throw new PublishError("row-count-differs", text, { table: spec.name });
}
