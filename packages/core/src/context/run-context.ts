import type { MarkRecorder, RenderContext, Value } from "@tsmodel/jinja";
import type { MacroNode } from "../manifest/node.ts";
import type { ResultTable } from "../template/result-table.ts";
import type { Connection } from "./connection.ts";
import type { ContextNode } from "./parse-context.ts";
import type { Runtime } from "./runtime.ts";

/** A slice of time that a microbatch model is run for. */
export interface Batch { readonly id: string; readonly eventTimeStart: Date; readonly eventTimeEnd: Date }

/** Half-open time range of --sample. */
export interface SampleWindow { readonly start: Date; readonly end: Date }

/** What a unit test puts in place of the real things. */
export interface UnitTestOverrides {
  readonly macros: { readonly [name: string]: unknown };
  readonly vars: { readonly [name: string]: unknown };
  readonly envVars: { readonly [name: string]: unknown };
  /** Tested model's inputs: unique id of the real node or source → unique id and name of the CTE that stands in. */
  readonly inputs: ReadonlyMap<string, { readonly uniqueId: string; readonly cteName: string }>;
  /** What `this` is: the CTE of the `input: this` fixture. */
  readonly self?: { readonly uniqueId: string; readonly cteName: string };
}

export interface RunContextInput {
  readonly runtime: Runtime;
  readonly connection: Connection;
  /** A manifest node; a macro for run-operation; a source for freshness queries. */
  readonly node: ContextNode;
  readonly batch?: Batch;
  readonly sample?: SampleWindow;
  readonly unitTest?: UnitTestOverrides;
  /** Names on top of all others: on-run-end's `results`, `schemas`, `database_schemas`; `sql` of a materialization. */
  readonly extras?: { readonly [name: string]: Value };
  /** run-operation: ref() of nodes that are no dependency is allowed, ephemeral ones are not. */
  readonly operation?: boolean;
}

/** A stored statement result, as `load_result` gives it. */
export interface StoredResult { readonly response: Value; readonly table: ResultTable }

export interface RunContext extends RenderContext {
  readonly node: ContextNode;
  readonly connection: Connection;
  readonly marks: MarkRecorder;
  /** Ephemeral models and fixtures that were referred to, in order: what has to become CTEs. Unique ids. */
  readonly ctes: ReadonlySet<string>;
  /** Calls a macro with this context. @throws whatever the macro throws (see toTsmodelError) */
  call(macro: MacroNode, args?: Value[], kwargs?: { readonly [name: string]: Value }): Promise<Value>;
  /** Renders a text with this context (hooks, freshness filters, loaded_at_query). */
  render(text: string, name?: string): Promise<string>;
  /** A result that `statement` or `store_result` left, without taking it away. */
  result(name: string): StoredResult | undefined;
  /** Sets a name for all later look-ups. */
  set(name: string, value: Value): void;
}

export declare function createRunContext(input: RunContextInput): RunContext;
