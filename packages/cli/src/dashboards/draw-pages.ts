/** Rows → all pages of a project: its dashboards, then "What moved" where measures have a past, then the index. */
import { renderDashboards, type Page, type PageScripts } from "@tsmodel/dashboards";
import type { Workspace } from "@tsmodel/core";
import { loadMonitoring } from "../monitor/load-monitoring.ts";
import { renderWhatMoved, WHAT_MOVED } from "../monitor/what-moved-page.ts";
import type { DashboardSource } from "./load-dashboards.ts";
import type { CompiledDashboardRows } from "./read-dashboard-rows.ts";

/** @throws TsmodelErrors for monitoring files that are wrong */
export function drawPages(
  all: readonly CompiledDashboardRows[],
  sources: readonly DashboardSource[],
  workspace: Workspace,
  scripts: PageScripts,
): Page[] {
  const moved = renderWhatMoved(all, sources, loadMonitoring(workspace, sources), workspace);
  if (moved === undefined) return renderDashboards(all, scripts);
  return [...renderDashboards(all, scripts, [WHAT_MOVED]), { file: `${WHAT_MOVED.key}.html`, html: moved }];
}
