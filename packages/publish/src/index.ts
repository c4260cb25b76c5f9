export { executePublish, type PublishResult } from "./execute/execute-publish.ts";
export type { LoadedTable } from "./execute/load-table.ts";
export { planPublish } from "./plan/plan-publish.ts";
export type { PlannedTable, PublishPlan, SwapRoute, TableAction } from "./plan/publish-plan.ts";
export type { SslMode } from "@tsmodel/postgres-tls";
export { renderPublishPlan } from "./plan/render-publish-plan.ts";
export { type DataPlace, PublishError, type PublishErrorCode } from "./publish-error.ts";
export type { PublishEffects, PublishEvent, SwapReport } from "./publish-event.ts";
export {
  type PostgresTarget,
  type PublishColumn,
  type PublishIndex,
  type PublishOptions,
  type PublishSettings,
  type PublishTable,
  resolveSettings,
  type SourceRelation,
} from "./publish-options.ts";
export { exportDuckdb } from "./export/export-duckdb.ts";
export { exportParquet } from "./export/export-parquet.ts";
export type { ExportOptions, ExportResult, ExportTable } from "./export/run-export.ts";
