/** Plans → rows: templates compiled, columns checked, one query of the database for each query of a dashboard. */
import {
  DatabaseError,
  runInline,
  TsmodelError,
  type Cell,
  type Database,
  type Session,
  type TsmodelEvent,
  type Workspace,
} from "@tsmodel/core";
import {
  checkColumns,
  columnsSql,
  cubeSql,
  type DashboardRows,
  type Place,
  type PlainCell,
  type Problem,
  type Query,
  type QueryRows,
} from "@tsmodel/dashboards";
import type { CommandContext } from "../session/command-context.ts";
import { raise, toError, type DashboardSource } from "./load-dashboards.ts";

export interface CompiledDashboardRows extends DashboardRows {
  /** What each query groups, after its templates were rendered. */
  readonly sources: { readonly [query: string]: string };
}

/** Columns of all queries are checked before the first figure is computed. */
export async function readDashboardRows(
  sources: readonly DashboardSource[],
  context: CommandContext,
  workspace: Workspace,
  database: Database,
): Promise<CompiledDashboardRows[]> {
  const compile = createTemplateCompiler(context, workspace, database);
  const session = await database.session("dashboards");
  try {
    const compiled: { source: DashboardSource; sql: ReadonlyMap<string, string>; asOf: string }[] = [];
    const problems: Problem[] = [];
    for (const source of sources) {
      const sql = new Map<string, string>();
      for (const query of source.dashboard.queries) {
        const place = placeOf(source, query);
        const text = await compile(query.sql, place);
        sql.set(query.name, text);
        const { columns } = await queryAt(session, columnsSql(text), place);
        problems.push(...checkColumns(query, source.spec, columns, source.yaml.locate.bind(source.yaml)));
      }
      compiled.push({ source, sql, asOf: await readAsOf(source, session, compile, context) });
    }
    raise(problems.map(toError));
    const dialect = workspace.project.profile.plugin.type === "postgres" ? "postgres" : "duckdb";
    const all: CompiledDashboardRows[] = [];
    for (const { source, sql, asOf } of compiled)
      all.push({
        dashboard: source.dashboard,
        asOf,
        sources: Object.fromEntries(sql),
        ...(await readRows(
          source,
          (query) => cubeSql(query, sql.get(query.name)!, dialect),
          session,
          context,
        )),
      });
    return all;
  } finally {
    await session.close();
  }
}

export type Compile = (template: string, place: Place) => Promise<string>;

/** Templates of dashboards are compiled as `compile --inline` does; artifacts stay as they are, and each says nothing of itself. */
export function createTemplateCompiler(context: CommandContext, workspace: Workspace, database: Database): Compile {
  const { project, shared } = workspace;
  const effects = {
    ...context.effects,
    report: (event: TsmodelEvent) =>
      event.type === "run-started" ? undefined : context.effects.report(event),
  };
  const quiet: Workspace = {
    ...workspace,
    shared: { ...shared, effects },
    project: { ...project, flags: { ...project.flags, write_json: false } },
  };
  const known = new Map<string, string>();
  return async (template, place) => {
    const before = known.get(template);
    if (before !== undefined) return before;
    try {
      const { results } = await runInline("compile", template, quiet, database, effects);
      const text = (results[0]?.compiled_code ?? template).trim().replace(/;\s*$/, "");
      known.set(template, text);
      return text;
    } catch (error) {
      throw error instanceof TsmodelError ? atPlace(error, place) : error;
    }
  };
}

/** Says where in the dashboard the query stands, in place of where in the query's own text the error is. */
const atPlace = (error: TsmodelError, place: Place): TsmodelError =>
  new TsmodelError(
    error.code,
    { message: error.message, hint: error.hint, label: error.label },
    { at: [place], cause: error },
  );

const placeOf = ({ spec, yaml }: DashboardSource, { name }: Query): Place =>
  yaml.locate(["queries", name, spec.queries[name]!.model === undefined ? "sql" : "model"]);

async function queryAt(session: Session, sql: string, place: Place): ReturnType<Session["query"]> {
  try {
    return await session.query(sql, { fetch: true });
  } catch (error) {
    if (error instanceof DatabaseError)
      throw new TsmodelError(
        "dashboard-query",
        {
          message: error.message,
          label: "Database",
          hint: /does not exist/i.test(error.message)
            ? "tsmodel build makes the tables that dashboards read"
            : undefined,
        },
        { at: [place], cause: error },
      );
    throw error;
  }
}

async function readAsOf(
  { dashboard, yaml }: DashboardSource,
  session: Session,
  compile: Compile,
  { effects }: CommandContext,
): Promise<string> {
  if (dashboard.asOf === undefined) return effects.now().toISOString().slice(0, 10);
  const place = yaml.locate(["as_of"]);
  const { rows } = await queryAt(
    session,
    `select cast((${await compile(dashboard.asOf, place)}) as date)`,
    place,
  );
  const date = toPlain(rows[0]?.[0] ?? null);
  if (typeof date === "string") return date.slice(0, 10);
  throw new TsmodelError(
    "dashboard-as-of",
    { message: "as_of gives no date", label: "Database" },
    { at: [place] },
  );
}

/** A query that fails leaves its tiles with the reason; the others are drawn. */
async function readRows(
  { dashboard, spec, yaml }: DashboardSource,
  sqlOf: (query: Query) => string,
  session: Session,
  { effects }: CommandContext,
): Promise<Pick<DashboardRows, "rows" | "failures">> {
  const rows: { [query: string]: QueryRows } = {};
  const failures: { [query: string]: string } = {};
  for (const query of dashboard.queries) {
    try {
      const result = await session.query(sqlOf(query), { fetch: true });
      rows[query.name] = {
        columns: result.columns.map(({ name }) => name),
        rows: result.rows.map((row) => row.map(toPlain)),
      };
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      failures[query.name] = error.message;
      const { file, line, column } = yaml.locate([
        "queries",
        query.name,
        spec.queries[query.name]!.where === undefined ? "measures" : "where",
      ]);
      effects.report({
        type: "message",
        level: "error",
        name: "DashboardQuery",
        text: `query ${query.name} of ${dashboard.key} failed (${file}:${line}:${column})\n  ${error.message.replaceAll("\n", "\n  ")}`,
      });
    }
  }
  return { rows, failures };
}

/** Integers beyond 2^53 lose digits here: a page shows at most fifteen. */
export function toPlain(cell: Cell): PlainCell {
  if (cell === null || typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean")
    return cell;
  if (typeof cell === "bigint") return Number(cell);
  if (cell.type === "decimal") return Number(cell.text);
  return "text" in cell
    ? cell.text
    : JSON.stringify(cell, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}
