/** Dashboards, the tables they read (the same rows in DuckDB and Postgres), a fake Metabase, and requests to it. */
import { Agent, request } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type pg from "pg";
import { startPostgres, type PostgresServer } from "../../../publish/test/support/postgres-server.ts";
import {
  Client,
  converge,
  type Change,
  type Connection,
  type Credentials,
  type DashboardSource,
  type MetabaseRequest,
  type MetabaseResponse,
  type Outcome,
  type Place,
  type Reporting,
  type Send,
  type TableDocs,
} from "../../src/metabase/index.ts";
import { planGood } from "./plan-text.ts";

const REF = /\{\{ ref\('(\w+)'\) \}\}/g;
export const AS_OF = "2026-02-26";

/** YAML of a dashboard → what the command line would hand over. */
export function sourceOf(text: string, key?: string): DashboardSource {
  const { dashboard, spec } = planGood(text);
  return {
    dashboard: key === undefined ? dashboard : { ...dashboard, key },
    alerts: spec.alerts ?? [],
    today: spec.as_of === undefined ? { type: "current" } : { type: "date", date: AS_OF },
    queries: Object.fromEntries(
      dashboard.queries.map(({ name, sql, where }) => [
        name,
        {
          table: spec.queries[name]!.model,
          sql: sql.replaceAll(REF, '"reporting"."$1"').trim(),
          where,
          reads: [...sql.matchAll(REF)].map((match) => match[1]!),
        },
      ]),
    ),
  };
}

export const projectFolder: string = resolve(import.meta.dirname, "../../../../project");

/** The three pages of the reporting project. */
export const projectTexts = (): { readonly key: string; readonly text: string }[] =>
  readdirSync(join(projectFolder, "dashboards"))
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .map((name) => ({
      key: name.replace(".yml", ""),
      text: readFileSync(join(projectFolder, "dashboards", name), "utf8"),
    }));

export function reportingOf(
  connection: Connection,
  dashboards: readonly DashboardSource[],
  tables: readonly TableDocs[] = [],
): Reporting {
  return { project: "shop", collection: "Company/Reporting", connection, tables, dashboards };
}

export interface World {
  readonly server: PostgresServer;
  readonly admin: pg.Client;
  /** As a role that may only read. */
  readonly connection: Connection;
  stop(): Promise<void>;
}

/** A Postgres with the schema "reporting", filled by these statements, and a role that reads it. */
export async function startWorld(statements: readonly string[]): Promise<World> {
  const server = await startPostgres();
  const admin = await server.connect();
  for (const statement of [
    "create schema reporting",
    "create role reader login password 'reader-secret'",
    "grant usage on schema reporting to reader",
    "alter default privileges in schema reporting grant select on tables to reader",
    "set search_path = reporting",
    ...statements,
  ])
    await admin.query(statement);
  const { host, port, database } = server.target;
  return {
    server,
    admin,
    connection: {
      name: "Reporting",
      host,
      port,
      database,
      user: "reader",
      password: "reader-secret",
      ssl: false,
      schema: "reporting",
    },
    stop: () => server.stop(),
  };
}

const agent = new Agent({ keepAlive: true });

