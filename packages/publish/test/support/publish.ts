import type { DuckDBConnection } from "@duckdb/node-api";
import {
  executePublish,
  planPublish,
  type PublishEvent,
  type PublishOptions,
  type PublishResult,
  type PublishTable,
} from "../../src/index.ts";

/** A table of DuckDB's schema main, published under its own name. */
export function table(name: string, more: Partial<PublishTable> = {}): PublishTable {
  return { relation: { schema: "main", name }, name, ...more };
}

export interface Published {
  readonly result: PublishResult;
  readonly events: readonly PublishEvent[];
}

/** Plans and executes; events are collected. */
export async function publish(
  options: PublishOptions,
  signal?: AbortSignal,
  onEvent: (event: PublishEvent) => void = () => {},
): Promise<Published> {
  const events: PublishEvent[] = [];
  const plan = await planPublish(options);
  const result = await executePublish(plan, {
    now: () => performance.now(),
    report: (event) => {
      events.push(event);
      onEvent(event);
    },
    ...(signal && { signal }),
  });
  return { result, events };
}

/** Runs statements one after the other in DuckDB. */
export async function runAll(connection: DuckDBConnection, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await connection.run(statement);
}
