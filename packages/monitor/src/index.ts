/** What the data did: checks of tables and measures against their own past, and what moved. Knows no database and no template. */
export { checkFreshness, readInstant } from "./check/check-freshness.ts";
export { checkMeasures, measureName, watchMeasures, type QueryReading } from "./check/check-measures.ts";
export { compareSchemas, nextBaseline } from "./check/check-schema.ts";
export { checkTable, watchTable, type TableReading, type TableResult } from "./check/check-table.ts";
export {
  checkId,
  createCheck,
  isFinding,
  isOpen,
  type Check,
  type CheckSubject,
  type FilePlace,
  type Status,
} from "./check/check.ts";
export { applySilences } from "./check/silence.ts";
export { judgeWatched, type WatchedSeries } from "./check/watched-series.ts";
export type { MeasureSettings, Monitoring, TableSettings, Channel } from "./config/monitoring.ts";
export { monitoringJsonSchema } from "./config/monitoring-shape.ts";
export { planMonitoring, type KnownNames, type MonitoringFile } from "./config/plan-monitoring.ts";
export { judgeSeries } from "./detect/seasonal-robust.ts";
export type { Judgement, Point, SeriesRules } from "./detect/series.ts";
export * as historySql from "./history/history-sql.ts";
export type { RunStamp, StoredFinding } from "./history/history-sql.ts";
export type { History, HistoryPoint } from "./history/points.ts";
export { deliver, type DeliverEffects, type HttpAnswer, type HttpRequest } from "./notify/deliver.ts";
export { signatureHeaders, slackMessage, webhookBody, type RunFacts } from "./notify/messages.ts";
export { findTransitions, nextFindings, type Transition } from "./notify/transitions.ts";
export { renderBacktest, toBacktestFile, type Backtest, type BacktestSeries } from "./report/backtest.ts";
export { renderAnnotations, renderStepSummary } from "./report/github.ts";
export { renderJunit } from "./report/junit.ts";
export { exitCodeOf, summarize, toResultsFile, type MonitorResults, type RunInfo } from "./report/results.ts";
export { renderBrief, renderReport, type Paint } from "./report/terminal.ts";
export type { TableColumn } from "./table/columns.ts";
export { chooseMixColumns, planTable, type TablePlan, type TableTarget } from "./table/plan-table.ts";
export { mixSql } from "./table/profile-sql.ts";
export { readProfile } from "./table/read-profile.ts";
export { splitRatio, splitSum, type Contribution, type SegmentParts } from "./explain/contributions.ts";
export { explain, type Explained, type Explanation } from "./explain/explanation.ts";
export type { ExplainInput, Movement } from "./explain/movement.ts";
export { renderExplanationPage } from "./explain/render-explanation-page.ts";
export {
  renderExplanation,
  renderExplanationMarkdown,
  toExplanationFile,
} from "./explain/render-explanation.ts";
