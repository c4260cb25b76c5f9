/** `publish`, and --publish of run and build: tested tables out of DuckDB into a Postgres schema, swapped in at once. */
import { resolve } from "node:path";
import {
  fail,
  findGraphNode,
  findUntested,
  readTestLedger,
  selectForCommand,
  TsmodelError,
  type GraphNode,
  type JsonObject,
  type ManifestNode,
  type Workspace,
} from "@tsmodel/core";
import { connectNative } from "@tsmodel/adapter-duckdb";
import type { PostgresTarget, PublishTable } from "@tsmodel/publish";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";
import { withDatabase } from "../session/with-database.ts";
import { formatCount, formatDuration, formatSize } from "../terminal/format.ts";

interface PublishConfig {
  readonly target: string;
  readonly schema: string;
  readonly select: readonly string[];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  return publish(context, openSession(context));
}

/** After a run that built: what is configured to be published goes out, whatever the run's own selection was. */
export async function publishAfterRun(context: CommandContext, workspace: Workspace): Promise<ExitCode> {
  const { select: _, exclude: __, selector: ___, ...args } = context.args;
  return publish({ ...context, args }, workspace);
}

async function publish(context: CommandContext, workspace: Workspace): Promise<ExitCode> {
  const { args, effects } = context;
  const config = readPublishConfig(context, workspace);
  const nodes = selectTables(context, workspace, config);
  if (args.allow_failed !== true) checkTested(workspace, nodes, effects.files);
  const tables = nodes.map(toPublishTable);
  return withDatabase(context, workspace, async (database) => {
    const source = await connectNative(database);
    try {
      return await send(context, workspace, config, tables, source);
    } catch (error) {
      throw await toPublishFailure(error);
    } finally {
      source.closeSync();
    }
  });
}

type Source = Awaited<ReturnType<typeof connectNative>>;

/** Copies for tools that read files, then Postgres. */
async function send(context: CommandContext, workspace: Workspace, config: PublishConfig, tables: readonly PublishTable[], source: Source): Promise<ExitCode> {
  const { args, effects } = context;
  const { planPublish, executePublish, renderPublishPlan, exportDuckdb, exportParquet } = await import("@tsmodel/publish");
  const print = (text: string): void => effects.report({ type: "message", level: "info", name: "PrintEvent", text });
  for (const [path, copy] of [[args.duckdb_file, exportDuckdb], [args.parquet_folder, exportParquet]] as const) {
    if (typeof path !== "string") continue;
    await copy(source, tables, resolve(effects.cwd, path));
    print(`copied ${formatCount(tables.length)} tables to ${path}`);
  }
  // A copy for tools that read files is enough where no Postgres was asked for.
  if ((args.duckdb_file ?? args.parquet_folder) !== undefined && (args.publish_target ?? args.target_schema) === undefined) return 0;
  const plan = await planPublish({ source, tables, target: readTarget(workspace, config), schema: config.schema });
  if (args.dry_run === true) {
    print(renderPublishPlan(plan));
    return 0;
  }
  const start = effects.elapsed();
  const result = await executePublish(plan, { now: effects.elapsed, signal: effects.signal, report: (event) => reportEvent(event, context) });
  print(`published ${formatCount(result.tables.length)} tables to schema ${config.schema} in ${formatDuration((effects.elapsed() - start) / 1000)}`);
  return 0;
}

/** Errors of the publish package, under their own codes, as the command line prints errors. */
async function toPublishFailure(error: unknown): Promise<unknown> {
  const { PublishError } = await import("@tsmodel/publish");
  return error instanceof PublishError ? new TsmodelError(error.code, { message: error.message, hint: error.hint, label: "Runtime" }, { cause: error }) : error;
}

type Event = Parameters<Parameters<(typeof import("@tsmodel/publish"))["executePublish"]>[1]["report"]>[0];

function reportEvent(event: Event, { effects }: CommandContext): void {
  const say = (text: string, level: "info" | "warn" | "debug" = "info"): void =>
    effects.report({ type: "message", level, name: level === "info" ? "PrintEvent" : "Publish", text });
  switch (event.type) {
    case "table-loaded":
      return say(`  ✓ ${event.table.padEnd(36)} ${formatCount(event.rows).padStart(10)} rows  ${formatSize(event.bytes).padStart(8)}  ${formatDuration(event.milliseconds / 1000).padStart(8)}`);
    case "waiting-for-publisher":
      return say(`waiting for another publisher of ${event.schema} (${event.holder})`);
    case "index-left-out":
      return say(`index ${event.index} on ${event.table} was left out: ${event.reason}`, "warn");
    case "previous-kept":
      return say(`the previous generation stays in ${event.schema} for now: ${event.reason}`, "warn");
    default:
      return say(event.type, "debug");
  }
}