/** Requests by node:http. */
export const sendTo =
  (url: string): Send =>
  ({ method, path, body, headers }: MetabaseRequest) =>
    new Promise<MetabaseResponse>((done, failed) => {
      const sent = request(
        `${url}${path}`,
        { method, agent, headers: { "Content-Type": "application/json", ...headers } },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8").on("data", (piece: string) => (text += piece));
          answer.on("end", () => {
            const json = String(answer.headers["content-type"]).includes("json");
            done({
              status: answer.statusCode!,
              body: text === "" ? undefined : json ? JSON.parse(text) : text,
              json,
            });
          });
        },
      );
      sent.on("error", failed);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

export const ADMIN: Credentials = { user: "ada@example.org", password: "correct horse 1" };

export function placeOf(url: string, credentials: Credentials = ADMIN, send: Send = sendTo(url)): Place {
  return {
    client: new Client(url, send),
    credentials,
    site: "Shop",
    seconds: 5,
    pause: () => Promise.resolve(),
  };
}

export interface Applied extends Outcome {
  readonly changes: readonly Change[];
}

export async function apply(
  reporting: Reporting,
  place: Place,
  options: { readonly dryRun?: boolean; readonly reconnect?: boolean } = {},
): Promise<Applied> {
  const changes: Change[] = [];
  const outcome = await converge(reporting, place, {
    dryRun: options.dryRun === true,
    reconnect: options.reconnect === true,
    report: (change) => void changes.push(change),
    tell: () => undefined,
  });
  return { ...outcome, changes };
}

/** Numbers that are the same every time (a linear congruential generator, Numerical Recipes' constants). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const PLANS = ["starter", "growth", "enterprise"];
const REGIONS = ["NA", "EMEA", "LATAM", "APAC"];

/** Statements that DuckDB and Postgres both understand: the tables that the project's pages read, 30 weeks of them. */
export function projectTables(seed = 7): string[] {
  const random = createRandom(seed);
  const whole = (most: number): number => Math.floor(random() * most);
  const percent = (): number => Math.round(random() * 10_000) / 100;
  const weeks = Array.from({ length: 30 }, (_, index) =>
    new Date(Date.UTC(2025, 7, 4 + 7 * index)).toISOString().slice(0, 10),
  );
  const text = (value: unknown): string =>
    value === null ? "null" : typeof value === "string" ? `'${value}'` : String(value);
  const table = (
    name: string,
    columns: readonly string[],
    rows: readonly (readonly unknown[])[],
  ): string[] => [
    `create table ${name} (${columns.join(", ")})`,
    `insert into ${name} values ${rows.map((row) => `(${row.map(text).join(", ")})`).join(", ")}`,
  ];
  const segments = weeks.flatMap((week, at) =>
    PLANS.flatMap((plan) =>
      REGIONS.filter(() => random() > 0.15).map((region) => ({ week, at, plan, region })),
    ),
  );
  return [
    ...table(
      "mart_exec_scorecard_weekly",
      [
        "week_start_utc date",
        "weekly_active_users bigint",
        "on_time_completion_rate_pct double precision",
        "completion_throughput_pct double precision",
        "median_cycle_time_days double precision",
        "late_event_rate_pct double precision",
        "avg_ingestion_lag_days double precision",
        "retention_cohort_size bigint",
        "retention_rate_w4_pct double precision",
        "retention_rate_w4_4w_ma double precision",
      ],
      weeks.map((week, at) => [
        week,
        100 + whole(400),
        percent(),
        percent(),
        percent() / 10,
        percent() / 4,
        percent() / 100,
        at < 25 ? 10 + whole(20) : 0,
        at < 25 ? percent() : null,
        at < 25 ? percent() : null,
      ]),
    ),
    ...table(
      "mart_user_activity_weekly",
      [
        "week_start_utc date",
        "plan_tier varchar",
        "region varchar",
        "weekly_active_users bigint",
        "users_with_any_activity bigint",
        "key_event_count bigint",
        "total_event_count bigint",
      ],
      segments.map(({ week, plan, region }) => [
        week,
        plan,
        region,
        whole(60),
        60 + whole(40),
        whole(500),
        500 + whole(500),
      ]),
    ),
    ...table(
      "mart_user_retention_w4",
      [
        "cohort_week_start_utc date",
        "plan_tier varchar",
        "region varchar",
        "retained_users bigint",
        "cohort_size bigint",
      ],
      segments
        .filter(({ at }) => at < 25)
        .map(({ week, plan, region }) => [week, plan, region, whole(5), 5 + whole(9)]),
    ),
    ...table(
      "mart_task_productivity_weekly",
      [
        "week_start_utc date",
        "plan_tier varchar",
        "region varchar",
        "tasks_created bigint",
        "tasks_completed bigint",
        "on_time_completion_rate_pct double precision",
        "blocked_task_rate_created_pct double precision",
        "unassigned_task_rate_created_pct double precision",
      ],
      segments.map(({ week, plan, region }) => [
        week,
        plan,
        region,
        20 + whole(30),
        whole(30),
        percent(),
        percent(),
        random() > 0.9 ? null : percent(),
      ]),
    ),
    ...table(
      "int_tasks_enriched",
      [
        "completed_week_start_utc date",
        "completed_at_utc timestamp with time zone",
        "plan_tier varchar",
        "region varchar",
        "is_completed boolean",
        "is_outlier_due_date boolean",
        "cycle_days bigint",
      ],
      segments.flatMap(({ week, plan, region }) =>
        Array.from({ length: 1 + whole(3) }, () => [
          week,
          `${week} 12:00:00+00`,
          plan,
          region,
          random() > 0.2,
          random() > 0.9,
          whole(20),
        ]),
      ),
    ),
    ...table(
      "int_user_week_activity",
      [
        "week_start_utc date",
        "plan_tier varchar",
        "region varchar",
        "has_post_deactivation_activity boolean",
        "late_event_count bigint",
        "total_event_count bigint",
        "avg_ingestion_lag_days double precision",
      ],
      segments.map(({ week, plan, region }) => [
        week,
        plan,
        region,
        random() > 0.95,
        whole(20),
        20 + whole(80),
        percent() / 100,
      ]),
    ),
  ];
}
