/** A monitoring file that has been checked: the types of what monitoring-shape.ts describes. */
import type { Grain, Season } from "../detect/series.ts";

export type Severity = "error" | "warn" | "none";

export const CHECK_KINDS = ["freshness", "volume", "schema", "columns", "mix", "metrics", "lines"] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

export type SeveritySpec = { readonly [kind in CheckKind]?: Severity };

export interface LimitSpec {
  readonly min?: number;
  readonly max?: number;
}

export interface FreshnessSpec {
  /** e.g. "36 hours" */
  readonly warn_after?: string;
  readonly error_after?: string;
}

interface SeriesSpec {
  readonly wait?: number;
  readonly since?: string;
  readonly min_change?: number;
  readonly season?: Season;
  readonly look_at?: string;
}

export interface TableSpec extends SeriesSpec {
  readonly time?: string;
  readonly grain?: Grain;
  readonly freshness?: FreshnessSpec;
  readonly columns?: "all" | "none" | readonly string[];
  readonly mix?: "all" | "none" | readonly string[];
  readonly limits?: { readonly [metric: string]: LimitSpec };
  readonly severity?: Severity | SeveritySpec;
}

export interface MeasureSpec extends SeriesSpec, LimitSpec {
  readonly severity?: Severity;
  readonly by?: readonly string[];
}

export interface MuteSpec {
  readonly match: string;
  readonly until: string;
  readonly reason: string;
}

export interface AcknowledgeSpec {
  readonly finding: string;
  readonly until: string;
  readonly reason?: string;
  readonly by?: string;
}

export interface ChannelSpec {
  readonly url?: string;
  readonly url_env?: string;
  readonly secret_env?: string;
  readonly least?: "warn" | "error";
}

export interface MonitoringSpec {
  readonly version: 1;
  readonly as_of?: string;
  readonly min_change?: number;
  readonly severity?: SeveritySpec;
  readonly models?: { readonly [name: string]: TableSpec };
  readonly sources?: { readonly [name: string]: TableSpec };
  readonly measures?: { readonly [name: string]: MeasureSpec };
  readonly mute?: readonly MuteSpec[];
  readonly acknowledge?: readonly AcknowledgeSpec[];
  readonly notify?: { readonly slack?: ChannelSpec; readonly webhook?: ChannelSpec };
}
