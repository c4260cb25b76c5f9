/** A dashboard over SQL that needs no project: run in DuckDB, drawn as a page. */
import { DuckDBInstance } from "@duckdb/node-api";
import { buildCategoryBook, readCube, type PlainCell, type QueryRows } from "../../src/cube/read-cube.ts";
import { renderDashboards } from "../../src/page/render-dashboards.ts";
import { cubeSql } from "../../src/plan/query-sql.ts";
import { initialState, type FilterState, type Scene } from "../../src/tile/scene.ts";
import { planGood } from "./plan-text.ts";

export type Run = (sql: string) => Promise<QueryRows>;

export async function withDuckdb<T>(work: (run: Run) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return await work(async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      const rows = reader
        .getRowsJson()
        .map((row) =>
          row.map((value) =>
            typeof value === "object" && value !== null ? JSON.stringify(value) : (value as PlainCell),
          ),
        );
      return { columns: reader.columnNames(), rows };
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export interface Rendered {
  readonly html: string;
  readonly scene: Scene;
}

export async function renderText(text: string, run: Run, asOf: string, clientScript = ""): Promise<Rendered> {
  const { dashboard } = planGood(text);
  const rows: { [query: string]: QueryRows } = {};
  for (const query of dashboard.queries) rows[query.name] = await run(cubeSql(query, query.sql, "duckdb"));
  const [page] = renderDashboards([{ dashboard, asOf, rows, failures: {} }], { client: clientScript });
  const book = buildCategoryBook(
    dashboard.queries.map((query) => ({ query, rows: rows[query.name]!, declared: dashboard.categories })),
  );
  const cubes = Object.fromEntries(
    dashboard.queries.map((query) => [query.name, readCube(query, rows[query.name]!, book)]),
  );
  const scene: Scene = {
    asOf,
    locale: dashboard.locale,
    filters: dashboard.filters,
    queries: dashboard.queries,
    cubes,
    failures: {},
    state: initialState(dashboard.filters),
  };
  return { html: page!.html, scene };
}

export const withState = (scene: Scene, state: FilterState): Scene => ({
  ...scene,
  state: { ...scene.state, ...state },
});

/** What is read on the page: tags, titles and descriptions taken out. */
export const textOf = (html: string): string =>
  html
    .replace(/<(title|desc)\b.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
