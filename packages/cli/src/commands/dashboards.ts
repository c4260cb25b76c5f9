/** `dashboards build`: files → plans → rows → pages. `dashboards schema`: what editors need. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  DatabaseError,
  readYaml,
  runInline,
  targetFolder,
  TsmodelError,
  TsmodelErrors,
  type Cell,
  type Database,
  type Session,
  type TsmodelEvent,
  type Workspace,
  type YamlDocument,
} from "@tsmodel/core";
import {
  checkColumns,
  columnsSql,
  cubeSql,
  dashboardJsonSchema,
  planDashboard,
  renderDashboards,
  renderExposures,
  type Dashboard,
  type DashboardRows,
  type DashboardSpec,
  type Place,
  type PlainCell,
  type Problem,
  type Query,
  type QueryRows,
} from "@tsmodel/dashboards";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";
import { withDatabase } from "../session/with-database.ts";
import { formatSize } from "../terminal/format.ts";

const FOLDER = "dashboards";

export async function run(context: CommandContext): Promise<ExitCode> {
  if (context.command.name === "dashboards schema") {
    context.terminal.stdout.write(`${JSON.stringify(dashboardJsonSchema(), null, 2)}\n`);
    return 0;
  }
  if (context.command.name === "dashboards exposures") return printExposures(context);
  const workspace = openSession(context);
  const sources = loadDashboards(workspace);
  const all = await withDatabase(context, workspace, (database) =>
    readAll(sources, context, workspace, database),
  );
  const out =
    typeof context.args.out === "string"
      ? resolve(context.effects.cwd, context.args.out)
      : resolve(targetFolder(workspace.project), FOLDER);
  writePages(all, out, context);
  return all.every(({ failures }) => Object.keys(failures).length === 0) ? 0 : 1;
}

/** Nothing but the file on standard output: it is meant to be redirected. */
function printExposures(context: CommandContext): ExitCode {
  const workspace = openSession(context, { silent: true });
  const uses = loadDashboards(workspace).map(({ dashboard }) => ({
    dashboard,
    dependsOn: callsOf(dashboard, workspace),
  }));
  context.terminal.stdout.write(renderExposures(uses));
  return 0;
}

function callsOf({ queries }: Dashboard, workspace: Workspace): string[] {
  const calls = queries.flatMap(({ sql }) => {
    const node = workspace.parseInline(sql);
    return [
      ...node.refs.map(
        (ref) =>
          `ref(${[ref.package, ref.name]
            .filter(Boolean)
            .map((part) => `'${part}'`)
            .join(", ")})`,
      ),
      ...node.sources.map((parts) => `source(${parts.map((part) => `'${part}'`).join(", ")})`),
    ];
  });
  return [...new Set(calls)].sort();
}

interface Source {
  readonly dashboard: Dashboard;
  readonly spec: DashboardSpec;
  readonly yaml: YamlDocument;
}

/** @throws TsmodelErrors all problems of all files; TsmodelError dashboards-missing, yaml-syntax */
function loadDashboards({ project }: Workspace): Source[] {
  const folder = resolve(project.root.root, FOLDER);
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.ya?ml$/.test(name))
        .sort()
    : [];
  if (names.length === 0) {
    throw new TsmodelError("dashboards-missing", {
      message: `there is no dashboard: ${relative(process.cwd(), folder) || FOLDER} has no .yml file`,
      hint: "docs/dashboards.md shows one; tsmodel dashboards schema helps editors to write it",
      label: "Usage",
    });
  }
  const errors: TsmodelError[] = [];
  const sources: Source[] = [];
  for (const name of names) {
    const file = `${FOLDER}/${name}`;
    const yaml = readYaml(readFileSync(join(folder, name), "utf8"), file);
    for (const { key, at } of yaml.duplicateKeys)
      errors.push(toError({ code: "dashboard-key-twice", message: `the key "${key}" is there twice`, at }));
    const planned = planDashboard({
      value: yaml.value,
      name: name.replace(/\.ya?ml$/, ""),
      locate: yaml.locate.bind(yaml),
    });
    if ("problems" in planned) errors.push(...planned.problems.map(toError));
    else if (sources.some(({ dashboard }) => dashboard.key === planned.dashboard.key)) {
      errors.push(
        toError({
          code: "dashboard-value",
          message: `there is another dashboard "${planned.dashboard.key}"`,
          at: yaml.locate(["dashboard"]),
        }),
      );
    } else sources.push({ ...planned, yaml });
  }
  raise(errors);
  return sources;
}

const toError = ({ code, message, hint, at }: Problem): TsmodelError =>
  new TsmodelError(code, { message, hint, label: "Parsing" }, { at: [at] });

function raise(errors: readonly TsmodelError[]): void {
  if (errors.length > 0) throw errors.length === 1 ? errors[0]! : new TsmodelErrors(errors);
}

/** Columns of all queries are checked before the first figure is computed. */
async function readAll(
  sources: readonly Source[],
  context: CommandContext,
  workspace: Workspace,
  database: Database,
): Promise<DashboardRows[]> {
  const compile = createTemplateCompiler(context, workspace, database);
  const session = await database.session("dashboards");
  try {
    const compiled: { source: Source; sql: ReadonlyMap<string, string>; asOf: string }[] = [];
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
    const all: DashboardRows[] = [];
    for (const { source, sql, asOf } of compiled)
      all.push({
        dashboard: source.dashboard,
        asOf,
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

type Compile = (template: string, place: Place) => Promise<string>;

/** Templates of dashboards are compiled as `compile --inline` does; nothing is written to target/, and each says nothing of itself. */
function createTemplateCompiler(context: CommandContext, workspace: Workspace, database: Database): Compile {
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

const placeOf = ({ spec, yaml }: Source, { name }: Query): Place =>
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
          hint: "tsmodel build makes the tables that dashboards read",
        },
        { at: [place], cause: error },
      );
    throw error;
  }
}

async function readAsOf(
  { dashboard, yaml }: Source,
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
  { dashboard, spec, yaml }: Source,
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
function toPlain(cell: Cell): PlainCell {
  if (cell === null || typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean")
    return cell;
  if (typeof cell === "bigint") return Number(cell);
  if (cell.type === "decimal") return Number(cell.text);
  return "text" in cell
    ? cell.text
    : JSON.stringify(cell, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

function writePages(all: readonly DashboardRows[], out: string, { effects }: CommandContext): void {
  const print = (text: string): void =>
    effects.report({ type: "message", level: "info", name: "PrintEvent", text });
  mkdirSync(out, { recursive: true });
  const pages = renderDashboards(all, readClientScript());
  for (const { file, html } of pages) {
    writeFileSync(join(out, file), html);
    if (file !== "index.html")
      print(`  ✓ ${file.padEnd(28)} ${formatSize(Buffer.byteLength(html)).padStart(9)}`);
  }
  print(
    `${pages.length - 1} ${pages.length === 2 ? "page" : "pages"}: open ${relative(effects.cwd, join(out, "index.html")) || "index.html"}`,
  );
}

/** Bundled beside the program; when run from its sources, in the built program's folder. */
function readClientScript(): string {
  const [beside, built] = ["../dashboards-client.js", "../../dist/dashboards-client.js"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  ) as [string, string];
  return readFileSync(existsSync(beside) ? beside : built, "utf8").trim();
}
