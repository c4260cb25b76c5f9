/**
 * Microbatch models: which slices of time to run, as dbt's MicrobatchBuilder cuts them. Pure date arithmetic in UTC.
 */
import { fail } from "../errors/tsmodel-error.ts";
import type { ModelNode } from "../manifest/node.ts";
import { toDate } from "../util/to-date.ts";

export type BatchSize = "hour" | "day" | "month" | "year";
/** Half open: [start, end). */
export type Slice = readonly [start: Date, end: Date];

export interface SliceInput {
  readonly model: ModelNode;
  /** False on the first run and on a full refresh: everything since `begin`. */
  readonly incremental: boolean;
  readonly eventTimeStart?: Date;
  readonly eventTimeEnd?: Date;
  readonly now: Date;
}

/** @throws TsmodelError microbatch-config */
export function sliceTime({ model, incremental, eventTimeStart, eventTimeEnd, now }: SliceInput): Slice[] {
  const size = model.config.batch_size as BatchSize | undefined;
  if (!size) throw fail("microbatch-config", { model: model.name, key: "batch_size" }, { node: model });
  const end = ceiling(eventTimeEnd ?? now, size);
  const start = startOf({ model, incremental, eventTimeStart }, end, size);
  const slices: [Date, Date][] = [];
  for (let from = start; ; ) {
    const to = offset(from, size, 1);
    slices.push([from, to]);
    if (to >= end) break;
    from = to;
  }
  slices[slices.length - 1]![1] = end;
  return slices;
}

function startOf({ model, incremental, eventTimeStart }: Pick<SliceInput, "model" | "incremental" | "eventTimeStart">, end: Date, size: BatchSize): Date {
  if (eventTimeStart) return truncate(eventTimeStart, size);
  if (!incremental) {
    const begin = model.config.begin;
    if (!begin) throw fail("microbatch-config", { model: model.name, key: "begin" }, { node: model });
    return truncate(toDate(String(begin)), size);
  }
  const lookback = Number(model.config.lookback ?? 1);
  // An end on a batch boundary closes the batch before it, so that one more has to be looked back to.
  const onBoundary = truncate(end, size).getTime() === end.getTime();
  return offset(end, size, -(lookback + (onBoundary ? 1 : 0)));
}

export function truncate(at: Date, size: BatchSize): Date {
  const year = at.getUTCFullYear();
  if (size === "year") return new Date(Date.UTC(year, 0, 1));
  if (size === "month") return new Date(Date.UTC(year, at.getUTCMonth(), 1));
  if (size === "day") return new Date(Date.UTC(year, at.getUTCMonth(), at.getUTCDate()));
  return new Date(Date.UTC(year, at.getUTCMonth(), at.getUTCDate(), at.getUTCHours()));
}

/** Truncated first, then moved by whole batches. */
function offset(at: Date, size: BatchSize, count: number): Date {
  const start = truncate(at, size);
  const [year, month, day, hour] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate(), start.getUTCHours()];
  if (size === "year") return new Date(Date.UTC(year + count, 0, 1));
  if (size === "month") return new Date(Date.UTC(year, month + count, 1));
  if (size === "day") return new Date(Date.UTC(year, month, day + count));
  return new Date(Date.UTC(year, month, day, hour + count));
}

function ceiling(at: Date, size: BatchSize): Date {
  const start = truncate(at, size);
  return start.getTime() === at.getTime() ? start : offset(at, size, 1);
}

/** "2024-09-17T16", "2024-09-17", "2024-09", "2024" */
export function formatBatchStart(at: Date, size: BatchSize): string {
  return at.toISOString().slice(0, { hour: 13, day: 10, month: 7, year: 4 }[size]);
}

export const batchId = (at: Date, size: BatchSize): string => formatBatchStart(at, size).replaceAll("-", "");
