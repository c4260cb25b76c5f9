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
export { dashboardJsonSchema } from "./spec/json-schema.ts";
