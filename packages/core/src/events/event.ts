/**
 * What happens during a command, as data. The engine emits; only reporters print. `name` and `code` are dbt's
 * event names and codes where a tool reads them (JSON logs).
 */
import type { TsmodelError } from "../errors/tsmodel-error.ts";
import type { GraphNode, GroupNode } from "../manifest/node.ts";
import type { NodeResult } from "../run/node-result.ts";

export type Level = "debug" | "info" | "warn" | "error";

export type TsmodelEvent =
  /** A line of text for the log: `log(…, info=True)`, `print()`, warnings, dbt's own notices. */
  | { readonly type: "message"; readonly level: Level; readonly name: string; readonly code?: string; readonly text: string; readonly data?: { readonly [key: string]: unknown }; readonly node?: GraphNode }
  | { readonly type: "warning"; readonly error: TsmodelError; readonly name?: string; readonly code?: string; /** Deprecations are shown with the event's name. */ readonly named?: boolean; readonly data?: { readonly [key: string]: unknown } }
  | { readonly type: "project-loaded"; readonly counts: { readonly [kind: string]: number }; readonly projectName: string; readonly target: string | null; readonly adapter: string | null; readonly database: string | null }
  | { readonly type: "run-started"; readonly command: string; readonly threads: number; readonly target: string; readonly total: number; readonly nodes: readonly GraphNode[]; /** By name. */ readonly groups: ReadonlyMap<string, GroupNode> }
  | { readonly type: "node-started"; readonly node: GraphNode; readonly index: number; readonly total: number; readonly what: string }
  | { readonly type: "node-progress"; readonly node: GraphNode; readonly fraction: number }
  | { readonly type: "node-finished"; readonly node: GraphNode; readonly index: number; readonly total: number; readonly what: string; readonly result: NodeResult }
  | { readonly type: "hook-started"; readonly node: GraphNode; readonly index: number; readonly total: number; readonly where: "on-run-start" | "on-run-end" }
  | { readonly type: "hook-finished"; readonly node: GraphNode; readonly index: number; readonly total: number; readonly where: "on-run-start" | "on-run-end"; readonly result: NodeResult }
  | { readonly type: "query"; readonly node?: string; readonly sql: string; readonly seconds: number; readonly status: string }
  | { readonly type: "run-finished"; readonly seconds: number; readonly results: readonly NodeResult[]; readonly interrupted: boolean };

export type Report = (event: TsmodelEvent) => void;
