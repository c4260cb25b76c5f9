/** `monitor`: what the tables and measures did, against limits and against their own past. */
import { type Database, type Session, type Workspace } from "@tsmodel/core";
import {
  applySilences,
  checkMeasures,
  checkTable,
  exitCodeOf,
  findTransitions,
  monitoringJsonSchema,
  nextBaseline,
  nextFindings,
  type Check,
  type MonitorResults,
  type Monitoring,
  type RunFacts,
} from "@tsmodel/monitor";
import { createTemplateCompiler } from "../dashboards/read-dashboard-rows.ts";
import type { DashboardSource } from "../dashboards/load-dashboards.ts";
import { findTables } from "../monitor/find-tables.ts";
import { readRemembered, remember, type Remembered } from "../monitor/history-store.ts";
import { loadDashboardsIfAny, loadMonitoring } from "../monitor/load-monitoring.ts";
import { readAsOf, readAsOfOption } from "../monitor/read-as-of.ts";
import { readMeasures, type MeasureReadings } from "../monitor/read-measures.ts";
import { readTables, type TableReadings } from "../monitor/read-tables.ts";
import { backtest, readDays } from "../monitor/run-backtest.ts";
import { tellChannels } from "../monitor/tell-channels.ts";
import { writeReports } from "../monitor/write-reports.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";
import { withDatabase } from "../session/with-database.ts";
import { VERSION } from "../version.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  if (context.command.name === "monitor schema") {
    context.terminal.stdout.write(`${JSON.stringify(monitoringJsonSchema(), null, 2)}\n`);
    return 0;
  }
  const days = readDays(context);
  readAsOfOption(context);
  const workspace = openSession(context, { silent: context.args.output === "json" });
  const dashboards = loadDashboardsIfAny(workspace);
  const monitoring = loadMonitoring(workspace, dashboards);
  return withDatabase(context, workspace, async (database) => {
    const session = await database.session("monitor");
    try {
      const reading = await readEverything({ context, workspace, database, session, monitoring, dashboards });
      return days === undefined ? await judge(reading) : backtest(reading, days);
    } finally {
      await session.close();
    }
  });
}

interface Scope {
  readonly context: CommandContext;
  readonly workspace: Workspace;
  readonly database: Database;
  readonly session: Session;
  readonly monitoring: Monitoring;
  readonly dashboards: readonly DashboardSource[];
}

export interface Reading extends Scope {
  /** Milliseconds. */
  readonly startedAt: number;
  readonly asOf: Date;
  readonly tables: TableReadings;
  readonly measures: MeasureReadings;
  readonly remembered: Remembered;
}

async function readEverything(scope: Scope): Promise<Reading> {
  const { context, workspace, database, session, monitoring, dashboards } = scope;
  const startedAt = context.effects.elapsed();
  const targets = findTables(context, workspace);
  const asOf = await readAsOf(
    context,
    monitoring,
    session,
    createTemplateCompiler(context, workspace, database),
  );
  const isSelection =
    context.args.select !== undefined ||
    context.args.exclude !== undefined ||
    context.args.selector !== undefined;
  const only = isSelection ? new Set(targets.map(({ node }) => node)) : undefined;
  const tables = await readTables(targets, monitoring, session, asOf);
  const measures = await readMeasures(
    dashboards,
    monitoring,
    { context, workspace, database },
    { asOf: readAsOfOption(context), only },
  );
  return { ...scope, startedAt, asOf, tables, measures, remembered: await readRemembered(session) };
}

async function judge(reading: Reading): Promise<ExitCode> {
  const { context, workspace, session, monitoring, asOf, tables, measures, remembered } = reading;
  const { args, effects } = context;
  const { history, baselines } = remembered;
  const results = [
    ...tables.readings.map((table) => checkTable(table, history, baselines.get(table.plan.target.node))),
    ...measures.readings.map((query) => checkMeasures(query, history)),
  ];
  const made: Check[] = [...results.flatMap(({ checks }) => checks), ...tables.broken, ...measures.broken];
  const { checks, expired } = applySilences(made, monitoring.silences, asOf.toISOString().slice(0, 10));
  const stamp = { runId: workspace.invocation.id, at: effects.now() };
  const facts: RunFacts = {
    project: workspace.project.root.name,
    target: workspace.project.profile.targetName,
    runId: stamp.runId,
    asOf: asOf.toISOString(),
  };
  const transitions = findTransitions(remembered.findings, checks);
  const told =
    args.notify === false
      ? { announced: false, notices: [] }
      : await tellChannels(monitoring.channels, transitions, facts, context);
  const refused = await remember(
    session,
    {
      points: results.flatMap(({ points }) => points),
      baselines: tables.readings.map(({ plan: { target, columns } }) => ({
        node: target.node,
        columns: nextBaseline(baselines.get(target.node), columns, args.accept_schema === true),
      })),
      findings: nextFindings(remembered.findings, checks, told.announced),
    },
    stamp,
  );
  const all: MonitorResults = {
    info: {
      ...facts,
      place: workspace.project.profile.credentials.place,
      version: VERSION,
      generatedAt: stamp.at,
      asOf,
      seconds: (effects.elapsed() - reading.startedAt) / 1000,
    },
    checks,
    expired,
    notices: [...told.notices, ...(refused === undefined ? [] : [`this run is not remembered: ${refused}`])],
  };
  writeReports(all, context, workspace.project);
  return exitCodeOf(checks, args.fail_on === "warn" ? "warn" : "error");
}
