/**
 * The context of a running node: `execute` is True, references become relations, `adapter` and `statement` reach the
 * database through the node's connection. One context serves compiling and materializing.
 */
import { writeSoon } from "../effects.ts";
import { MarkRecorder, type RenderContext, type Value } from "@tsmodel/jinja";
import { targetPath } from "../manifest/target-path.ts";
import type { MacroNode } from "../manifest/node.ts";
import type { SampleWindow } from "../project/sample-window.ts";
import { pathBelow } from "../util/path-below.ts";
import type { Connection } from "./connection.ts";
import { fieldOf, identifierOf, type ContextNode } from "./context-node.ts";
import { NodeContext } from "./node-context.ts";
import { createNodeFunctions, type NodeFunctions } from "./node-functions.ts";
import { runMembers } from "./run-members.ts";
import type { ReferenceScope, StandIn } from "./run-references.ts";
import type { Runtime } from "./runtime.ts";
import type { StoredResult } from "./statement-results.ts";
import { overrideMacros } from "./unit-test-overrides.ts";

export type { StoredResult } from "./statement-results.ts";

/** A slice of time that a microbatch model is run for. */
export interface Batch {
  readonly id: string;
  readonly eventTimeStart: Date;
  readonly eventTimeEnd: Date;
  /** Suffix of the files written for it; `id` unless given. e.g. "2026-01-31" */
  readonly label?: string;
}

/** What a unit test puts in place of the real things. */
export interface UnitTestOverrides {
  readonly macros: { readonly [name: string]: unknown };
  readonly vars: { readonly [name: string]: unknown };
  readonly envVars: { readonly [name: string]: unknown };
  /** Tested model's inputs: unique id of the real node or source → unique id and name of the CTE that stands in. */
  readonly inputs: ReadonlyMap<string, StandIn>;
  /** What `this` is while the model compiles: the CTE of the `input: this` fixture. */
  readonly self?: StandIn;
}

/** Gives the columns of a relation, which is told by its text: those it remembers, or what `ask` gives. */
export type ColumnMemory = (relation: string, ask: () => Promise<Value>) => Promise<Value>;

export interface RunContextInput {
  readonly runtime: Runtime;
  readonly connection: Connection;
  /** A manifest node; a macro for run-operation; a source for freshness queries. */
  readonly node: ContextNode;
  readonly batch?: Batch;
  readonly sample?: SampleWindow;
  readonly unitTest?: UnitTestOverrides;
  /** Names on top of all others: on-run-end's `results`, `schemas`, `database_schemas`. */
  readonly extras?: { readonly [name: string]: Value };
  /** Where columns of relations are remembered; asked anew each time unless given. */
  readonly columns?: ColumnMemory;
  /** run-operation: ref() of nodes that are no dependency is allowed, ephemeral ones are not. */
  readonly operation?: boolean;
}

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
  /** Writes what is sent for the node below target/run, as `write(sql)` of templates does. */
  write(sql: string): void;
  /** What was written last. */
  readonly written: string | undefined;
  /** Called after something was written, before it is sent. */
  onWrite?: () => void;
  /** Macros that a materialization called whose calls count as the node's own; unique ids in order. */
  readonly notedMacros: ReadonlySet<string>;
  /** Sets a name for all later look-ups. */
  set(name: string, value: Value): void;
}

export function createRunContext(input: RunContextInput): RunContext {
  const context = new NodeRunContext(input);
  for (const [name, value] of Object.entries(input.extras ?? {})) context.set(name, value);
  if (input.unitTest !== undefined) overrideMacros(context, input.unitTest.macros);
  return context;
}

/** Kinds of nodes whose materialization dbt calls without noting it. */
const CALLED_BARE: ReadonlySet<string> = new Set(["test", "function"]);
/** Members that change while a node is worked on. */
const VOLATILE: ReadonlySet<string> = new Set(["model", "sql", "compiled_code", "this"]);

export class NodeRunContext extends NodeContext implements RunContext {
  readonly input: RunContextInput;
  readonly node: ContextNode;
  readonly connection: Connection;
  readonly marks: MarkRecorder;
  readonly ctes: Set<string> = new Set();
  /** Values that stand in for macros, by unique id (unit tests). */
  readonly macroOverrides: Map<string, Value>;
  readonly functions: NodeFunctions;
  /** True from the materialization macro on: a unit test's stand-ins are for compiling only. */
  materializing: boolean = false;
  /** While a macro runs whose calls count as the node's own. */
  private noting: boolean = false;
  readonly notedMacros: Set<string> = new Set();
  written: string | undefined;
  onWrite?: () => void;
  /** `model` as it was last made, and for which compiled code. */
  modelState: { readonly code: string; readonly value: Value } | undefined;

