/** What is watched and how, every choice made: plain data. */
import type { Place } from "@tsmodel/dashboards";
import type { Grain, Season } from "../detect/series.ts";
import type { CheckKind, LimitSpec, Severity } from "./monitoring-spec.ts";

export interface SeriesSettings {
  /** Complete periods that are not judged yet. */
  readonly wait: number;
  /** ISO date; periods before it are not learned from. */
  readonly since?: string;
  /** 0.25 for a quarter. */
  readonly minChange: number;
  readonly season: Season;
  readonly lookAt?: string;
}

export interface Limit extends LimitSpec {
  readonly at: Place;
}

export interface TableSettings extends SeriesSettings {
  readonly time?: string;
  readonly grain?: Grain;
  /** Hours. */
  readonly warnAfter?: number;
  readonly errorAfter?: number;
  readonly columns?: "all" | "none" | readonly string[];
  readonly mix?: "all" | "none" | readonly string[];
  /** By "row_count" or "column.metric". */
  readonly limits: { readonly [metric: string]: Limit };
  readonly severity: { readonly [kind in CheckKind]: Severity };
  /** Where the file names it. */
  readonly at?: Place;
}

export interface MeasureSettings extends SeriesSettings, LimitSpec {
  readonly severity: { readonly metrics: Severity; readonly lines: Severity };
  readonly by: readonly string[];
  readonly at?: Place;
}

/** A while in which findings do not count. */
export interface Silence {
  readonly kind: "muted" | "acknowledged";
  /** A glob of names of checks, or a finding's id. */
  readonly match: string;
  /** ISO date; from that day on it does not hold. */
  readonly until: string;
  readonly reason?: string;
  readonly by?: string;
  readonly at: Place;
}

export interface Channel {
  readonly kind: "slack" | "webhook";
  readonly url?: string;
  readonly urlEnv?: string;
  readonly secretEnv?: string;
  readonly least: "warn" | "error";
  readonly at: Place;
}

export interface Monitoring {
  /** SQL of a date, as the file has it. */
  readonly asOf?: { readonly sql: string; readonly at: Place };
  readonly silences: readonly Silence[];
  readonly channels: readonly Channel[];
  tableSettings(kind: "model" | "source", name: string): TableSettings;
  measureSettings(name: string): MeasureSettings;
}
