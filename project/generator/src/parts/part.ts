/**
 * The data is made in parts: runs of accounts, each simulated, checked and written on its own, in this process or
 * in a worker. Where a part begins depends on nothing but the number of its accounts.
 */
import type { Tally } from "../verify/tally.ts";

export type Format = "csv" | "parquet";

export const ACCOUNTS_PER_PART = 1_000;
/** Accounts simulated before their rows are checked and handed to a writer. */
export const ACCOUNTS_PER_BATCH = 16;

export interface PartJob {
  /** From 0. */
  readonly part: number;
  /** First and last account number, from 1. */
  readonly first: number;
  readonly last: number;
  readonly seed: number;
  readonly asOfDay: number;
  readonly format: Format;
  /** Where the files of the part go. */
  readonly folder: string;
}

export type RunPart = (job: PartJob) => Promise<Tally>;

export function planParts(
  accounts: number,
  shared: Omit<PartJob, "part" | "first" | "last">,
  size: number = ACCOUNTS_PER_PART,
): PartJob[] {
  const count = Math.ceil(accounts / size);
  return Array.from({ length: count }, (_, part) => ({
    ...shared,
    part,
    first: part * size + 1,
    last: Math.min((part + 1) * size, accounts),
  }));
}

/** The file a part writes for a table, before the parts are put together. */
export function partFileName(table: string, part: number, format: Format): string {
  return `${table}.${String(part).padStart(6, "0")}.${format}`;
}
