/** The page "What moved" among the dashboards' pages, from the rows that those were drawn from: no query more. */
import { buildCategoryBook } from "@tsmodel/dashboards";
import { explain, renderExplanationPage, type ExplainInput, type Monitoring } from "@tsmodel/monitor";
import type { Workspace } from "@tsmodel/core";
import type { DashboardSource } from "../dashboards/load-dashboards.ts";
import type { CompiledDashboardRows } from "../dashboards/read-dashboard-rows.ts";
import { dialectOf, toReading } from "./read-measures.ts";

export const WHAT_MOVED = { key: "what-moved", title: "What moved" } as const;

/** Undefined where no measure has two complete periods, or a dashboard has this page's name. */
export function renderWhatMoved(
  all: readonly CompiledDashboardRows[],
  sources: readonly DashboardSource[],
  monitoring: Monitoring,
  workspace: Workspace,
): string | undefined {
  if (all.some(({ dashboard }) => dashboard.key === WHAT_MOVED.key)) return undefined;
  const book = buildCategoryBook(
    all.flatMap(({ dashboard, rows }) =>
      dashboard.queries.flatMap((query) =>
        rows[query.name] === undefined
          ? []
          : [{ query, rows: rows[query.name]!, declared: dashboard.categories }],
      ),
    ),
  );
  const dialect = dialectOf(workspace);
  const inputs = all.flatMap((rows) => {
    const source = sources.find(({ dashboard }) => dashboard.key === rows.dashboard.key)!;
    return rows.dashboard.queries.flatMap((query): ExplainInput[] =>
      rows.rows[query.name] === undefined
        ? []
        : [
            {
              reading: toReading(source, query, rows, { book, monitoring, dialect }),
              source: rows.sources[query.name]!,
              dialect,
            },
          ],
    );
  });
  const explained = explain(inputs);
  if (explained.length === 0) return undefined;
  const ordered = [...all].sort(
    (a, b) => a.dashboard.order - b.dashboard.order || (a.dashboard.key < b.dashboard.key ? -1 : 1),
  );
  return renderExplanationPage(
    {
      project: workspace.project.root.name,
      target: workspace.project.profile.targetName,
      asOf: new Date(`${ordered[0]!.asOf}T00:00:00Z`),
      explained,
      failures: [],
    },
    { pages: ordered.map(({ dashboard: { key, title } }) => ({ file: `${key}.html`, title })) },
  );
}
