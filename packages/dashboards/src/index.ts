/** Dashboard files → plans → SQL → pages. Knows no template language, no project and no database: it is given data. */
export type { CategoryBook, PlainCell, QueryRows } from "./cube/read-cube.ts";
export type { Place, Problem } from "./spec/problem.ts";
export type { Dashboard, Query } from "./plan/plan.ts";
export type { DashboardSpec } from "./spec/dashboard-spec.ts";
export { checkColumns, type ColumnType } from "./plan/check-columns.ts";
export { renderExposures, type DashboardUse } from "./plan/exposures.ts";
export { planDashboard, type DashboardFile, type Planned } from "./plan/plan-dashboard.ts";
export { columnsSql, cubeSql, type SqlDialect } from "./plan/query-sql.ts";
export { renderDashboards, type DashboardRows, type Page } from "./page/render-dashboards.ts";
export type { PageScripts } from "./page/render-page.ts";
export { dashboardJsonSchema, toJsonSchema, type JsonSchema } from "./spec/json-schema.ts";

/** What monitoring is made of too: files with places, cubes, periods, numbers, the look of a page. */
export * as shapes from "./spec/shape.ts";
export { checkShape } from "./spec/check-shape.ts";
export { findNearest, ProblemList, type Locate, type Path } from "./spec/problem.ts";
export type { Measure, Tile } from "./plan/plan.ts";
export type { Good, Tone } from "./spec/dashboard-spec.ts";
export { aggregate, evaluate, type Amount, type Group } from "./cube/aggregate.ts";
export type { Cube } from "./cube/cube.ts";
export { isAdditive } from "./cube/measure.ts";
export { buildCategoryBook, readCube } from "./cube/read-cube.ts";
export * as periods from "./format/period.ts";
export type { Grain } from "./format/period.ts";
export { formatNumber, formatParts, type Format } from "./format/format.ts";
export { sentence } from "./format/sentence.ts";
export { escapeHtml } from "./html/escape.ts";
export { THEME_SCRIPT } from "./page/render-page.ts";
export { renderStyle } from "./page/style.ts";
