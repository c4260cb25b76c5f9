/** Which slice of time a reference is cut down to: a microbatch model's batch, or --sample. */
import type { ColumnInfo } from "../manifest/node.ts";
import { PyDateTime } from "../template/python/date-time.ts";
import type { EventTimeFilter } from "../template/relation/relation.ts";
import { quote } from "./adapter/quote.ts";
import { fieldOf, type ContextNode } from "./context-node.ts";
import type { SharedContext } from "./shared-context.ts";

/** Half-open. */
export interface TimeRange {
  readonly start: Date;
  readonly end: Date;
}

export interface EventTimeScope {
  readonly shared: SharedContext;
  /** The node that refers. */
  readonly node: ContextNode;
  readonly batch?: TimeRange;
  readonly sample?: TimeRange;
}

const REFERRING = new Set(["model", "snapshot"]);

/** dbt's resolve_event_time_filter; null when the target says no event_time, or nothing cuts time. */
export function eventTimeFilter(
  { shared, node, batch, sample }: EventTimeScope,
  target: ContextNode,
): EventTimeFilter | null {
  if (!REFERRING.has(node.resource_type)) return null;
  const eventTime = target.config?.["event_time"];
  if (typeof eventTime !== "string" || eventTime === "") return null;
  const range = usesBatches(shared, node) && batch !== undefined ? overlap(batch, sample) : sample;
  if (range === undefined) return null;
  return {
    fieldName: fieldName(shared, target, eventTime),
    start: PyDateTime.fromInstant(range.start),
    end: PyDateTime.fromInstant(range.end),
  };
}

function usesBatches({ registry, project }: SharedContext, node: ContextNode): boolean {
  const { config } = node;
  if (
    node.resource_type !== "model" ||
    config?.["materialized"] !== "incremental" ||
    config["incremental_strategy"] !== "microbatch"
  )
    return false;
  return (
    registry.microbatchMacroIsBuiltIn ||
    project.flags["require_batched_execution_for_custom_microbatch_strategy"] === true
  );
}

function overlap(batch: TimeRange, sample: TimeRange | undefined): TimeRange {
  if (sample === undefined) return batch;
  return {
    start: sample.start > batch.start ? sample.start : batch.start,
    end: sample.end < batch.end ? sample.end : batch.end,
  };
}

/** The column as it is written in SQL: quoted when the column says so, or else its source. */
function fieldName(shared: SharedContext, target: ContextNode, eventTime: string): string {
  const columns = (fieldOf(target, "columns") ?? {}) as { readonly [name: string]: ColumnInfo };
  const column = Object.values(columns).find(({ name }) => name === eventTime);
  const quoting = fieldOf(target, "quoting") as { readonly column?: boolean | null } | undefined;
  return (column?.quote ?? quoting?.column ?? false) ? quote(shared, eventTime) : eventTime;
}
