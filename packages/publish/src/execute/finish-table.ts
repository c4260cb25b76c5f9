/** What a loaded table gets before readers see it: keys, indexes, comments, statistics. */
import { columnNames } from "../plan/plan-columns.ts";
import type { PlannedTable } from "../plan/publish-plan.ts";
import { MADE_BY_PUBLISH } from "../plan/work-schemas.ts";
import type { LiveSchema, LiveTable } from "../postgres/live-schema.ts";
import type { PostgresSession } from "../postgres/session.ts";
import { PublishError } from "../publish-error.ts";
import type { PublishEffects } from "../publish-event.ts";
import { fitName, quoteName, quotePath, quoteText } from "../quote.ts";

export interface FinishJob {
  readonly session: PostgresSession;
  readonly table: PlannedTable;
  readonly schema: string; // the work schema
  readonly live: LiveSchema | undefined;
  readonly effects: PublishEffects;
}

/** Runs inside the transaction that created and filled the table. */
export async function finishTable(job: FinishJob): Promise<void> {
  const { session, table, schema, live } = job;
  const name = table.spec.name;
  const path = quotePath([schema, name]);
  const old = live?.tables.get(name);
  const about = { table: name };
  for (const statement of keyStatements(path, table)) await session.run(statement, about);
  for (const statement of indexStatements(schema, table)) await session.run(statement, about);
  if (old) await carryOver(job, path, old);
  for (const statement of commentStatements(path, table, old)) await session.run(statement, about);
  if (old) await keepOwner(session, path, old);
  await session.run(`ANALYZE ${path}`, about);
}

/** The configured primary key, named as Postgres would name it. */
export function keyStatements(path: string, { spec, columns }: PlannedTable): readonly string[] {
  if (!spec.primaryKey?.length) return [];
  const name = quoteName(fitName(`${spec.name}_pkey`));
  const key = columnNames(spec.primaryKey, columns).map(quoteName).join(", ");
  return [
    `ALTER TABLE ${path} ADD CONSTRAINT ${name} PRIMARY KEY (${key})`,
    `COMMENT ON CONSTRAINT ${name} ON ${path} IS ${quoteText(MADE_BY_PUBLISH)}`,
  ];
}

export function indexStatements(schema: string, { spec, columns }: PlannedTable): readonly string[] {
  const path = quotePath([schema, spec.name]);
  return (spec.indexes ?? []).flatMap((index) => {
    const names = columnNames(index.columns, columns);
    const name = fitName(`${spec.name}_${names.join("_")}_${index.unique ? "key" : "idx"}`);
    const list = names.map(quoteName).join(", ");
    return [
      `CREATE ${index.unique ? "UNIQUE " : ""}INDEX IF NOT EXISTS ${quoteName(name)} ON ${path} (${list})`,
      `COMMENT ON INDEX ${quotePath([schema, name])} IS ${quoteText(MADE_BY_PUBLISH)}`,
    ];
  });
}

/** Configured descriptions; where there is none, the comment the old table had. */
export function commentStatements(
  path: string,
  { spec, columns }: PlannedTable,
  old?: LiveTable,
): readonly string[] {
  const described = new Map(
    (spec.columns ?? []).map(({ name, description }) => [columnNames([name], columns)[0]!, description]),
  );
  const oldComments = new Map((old?.columns ?? []).map(({ name, comment }) => [name, comment]));
  const tableComment = spec.description || old?.comment;
  return [
    ...(tableComment ? [`COMMENT ON TABLE ${path} IS ${quoteText(tableComment)}`] : []),
    ...columns.flatMap(({ name }) => {
      const comment = described.get(name) || oldComments.get(name);
      return comment ? [`COMMENT ON COLUMN ${path}.${quoteName(name)} IS ${quoteText(comment)}`] : [];
    }),
  ];
}

/** Indexes and constraints added by hand come along; one whose columns are gone cannot, and that is said. */
async function carryOver(job: FinishJob, path: string, old: LiveTable): Promise<void> {
  const { session, table, effects } = job;
  for (const { name, kind, definition, ours } of old.constraints) {
    if (ours || (kind === "p" && table.spec.primaryKey?.length)) continue;
    await carry(name, `ALTER TABLE ${path} ADD CONSTRAINT ${quoteName(name)} ${definition}`);
  }
  for (const { name, definition, ours } of old.indexes) {
    if (ours) continue;
    const moved = definition.replace(` ON ${old.qualified} USING`, () => ` ON ${path} USING`);
    if (moved !== definition) await carry(name, moved);
  }

  async function carry(name: string, statement: string): Promise<void> {
    await session.run("SAVEPOINT carry");
    try {
      await session.run(statement, { table: table.spec.name });
      await session.run("RELEASE SAVEPOINT carry");
    } catch (error) {
      if (!isMissingColumn(error)) throw error;
      await session.run("ROLLBACK TO SAVEPOINT carry");
      const reason = "a column it needs is no longer there";
      effects.report({ type: "index-left-out", table: table.spec.name, index: name, reason });
    }
  }
}

function isMissingColumn(error: unknown): boolean {
  return error instanceof PublishError && (error.cause as { code?: string } | undefined)?.code === "42703";
}

async function keepOwner(session: PostgresSession, path: string, old: LiveTable): Promise<void> {
  const [row] = await session.rows<{ same: boolean }>("SELECT current_user = $1 AS same", [old.owner]);
  if (!row?.same) await session.run(`ALTER TABLE ${path} OWNER TO ${quoteName(old.owner)}`);
}
