/** What one check found. Results files, reports and messages are made of these. */
import { createHash } from "node:crypto";
import type { CheckKind, Severity } from "../config/monitoring-spec.ts";
import type { Silence } from "../config/monitoring.ts";

/** learning: too few points to judge by. no-data: nothing to judge. */
export type Status = "pass" | "warn" | "error" | "learning" | "no-data";

export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

export interface CheckSubject {
  /** e.g. "model.shop.orders", "dashboard.exec" */
  readonly node: string;
  /** e.g. "orders", "raw.events", "exec" */
  readonly nodeName: string;
  readonly kind: CheckKind;
  /** Unique, the same in every run; mutes match it. e.g. "orders.region.null_share", "exec.weeks.wau" */
  readonly name: string;
  readonly column?: string;
  readonly metric?: string;
  /** Value by dimension, of a segment. */
  readonly dims?: { readonly [dimension: string]: string };
  /** The file to open. */
  readonly at?: FilePlace;
}

export interface Check extends CheckSubject {
  /** 12 hexadecimal digits made from the name. */
  readonly id: string;
  readonly status: Status;
  /** One sentence without a full stop. */
  readonly message: string;
  /** Start of the period it is about. */
  readonly bucket?: string;
  readonly value?: number;
  readonly expected?: number;
  readonly low?: number;
  readonly high?: number;
  readonly score?: number;
  /** Points it was judged by. */
  readonly points?: number;
  readonly method?: string;
  /** SQL that gives the figures. */
  readonly query?: string;
  readonly lookAt?: string;
  /** A finding that does not count for now. */
  readonly silence?: Silence;
}

export const checkId = (name: string): string =>
  createHash("sha256").update(name, "utf8").digest("hex").slice(0, 12);

export const isFinding = ({ status }: Check): boolean => status === "warn" || status === "error";
/** A finding that nobody has muted or acknowledged. */
export const isOpen = (check: Check): boolean => isFinding(check) && check.silence === undefined;

export const createCheck = (subject: CheckSubject, rest: Omit<Check, keyof CheckSubject | "id">): Check => ({
  id: checkId(subject.name),
  ...subject,
  ...rest,
});

/** A severity that is one. */
export type LiveSeverity = Exclude<Severity, "none">;
