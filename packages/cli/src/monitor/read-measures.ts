/** Dashboards → the rows of their queries, each by itself: one that fails is a finding, not the end. */
import { TsmodelError, TsmodelErrors, type Database, type Workspace } from "@tsmodel/core";
import {
  buildCategoryBook,
  cubeSql,
  type CategoryBook,
  type Query,
  type SqlDialect,
} from "@tsmodel/dashboards";
import { createCheck, measureName, type Check, type Monitoring, type QueryReading } from "@tsmodel/monitor";
import type { DashboardSource } from "../dashboards/load-dashboards.ts";
import { readDashboardRows, type CompiledDashboardRows } from "../dashboards/read-dashboard-rows.ts";
import type { CommandContext } from "../session/command-context.ts";

export interface MeasureReadings {
  readonly readings: readonly QueryReading[];
  /** What each query groups, in the order of `readings`. */
  readonly sources: readonly string[];
  readonly broken: readonly Check[];
}

/** Those of `only`'s models where given. `asOf`: the date that counts as today, over what dashboards say. */
export async function readMeasures(
  dashboards: readonly DashboardSource[],
  monitoring: Monitoring,
  {
    context,
    workspace,
    database,
  }: { readonly context: CommandContext; readonly workspace: Workspace; readonly database: Database },
  { asOf, only }: { readonly asOf?: Date; readonly only?: ReadonlySet<string> },
): Promise<MeasureReadings> {
  const broken: Check[] = [];
  const read: { source: DashboardSource; query: Query; rows: CompiledDashboardRows }[] = [];
  for (const source of dashboards) {
    for (const query of source.dashboard.queries) {
      if (only !== undefined && !readsOneOf(query, workspace, only)) continue;
      const fixed = asOf === undefined ? {} : { asOf: `date '${asOf.toISOString().slice(0, 10)}'` };
      const alone: DashboardSource = {
        ...source,
        dashboard: { ...source.dashboard, ...fixed, queries: [query] },
      };
      const quiet: CommandContext = { ...context, effects: { ...context.effects, report: () => undefined } };
      try {
        const [rows] = await readDashboardRows([alone], quiet, workspace, database);
        const failure = rows!.failures[query.name];
        if (failure === undefined) read.push({ source, query, rows: rows! });
        else broken.push(brokenQuery(source, query, failure));
      } catch (error) {
        if (!(error instanceof TsmodelError || error instanceof TsmodelErrors)) throw error;
        broken.push(brokenQuery(source, query, error.message));
      }
    }
  }
  const book = buildCategoryBook(
    read.map(({ source, query, rows }) => ({
      query,
      rows: rows.rows[query.name]!,
      declared: source.dashboard.categories,
    })),
  );
  return {
    broken,
    sources: read.map(({ query, rows }) => rows.sources[query.name]!),
    readings: read.map(({ source, query, rows }) => ({
      ...toReading(source, query, rows, { book, monitoring, dialect: dialectOf(workspace) }),
      ...(asOf === undefined ? {} : { asOf }),
    })),
  };
}

export const dialectOf = ({ project }: Workspace): SqlDialect =>
  project.profile.plugin.type === "postgres" ? "postgres" : "duckdb";

export interface ReadingTools {
  readonly book: CategoryBook;
  readonly monitoring: Monitoring;
  readonly dialect: SqlDialect;
}

export function toReading(
  { dashboard, yaml }: DashboardSource,
  query: Query,
  rows: CompiledDashboardRows,
  { book, monitoring, dialect }: ReadingTools,
): QueryReading {
  const measureOf = (name: string): Query["measures"][number] =>
    query.measures.find((measure) => measure.name === name)!;
  return {
    dashboard,
    query,
    rows: rows.rows[query.name]!,
    book,
    asOf: new Date(`${rows.asOf}T00:00:00Z`),
    sql: cubeSql(query, rows.sources[query.name]!, dialect),
    placeOf: (measure) => fileLine(yaml.locate(["queries", query.name, "measures", measure], "key")),
    settingsOf: (measure) => monitoring.measureSettings(measureName(dashboard, query, measureOf(measure))),
  };
}

const fileLine = ({
  file,
  line,
}: {
  readonly file: string;
  readonly line: number;
}): { file: string; line: number } => ({ file, line });

function readsOneOf(query: Query, workspace: Workspace, only: ReadonlySet<string>): boolean {
  return workspace.parseInline(query.sql).depends_on.nodes.some((id) => only.has(id));
}

function brokenQuery({ dashboard, yaml }: DashboardSource, query: Query, message: string): Check {
  const subject = {
    node: `dashboard.${dashboard.key}`,
    nodeName: dashboard.key,
    kind: "metrics",
    name: `${dashboard.key}.${query.name}`,
    at: fileLine(yaml.locate(["queries", query.name], "key")),
  } as const;
  return createCheck(subject, {
    status: "error",
    message: `query ${query.name} cannot be read: ${message.split("\n")[0]}`,
  });
}
