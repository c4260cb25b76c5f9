/** Plans and the rows of their queries → files of a folder. */
import { buildCategoryBook, readCube, type QueryRows } from "../cube/read-cube.ts";
import type { Dashboard } from "../plan/plan.ts";
import { initialState, type Scene } from "../tile/scene.ts";
import { renderIndex, renderPage, type PageScripts } from "./render-page.ts";

export interface DashboardRows {
  readonly dashboard: Dashboard;
  /** ISO date that counts as today. */
  readonly asOf: string;
  /** Rows of each query by name, as `cubeSql` asks for them. */
  readonly rows: { readonly [query: string]: QueryRows };
  /** Why a query has none. */
  readonly failures: { readonly [query: string]: string };
}

export interface Page {
  /** e.g. "exec.html" */
  readonly file: string;
  readonly html: string;
}

/** Pages in their order, then index.html. `more`: pages that somebody else writes beside them, linked after them. */
export function renderDashboards(
  all: readonly DashboardRows[],
  scripts: PageScripts,
  more: readonly { readonly key: string; readonly title: string }[] = [],
): Page[] {
  const ordered = [...all].sort(
    (a, b) => a.dashboard.order - b.dashboard.order || (a.dashboard.key < b.dashboard.key ? -1 : 1),
  );
  const pages = [...ordered.map(({ dashboard: { key, title } }) => ({ key, title })), ...more];
  const book = buildCategoryBook(
    ordered.flatMap(({ dashboard, rows }) =>
      dashboard.queries.flatMap((query) =>
        rows[query.name] === undefined
          ? []
          : [{ query, rows: rows[query.name]!, declared: dashboard.categories }],
      ),
    ),
  );
  const files = ordered.map(({ dashboard, asOf, rows, failures }) => {
    const cubes = Object.fromEntries(
      dashboard.queries.flatMap((query) =>
        rows[query.name] === undefined ? [] : [[query.name, readCube(query, rows[query.name]!, book)]],
      ),
    );
    const scene: Scene = {
      asOf,
      locale: dashboard.locale,
      filters: dashboard.filters,
      queries: dashboard.queries,
      cubes,
      failures,
      state: initialState(dashboard.filters),
    };
    return { file: `${dashboard.key}.html`, html: renderPage({ dashboard, scene, pages, scripts }) };
  });
  return [...files, { file: "index.html", html: renderIndex(pages) }];
}
