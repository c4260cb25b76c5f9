import type { GraphNode, Level } from "@tsmodel/core";

/** One line of dbt's log: text for people, `name`, `code` and `data` for tools. */
export interface LogLine {
  readonly level: Level;
  /** dbt's event class, e.g. "LogModelResult". */
  readonly name: string;
  /** dbt's event code, e.g. "Q012". */
  readonly code: string;
  readonly text: string;
  readonly data: { readonly [key: string]: unknown };
  readonly node?: GraphNode;
  /** Of the node's run: "started" when that begins, its result when it ends. */
  readonly nodeStatus?: string;
}

/** Shown as they are, without a time, and even when quiet. */
export const PRINT_NAMES: ReadonlySet<string> = new Set(["PrintEvent", "ShowNode", "CompiledNode"]);

export const LEVEL_ORDER: readonly Level[] = ["debug", "info", "warn", "error"];

export const isAtLeast = (level: Level, least: Level): boolean =>
  LEVEL_ORDER.indexOf(level) >= LEVEL_ORDER.indexOf(least);