  constructor(input: RunContextInput) {
    const marks = new MarkRecorder();
    const macroOverrides = new Map<string, Value>();
    super({
      shared: input.runtime.shared,
      packageName: input.node.package_name,
      mode: "async",
      marks,
      onMacro: ({ unique_id }) => this.noteMacro(unique_id),
      overrideMacro: ({ unique_id }) => (this.materializing ? undefined : macroOverrides.get(unique_id)),
    });
    this.input = input;
    this.node = input.node;
    this.connection = input.connection;
    this.marks = marks;
    this.macroOverrides = macroOverrides;
    this.functions = createNodeFunctions({
      context: this,
      node: this.node,
      mode: "async",
      write: (payload) => this.write(payload),
    });
  }

  protected override makeMember(name: string): Value | undefined {
    return Object.hasOwn(runMembers, name) ? runMembers[name]!(this) : this.functions.find(name);
  }
  protected override memberNames(): string[] {
    return [...Object.keys(runMembers), ...this.functions.names];
  }
  protected override isVolatile(name: string): boolean {
    return VOLATILE.has(name);
  }

  /**
   * A macro that the node's own text only calls while running becomes a dependency, too: dbt's manifest has it. For
   * data tests, functions and clones that goes on into the materialization.
   */
  private noteMacro(uniqueId: string): void {
    const dependsOn = fieldOf(this.node, "depends_on") as { macros: string[] } | undefined;
    if (dependsOn === undefined || this.node.resource_type === "macro") return;
    if (this.materializing && !this.noting) return;
    if (this.noting) this.notedMacros.add(uniqueId);
    if (dependsOn.macros.includes(uniqueId)) return;
    const { parsedMacros } = this.shared;
    if (!parsedMacros.has(this.node.unique_id)) parsedMacros.set(this.node.unique_id, dependsOn.macros);
    dependsOn.macros = [...dependsOn.macros, uniqueId];
  }

  /** What references of this node resolve against. */
  references(): ReferenceScope {
    const { runtime, batch, sample, unitTest, operation = false } = this.input;
    return {
      shared: this.shared,
      node: this.node,
      cache: runtime.cache,
      callMacro: (name, kwargs) => runtime.callMacro(name, kwargs, this.connection),
      batch: batch && { start: batch.eventTimeStart, end: batch.eventTimeEnd },
      sample,
      ctes: this.ctes,
      selected: runtime.selectedIds,
      operation,
      inputs: unitTest?.inputs,
    };
  }

  async call(
    macro: MacroNode,
    args: Value[] = [],
    kwargs: { readonly [name: string]: Value } | null = null,
  ): Promise<Value> {
    this.materializing ||= macro.name.startsWith("materialization_");
    this.noting = this.callsCount(macro);
    return this.noting ? this.bindApart(macro)(args, kwargs) : this.bind(macro)(args, kwargs);
  }

  /** dbt calls these without noting them: what they call counts as called by the node. */
  private callsCount({ name }: MacroNode): boolean {
    if (/^(get_show_sql$|materialization_clone_)/.test(name)) return true;
    return this.materializing && CALLED_BARE.has(this.node.resource_type);
  }

  async render(text: string, name: string = this.node.name): Promise<string> {
    return this.shared.environment.compile(text, { name }).renderAsync(this, { marks: this.marks });
  }

  result(name: string): StoredResult | undefined {
    return this.functions.results.find(name);
  }

  /** `write(sql)`: what is sent for the node goes below target/run. */
  write(payload: string): void {
    this.written = payload;
    const { project, effects } = this.shared;
    const { batch, runtime } = this.input;
    const written = targetPath(
      this.node as Parameters<typeof targetPath>[0],
      project.root.targetPath,
      "run",
      batch && (batch.label ?? batch.id),
    );
    // What is sent for a TypeScript model is SQL.
    const path = this.node.language === "typescript" ? written.replace(/\.\w+$/, ".sql") : written;
    if ("build_path" in this.node) Object.assign(this.node, { build_path: path });
    if (runtime.writesFiles) writeSoon(effects.files, pathBelow(project.root.root, path), payload);
    this.onWrite?.();
  }

  /** The relation the node is built into. */
  ownRelation(): Value {
    const quoting = fieldOf(this.node, "quoting") as { readonly [part: string]: boolean } | undefined;
    const place = {
      database: this.node.database ?? null,
      schema: this.node.schema ?? null,
      identifier: identifierOf(this.node),
      quoting,
    };
    return this.shared.relationClass.createFrom(place, this.shared.project.root.quoting);
  }
}
