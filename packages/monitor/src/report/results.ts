/** The result of a run, as reports and target/monitor_results.json have it. */
import { isFinding, isOpen, type Check } from "../check/check.ts";
import type { Silence } from "../config/monitoring.ts";

export interface RunInfo {
  readonly project: string;
  readonly target: string;
  /** e.g. "data/pipeline.duckdb" */
  readonly place: string;
  readonly runId: string;
  readonly version: string;
  readonly generatedAt: Date;
  readonly asOf: Date;
  readonly seconds: number;
}

export interface MonitorResults {
  readonly info: RunInfo;
  readonly checks: readonly Check[];
  readonly expired: readonly Silence[];
  /** What could not be done and does not count as a finding: a channel that did not answer. */
  readonly notices: readonly string[];
}

export interface Summary {
  readonly checks: number;
  readonly errors: number;
  readonly warnings: number;
  readonly passed: number;
  readonly learning: number;
  readonly noData: number;
  readonly muted: number;
  readonly acknowledged: number;
}

export function summarize(checks: readonly Check[]): Summary {
  const count = (pick: (check: Check) => boolean): number => checks.filter(pick).length;
  return {
    checks: checks.length,
    errors: count((check) => isOpen(check) && check.status === "error"),
    warnings: count((check) => isOpen(check) && check.status === "warn"),
    passed: count(({ status }) => status === "pass"),
    learning: count(({ status }) => status === "learning"),
    noData: count(({ status }) => status === "no-data"),
    muted: count((check) => isFinding(check) && check.silence?.kind === "muted"),
    acknowledged: count((check) => isFinding(check) && check.silence?.kind === "acknowledged"),
  };
}

/** 1 when there is an open finding of the least severity that counts. */
export const exitCodeOf = (checks: readonly Check[], failOn: "warn" | "error"): 0 | 1 =>
  checks.some((check) => isOpen(check) && (check.status === "error" || failOn === "warn")) ? 1 : 0;

/** Raised when a key goes or changes its meaning; new keys may come without. */
export const RESULTS_VERSION = 1;

/** The file's content. Keys in snake case; what is not known is null; instants are ISO 8601 in UTC. */
export function toResultsFile({ info, checks, expired, notices }: MonitorResults): object {
  const { errors, warnings, passed, learning, noData, muted, acknowledged } = summarize(checks);
  return {
    metadata: {
      schema: "tsmodel/monitor-results",
      schema_version: RESULTS_VERSION,
      tsmodel_version: info.version,
      run_id: info.runId,
      generated_at: info.generatedAt.toISOString(),
      as_of: info.asOf.toISOString(),
      project: info.project,
      target: info.target,
      elapsed_seconds: Math.round(info.seconds * 1000) / 1000,
    },
    summary: {
      checks: checks.length,
      errors,
      warnings,
      passed,
      learning,
      no_data: noData,
      muted,
      acknowledged,
    },
    checks: checks.map(toRecord),
    expired: expired.map(({ kind, match, until, at }) => ({
      kind,
      match,
      until,
      file: at.file,
      line: at.line,
    })),
    notices,
  };
}

const toRecord = (check: Check): object => ({
  id: check.id,
  name: check.name,
  node: check.node,
  check: check.kind,
  column: check.column ?? null,
  metric: check.metric ?? null,
  dims: check.dims ?? null,
  status: check.status,
  message: check.message,
  bucket_start: check.bucket ?? null,
  value: round(check.value),
  expected: round(check.expected),
  low: round(check.low),
  high: round(check.high),
  score: round(check.score),
  points: check.points ?? null,
  method: check.method ?? null,
  silence:
    check.silence === undefined
      ? null
      : {
          kind: check.silence.kind,
          until: check.silence.until,
          reason: check.silence.reason ?? null,
          by: check.silence.by ?? null,
        },
  look_at: check.lookAt ?? null,
  file: check.at?.file ?? null,
  line: check.at?.line ?? null,
  query: check.query ?? null,
});

/** Ten digits: the rest is noise of the arithmetic. Infinity, which JSON has not, is null. */
const round = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(10));
