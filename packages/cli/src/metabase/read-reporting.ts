/** The project's dashboards with their SQL rendered for the published tables in Postgres. */
import { fail, TsmodelError, type Database, type ManifestNode, type Workspace } from "@tsmodel/core";
import type { DashboardSource, QuerySource, Reporting, Today } from "@tsmodel/dashboards/metabase";
import { loadDashboards, type DashboardSource as LoadedDashboard } from "../dashboards/load-dashboards.ts";
import { createTemplateCompiler, type Compile } from "../dashboards/read-dashboard-rows.ts";
import type { CommandContext } from "../session/command-context.ts";
import { isTable, publishedName, readTableDocs } from "./published-tables.ts";
import type { MetabaseConfig } from "./read-config.ts";

/** @throws TsmodelError as loadDashboards does, metabase-unpublished, dashboard-as-of */
export async function readReporting(
  context: CommandContext,
  workspace: Workspace,
  database: Database,
  { collection, connection }: MetabaseConfig,
): Promise<Reporting> {
  const compile = createTemplateCompiler(context, workspace, database);
  const dashboards: DashboardSource[] = [];
  const pages = [...loadDashboards(workspace)].sort(
    (a, b) => a.dashboard.order - b.dashboard.order || (a.dashboard.key < b.dashboard.key ? -1 : 1),
  );
  for (const loaded of pages)
    dashboards.push(await readDashboard(loaded, workspace, database, compile, connection.schema));
  return {
    project: workspace.project.root.name,
    collection,
    connection,
    tables: readTableDocs(workspace),
    dashboards,
  };
}

async function readDashboard(
  loaded: LoadedDashboard,
  workspace: Workspace,
  database: Database,
  compile: Compile,
  schema: string,
): Promise<DashboardSource> {
  const { dashboard, spec, yaml } = loaded;
  const queries: { [query: string]: QuerySource } = {};
  for (const query of dashboard.queries) {
    const { model, where } = spec.queries[query.name]!;
    const place = yaml.locate(["queries", query.name, model === undefined ? "sql" : "model"]);
    const tables = tablesOf(query.sql, query.name, workspace, place);
    const { sql, reads } = toPublished(await compile(query.sql, place), tables, schema);
    queries[query.name] = { table: model === undefined ? undefined : reads[0], sql, where, reads };
  }
  return {
    dashboard,
    alerts: spec.alerts ?? [],
    today: await readToday(loaded, workspace, database, compile, schema),
    queries,
  };
}

type Place = ReturnType<LoadedDashboard["yaml"]["locate"]>;

/** Tables that a text reads, through ephemeral models. */
function tablesOf(
  sql: string,
  query: string,
  { parseInline, manifest }: Workspace,
  at: Place,
): ManifestNode[] {
  const found = new Map<string, ManifestNode>();
  const visit = (ids: readonly string[]): void => {
    for (const id of ids) {
      const node = manifest.nodes.get(id);
      if (node === undefined)
        throw fail("metabase-unpublished", { query, name: id.split(".").slice(-2).join(".") }, { at: [at] });
      if (isTable(node)) found.set(id, node);
      else visit(node.depends_on.nodes ?? []);
    }
  };
  visit(parseInline(sql).depends_on.nodes ?? []);
  return [...found.values()];
}

/** Names of relations in the project's database → names of the published tables, in order of appearance. */
function toPublished(
  sql: string,
  tables: readonly ManifestNode[],
  schema: string,
): { sql: string; reads: string[] } {
  const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const named = tables
    .map((node) => ({ relation: node.relation_name ?? "", name: publishedName(node) }))
    .sort((a, b) => b.relation.length - a.relation.length);
  const at = (relation: string): number => (sql.includes(relation) ? sql.indexOf(relation) : Infinity);
  const reads = [...named].sort((a, b) => at(a.relation) - at(b.relation)).map(({ name }) => name);
  const text = named.reduce(
    (rest, { relation, name }) =>
      relation === "" ? rest : rest.replaceAll(relation, `${quote(schema)}.${quote(name)}`),
    sql,
  );
  return { sql: text, reads: [...new Set(reads)] };
}

/** Expressions that mean the reader's day. */
const CURRENT = /\b(current_date|current_timestamp|localtimestamp|(now|today|getdate)\s*\()/i;

/** A date that is written down is fixed; one that is looked up is looked up by each question. */
async function readToday(
  { dashboard, yaml }: LoadedDashboard,
  workspace: Workspace,
  database: Database,
  compile: Compile,
  schema: string,
): Promise<Today> {
  if (dashboard.asOf === undefined) return { type: "current" };
  const place = yaml.locate(["as_of"]);
  const expression = await compile(dashboard.asOf, place);
  if (CURRENT.test(expression)) return { type: "current" };
  const date = await evaluateDate(expression, database, place);
  if (!/\bselect\b/i.test(expression)) return { type: "date", date };
  const { sql } = toPublished(expression, tablesOf(dashboard.asOf, "as_of", workspace, place), schema);
  return { type: "sql", sql, date };
}

async function evaluateDate(expression: string, database: Database, at: Place): Promise<string> {
  const session = await database.session("metabase");
  try {
    const { rows } = await session.query(`select cast(cast((${expression}) as date) as varchar)`, {
      fetch: true,
    });
    const date = rows[0]?.[0];
    if (typeof date === "string" && /^\d{4}-\d\d-\d\d/.test(date)) return date.slice(0, 10);
    throw new TsmodelError(
      "dashboard-as-of",
      { message: "as_of gives no date", label: "Database" },
      { at: [at] },
    );
  } catch (error) {
    if (error instanceof TsmodelError && error.at.length > 0) throw error;
    throw new TsmodelError(
      "dashboard-as-of",
      { message: error instanceof Error ? error.message : String(error), label: "Database" },
      { at: [at], cause: error },
    );
  } finally {
    await session.close();
  }
}
