/** Tables → what monitoring asks of them: columns, a profile by period, shares of values. */
import { DatabaseError, type QueryResult, type Session } from "@tsmodel/core";
import { columnsSql, type QueryRows } from "@tsmodel/dashboards";
import {
  chooseMixColumns,
  createCheck,
  mixSql,
  planTable,
  readProfile,
  type Check,
  type Monitoring,
  type TableColumn,
  type TableReading,
  type TableTarget,
} from "@tsmodel/monitor";
import { toPlain } from "../dashboards/read-dashboard-rows.ts";

export interface TableReadings {
  readonly readings: readonly TableReading[];
  /** Findings of tables that could not be read. */
  readonly broken: readonly Check[];
}

export async function readTables(
  targets: readonly TableTarget[],
  monitoring: Monitoring,
  session: Session,
  asOf: Date,
): Promise<TableReadings> {
  const readings: TableReading[] = [];
  const broken: Check[] = [];
  const nullable = await readNullable(session);
  for (const target of targets) {
    try {
      readings.push(await readTable(target, monitoring, session, asOf, nullable));
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      if (session.inTransaction) await session.rollback();
      const { at } = monitoring.tableSettings(target.kind, target.name);
      broken.push(
        brokenTable(at === undefined ? target : { ...target, at: { file: at.file, line: at.line } }, error),
      );
    }
  }
  return { readings, broken };
}

async function readTable(
  target: TableTarget,
  monitoring: Monitoring,
  session: Session,
  asOf: Date,
  nullable: ReadonlyMap<string, boolean>,
): Promise<TableReading> {
  const { columns: found } = await session.query(columnsSql(`select * from ${target.relation}`), {
    fetch: true,
  });
  const columns = found.map(({ name, type }): TableColumn => ({
    name,
    type,
    nullable: nullable.get(keyOf(target.relation, name)),
  }));
  const plan = planTable(target, monitoring.tableSettings(target.kind, target.name), columns, asOf);
  if (plan.sql === undefined) return { plan, mixes: {} };
  const rows = toRows(await session.query(plan.sql, { fetch: true }));
  const profile = readProfile(rows, plan.request.columns, plan.settings.grain);
  const mixes: { [column: string]: QueryRows } = {};
  for (const column of chooseMixColumns(plan, profile))
    mixes[column] = toRows(await session.query(mixSql(plan.request, column), { fetch: true }));
  return { plan, profile, mixes };
}

function brokenTable(target: TableTarget, error: DatabaseError): Check {
  const isMissing = /does not exist|no files found/i.test(error.message);
  const message = `cannot be read: ${error.message.split("\n")[0]}${isMissing && target.kind === "model" ? "; tsmodel build makes it" : ""}`;
  return createCheck(
    { node: target.node, nodeName: target.name, kind: "schema", name: `${target.name}.table`, at: target.at },
    { status: "error", message },
  );
}

export const toRows = ({ columns, rows }: QueryResult): QueryRows => ({
  columns: columns.map(({ name }) => name),
  rows: rows.map((row) => row.map(toPlain)),
});

/** Whether columns may be null, by relation and column; what the database does not list is not known. */
async function readNullable(session: Session): Promise<ReadonlyMap<string, boolean>> {
  const { rows } = await session.query(
    "select table_catalog, table_schema, table_name, column_name, is_nullable from information_schema.columns where table_schema not in ('information_schema', 'pg_catalog')",
    { fetch: true },
  );
  return new Map(
    rows.map(([catalog, schema, table, column, nullable]) => [
      keyOf(`"${String(catalog)}"."${String(schema)}"."${String(table)}"`, String(column)),
      nullable === "YES",
    ]),
  );
}

const keyOf = (relation: string, column: string): string => `${relation.replaceAll('"', "")}.${column}`;
