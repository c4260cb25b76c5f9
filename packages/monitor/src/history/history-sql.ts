/**
 * Tables that runs remember in, in a schema of their own. Statements that DuckDB and Postgres both take; values stand in
 * them as literals. Columns of metric_points are those of the reference's section 6, and when the run was.
 */
import type { QueryRows } from "@tsmodel/dashboards";
import type { TableColumn } from "../table/columns.ts";
import { seriesId, writeDims, type History, type HistoryPoint, type StoredPoint } from "./points.ts";

export const SCHEMA = "_tsmodel";

export const CREATE_TABLES: readonly string[] = [
  `create schema if not exists ${SCHEMA}`,
  `create table if not exists ${SCHEMA}.metric_points (run_id varchar not null, node varchar not null, "column" varchar, metric varchar not null, dims varchar, bucket_start varchar not null, value double precision not null, is_training boolean not null, flagged boolean not null, recorded_at timestamp not null)`,
  `create table if not exists ${SCHEMA}.schema_columns (node varchar not null, position integer not null, "column" varchar not null, type varchar not null, nullable boolean, run_id varchar not null, recorded_at timestamp not null)`,
  `create table if not exists ${SCHEMA}.monitor_findings (run_id varchar not null, recorded_at timestamp not null, id varchar not null, name varchar not null, node varchar not null, kind varchar not null, severity varchar not null, message varchar not null, announced boolean not null)`,
];

/** One row where the tables are there already. */
export const FIND_TABLES: string = `select table_name from information_schema.tables where table_schema = '${SCHEMA}' and table_name in ('metric_points', 'schema_columns', 'monitor_findings')`;

/** The newest word on each period of each series. */
export const READ_POINTS: string = `select node, "column", metric, dims, bucket_start, value, is_training, flagged from (select *, row_number() over (partition by node, "column", metric, dims, bucket_start order by recorded_at desc, is_training) as place from ${SCHEMA}.metric_points) as points where place = 1 order by bucket_start`;
export const READ_BASELINES: string = `select node, "column", type, nullable from ${SCHEMA}.schema_columns order by node, position`;
/** Open findings as the last run of each check left them. */
export const READ_FINDINGS: string = `select id, name, node, kind, severity, message, announced from ${SCHEMA}.monitor_findings order by id`;

export interface RunStamp {
  readonly runId: string;
  readonly at: Date;
}

/** Rows of one INSERT. */
const BLOCK = 500;

export function insertPoints(points: readonly HistoryPoint[], { runId, at }: RunStamp): string[] {
  const rows = points.map(({ node, column, metric, dims, bucket, value, isTraining, flagged }) =>
    [runId, node, column ?? null, metric, writeDims(dims), bucket, value, isTraining, flagged]
      .map(literal)
      .concat(instant(at)),
  );
  return insert("metric_points", rows);
}

/** Replaces what is known of a node. */
export function writeBaseline(
  node: string,
  columns: readonly TableColumn[],
  { runId, at }: RunStamp,
): string[] {
  const rows = columns.map(({ name, type, nullable }, position) =>
    [node, position, name, type, nullable ?? null, runId].map(literal).concat(instant(at)),
  );
  return [
    `delete from ${SCHEMA}.schema_columns where node = ${literal(node)}`,
    ...insert("schema_columns", rows),
  ];
}

export interface StoredFinding {
  readonly id: string;
  readonly name: string;
  readonly node: string;
  readonly kind: string;
  readonly severity: string;
  readonly message: string;
  /** Whether channels have been told. */
  readonly announced: boolean;
}

/** The table holds what is open now. */
export function writeFindings(findings: readonly StoredFinding[], { runId, at }: RunStamp): string[] {
  const rows = findings.map(({ id, name, node, kind, severity, message, announced }) => [
    literal(runId),
    instant(at),
    ...[id, name, node, kind, severity, message, announced].map(literal),
  ]);
  return [`delete from ${SCHEMA}.monitor_findings`, ...insert("monitor_findings", rows)];
}

function insert(table: string, rows: readonly (readonly string[])[]): string[] {
  const statements: string[] = [];
  for (let at = 0; at < rows.length; at += BLOCK)
    statements.push(
      `insert into ${SCHEMA}.${table} values ${rows
        .slice(at, at + BLOCK)
        .map((row) => `(${row.join(", ")})`)
        .join(", ")}`,
    );
  return statements;
}

const instant = (at: Date): string => `timestamp '${at.toISOString().slice(0, 23).replace("T", " ")}'`;

function literal(value: string | number | boolean | null): string {
  if (value === null) return "null";
  return typeof value === "string"
    ? `'${value.replaceAll("'", "''").replaceAll("\u0000", "")}'`
    : String(value);
}

export function readHistory({ rows }: QueryRows): History {
  const history = new Map<string, StoredPoint[]>();
  for (const [node, column, metric, dims, bucket, value, isTraining, flagged] of rows) {
    const parsed = dims === null ? undefined : (JSON.parse(String(dims)) as { [name: string]: string });
    const id = seriesId({
      node: String(node),
      column: column === null ? undefined : String(column),
      metric: String(metric),
      dims: parsed,
    });
    const points = history.get(id) ?? [];
    history.set(id, points);
    points.push({
      bucket: String(bucket),
      value: Number(value),
      isTraining: isTraining === true,
      flagged: flagged === true,
    });
  }
  return history;
}

export function readBaselines({ rows }: QueryRows): ReadonlyMap<string, readonly TableColumn[]> {
  const baselines = new Map<string, TableColumn[]>();
  for (const [node, name, type, nullable] of rows) {
    const columns = baselines.get(String(node)) ?? [];
    baselines.set(String(node), columns);
    columns.push({
      name: String(name),
      type: String(type),
      nullable: typeof nullable === "boolean" ? nullable : undefined,
    });
  }
  return baselines;
}

export const readFindings = ({ rows }: QueryRows): StoredFinding[] =>
  rows.map(([id, name, node, kind, severity, message, announced]) => ({
    id: String(id),
    name: String(name),
    node: String(node),
    kind: String(kind),
    severity: String(severity),
    message: String(message),
    announced: announced === true,
  }));
