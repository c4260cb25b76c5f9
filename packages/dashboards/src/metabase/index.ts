/** Dashboards in Metabase: what is wanted against what is there, over whatever sends requests. */
export type { MetabaseRequest, MetabaseResponse, Send } from "./server/client.ts";
export { Client } from "./server/client.ts";
export type { Credentials } from "./server/connect.ts";
export { MetabaseFailure, type FailureFacts } from "./server/failure.ts";
export type {
  ColumnDocs,
  Connection,
  DashboardSource,
  QuerySource,
  Reporting,
  TableDocs,
  Today,
} from "./desired/reporting.ts";
export type { Change } from "./converge/run.ts";
export {
  converge,
  readApplied,
  lookWithSession,
  type Applied,
  type Outcome,
  type Place,
} from "./converge/converge.ts";
export { verify, type Finding } from "./look/verify.ts";
export { findLeftovers, removeLeftover, type Leftover } from "./look/prune.ts";
export { readUses, type MetabaseUse } from "./look/read-uses.ts";
export { renderChange, summarize } from "./look/render-plan.ts";