/** Options over `vars: publish:` of dbt_project.yml. @throws TsmodelError publish-config */
function readPublishConfig({ args }: CommandContext, { project }: Workspace): PublishConfig {
  const configured = (project.root.vars.publish ?? {}) as JsonObject;
  const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
  const words = (value: unknown): readonly string[] | undefined => (Array.isArray(value) ? value.map(String) : text(value)?.split(/\s+/));
  const select = words(args.select) ?? words(configured.select);
  if (select === undefined && args.selector === undefined) throw fail("publish-config", { missing: "select" });
  return {
    target: text(args.publish_target) ?? text(configured.target) ?? "publish",
    schema: text(args.target_schema) ?? text(configured.schema) ?? text(project.profile.output(text(configured.target) ?? "publish")?.schema) ?? "reporting",
    select: select ?? [],
  };
}

/** The models and seeds that are meant, ephemeral ones left out. @throws TsmodelError publish-nothing */
function selectTables(context: CommandContext, workspace: Workspace, { select }: PublishConfig): ManifestNode[] {
  const { project } = workspace;
  const flags = { ...project.flags, select, exclude: context.args.exclude ?? [], selector: context.args.selector ?? null };
  const types = ["model", "seed", "snapshot"];
  const { ids } = selectForCommand({ ...workspace, project: { ...project, flags } }, { allowed: types, usual: types }, context.effects);
  const nodes = [...ids].map((id) => findGraphNode(workspace.manifest, id) as GraphNode).filter((node): node is ManifestNode => "config" in node && node.config.materialized !== "ephemeral");
  if (nodes.length === 0) throw fail("publish-nothing", { select: select.join(" ") });
  return nodes;
}

/** @throws TsmodelError publish-untested, naming each table and its tests */
function checkTested({ project, graph, manifest }: Workspace, nodes: readonly ManifestNode[], files: CommandContext["effects"]["files"]): void {
  const ledger = readTestLedger({ files, targetFolder: resolve(project.root.root, project.root.targetPath) });
  const untested = findUntested(nodes.map((node) => node.unique_id), ledger, graph, manifest);
  if (untested.length === 0) return;
  const name = (id: string): string => findGraphNode(manifest, id)?.name ?? id;
  throw fail("publish-untested", { tables: untested.map(({ id, failed, missing }) => ({ name: name(id), failed: failed.map(name), missing: missing.length })) });
}

/** @throws TsmodelError publish-target */
function readTarget({ project }: Workspace, { target }: PublishConfig): PostgresTarget {
  const output = project.profile.output(target);
  if (output === undefined || output.type !== "postgres") {
    throw fail("publish-target", { target, profile: project.profile.profileName, type: output === undefined ? undefined : String(output.type) });
  }
  const text = (key: string, other?: string): string | undefined => {
    const value = output[key] ?? (other === undefined ? undefined : output[other]);
    return value === undefined || value === null ? undefined : String(value);
  };
  return {
    host: text("host") ?? "127.0.0.1",
    port: Number(text("port") ?? 5432),
    user: text("user") ?? "postgres",
    password: text("password", "pass"),
    database: text("dbname", "database") ?? "postgres",
    sslmode: text("sslmode") as PostgresTarget["sslmode"],
    sslcert: text("sslcert"),
    sslkey: text("sslkey"),
    sslrootcert: text("sslrootcert"),
    connect_timeout: text("connect_timeout") === undefined ? undefined : Number(text("connect_timeout")),
    role: text("role"),
  };
}

/** A node's relation, its documentation and what `meta: publish:` says of keys, indexes and grants. */
function toPublishTable(node: ManifestNode): PublishTable {
  const own = ((node.config.meta ?? node.meta)?.publish ?? {}) as { primary_key?: string | string[]; indexes?: PublishTable["indexes"]; grants?: PublishTable["grants"]; name?: string };
  const key = own.primary_key ?? ("primary_key" in node ? node.primary_key : []);
  return {
    relation: { database: node.database ?? undefined, schema: node.schema, name: node.alias },
    name: own.name ?? node.alias,
    description: node.description || undefined,
    columns: Object.values(node.columns).map((column) => ({ name: column.name, description: column.description || undefined, type: (column.meta.publish as { type?: string } | undefined)?.type })),
    primaryKey: (Array.isArray(key) ? key : [key]).length > 0 ? (Array.isArray(key) ? key : [key]) : undefined,
    indexes: own.indexes,
    grants: own.grants,
  };
}
