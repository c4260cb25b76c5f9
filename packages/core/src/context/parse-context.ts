/**
 * The context of a node's text while parsing. Nothing is looked up and nothing is run: references and config() are
 * kept for the parser, questions get dbt's stand-in answers, `execute` is False.
 */
import { PyDict, type Callable, type RenderContext, type Value } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import type { MacroName } from "../macro/macro-registry.ts";
import type { MacroNode, RefArgs } from "../manifest/node.ts";
import { createEnvVar } from "../template/env-var.ts";
import { exceptionsNamespace } from "../template/exceptions-namespace.ts";
import type { Relation } from "../template/relation/relation.ts";
import { VarObject, type VarProvider } from "../template/var-object.ts";
import { createParseAdapter } from "./adapter/parse-adapter.ts";
import { identifierOf, type ContextNode } from "./context-node.ts";
import { modelValue } from "./graph-value.ts";
import { mergeConfigCall } from "./merge-config-call.ts";
import { MetricReference } from "./metric-reference.ts";
import { NodeContext, type MemberTable } from "./node-context.ts";
import { createNodeFunctions, type NodeFunctions } from "./node-functions.ts";
import { ParseConfig } from "./parse-config.ts";
import { readNameArguments, readRefArguments, readSourceArguments, repack } from "./reference-arguments.ts";
import { RunConfig } from "./run-config.ts";
import type { SharedContext } from "./shared-context.ts";
import { toTsmodelError } from "./to-tsmodel-error.ts";

/** What rendering a node at parse time brought to light, in order of appearance. */
export interface Captured {
  readonly refs: RefArgs[];
  readonly sources: string[][];
  readonly metrics: string[][];
  /** [name] or [package, name] */
  readonly functions: string[][];
  /** All config() calls merged by dbt's rules ("pre-hook" hyphenated); empty without a call. Plain JSON. */
  readonly configCall: { [key: string]: unknown };
  /** Whether config() was called at all. */
  configCalled: boolean;
  /** Unique ids of the macros that the node itself calls (not those that other macros call). */
  readonly macros: string[];
  /** Environment variables read, with their value; "DBT_DEFAULT_PLACEHOLDER" where the default was used. */
  readonly envVars: Map<string, string>;
  /** Project variables asked for. */
  readonly vars: Set<string>;
}

export interface ParseContext extends RenderContext {
  readonly captured: Captured;
  /** Sets a name above all others (`_dbt_generic_test_kwargs`). */
  set(name: string, value: Value): void;
}

/** `node` is the node as far as it is known: database, schema and alias from its first configuration make `this`. */
export function createParseContext(shared: SharedContext, node: ContextNode): ParseContext {
  return new NodeParseContext(shared, node, "capture");
}

/** The context of a generic test's arguments and macro, with the names that the macro's own package has. */
export function createTestParseContext(shared: SharedContext, node: ContextNode): NodeParseContext {
  return new TestParseContext(shared, node, "capture");
}

/**
 * The context in which generate_schema_name and its kin run: parse-time adapter, `config` answers without capturing, a
 * missing var is an error. `packageName` is the package the macro comes from.
 */
export function createGenerateNameContext(
  shared: SharedContext,
  packageName: string = shared.project.root.name,
): NodeParseContext {
  const node: ContextNode = {
    resource_type: "macro",
    name: "generate_name",
    unique_id: `macro.${packageName}`,
    package_name: packageName,
    path: "",
    original_file_path: "",
  };
  return new NodeParseContext(shared, node, "answer");
}

/** Calls a macro while parsing. @throws TsmodelError */
export function callMacroSync(
  shared: SharedContext,
  context: RenderContext,
  macroId: string,
  args: Value[],
  kwargs: Record<string, Value> | null = null,
): Value {
  const macro = shared.registry.macros.get(macroId);
  if (macro === undefined) throw fail("macro-not-found", { name: macroId });
  try {
    return (context as NodeParseContext).bind(macro)(args, kwargs) as Value;
  } catch (error) {
    throw toTsmodelError(error, { shared, node: macro });
  }
}

export class NodeParseContext extends NodeContext implements ParseContext {
  readonly node: ContextNode;
  readonly captured: Captured;
  readonly configMode: "capture" | "answer";
  private relation: Relation | undefined;
  private functions: NodeFunctions | undefined;

  constructor(shared: SharedContext, node: ContextNode, configMode: "capture" | "answer") {
    const captured: Captured = {
      refs: [],
      sources: [],
      metrics: [],
      functions: [],
      configCall: {},
      configCalled: false,
      macros: [],
      envVars: new Map(),
      vars: new Set(),
    };
    super({
      shared,
      packageName: node.package_name,
      mode: "sync",
      onMacro: ({ unique_id }) => {
        if (!captured.macros.includes(unique_id)) captured.macros.push(unique_id);
      },
    });
    this.node = node;
    this.captured = captured;
    this.configMode = configMode;
  }

  /** `this`, and what ref() and source() give while parsing: the node's own relation. */
  get ownRelation(): Relation {
    return (this.relation ??= this.shared.relationClass.createFrom(
      {
        database: this.node.database ?? null,
        schema: this.node.schema ?? null,
        identifier: identifierOf(this.node),
      },
      this.shared.project.root.quoting,
    ));
  }

  protected override makeMember(name: string): Value | undefined {
    if (Object.hasOwn(members, name)) return members[name]!(this);
    this.functions ??= createNodeFunctions({ context: this, node: this.node, mode: "sync" });
    return this.functions.find(name);
  }

  protected override memberNames(): string[] {
    this.functions ??= createNodeFunctions({ context: this, node: this.node, mode: "sync" });
    return [...Object.keys(members), ...this.functions.names];
  }
}

/**
 * dbt renders a generic test in a namespace without packages: the macros that its macro reaches, wherever they are. (It
 * runs as any other node of its package.)
 */
class TestParseContext extends NodeParseContext {
  protected override findMacro(name: string): MacroName | undefined {
    const found = super.findMacro(name);
    if (found !== undefined) return found;
    const macro = this.shared.registry.findFrom(this.packageName, name);
    return macro && { macro };
  }

  override dispatch(name: string, namespace: string | null): MacroNode {
    return this.shared.registry.dispatch(name, namespace, null);
  }
}

const members: MemberTable<NodeParseContext> = {
  execute: () => false,
  ref: (context) =>
    capture((args, kwargs) => context.captured.refs.push(readRefArguments(args, kwargs)), context),
  source: (context) => capture((args) => context.captured.sources.push(readSourceArguments(args)), context),
  function:
    (context): Callable =>
    (args) => {
      context.captured.functions.push(repack(readNameArguments("function", args)));
      return context.ownRelation.with({ type: "function" });
    },
  metric:
    (context): Callable =>
    (args) => {
      const named = readNameArguments("metric", args);
      context.captured.metrics.push(repack(named));
      return new MetricReference(named.name, named.package);
    },
  config: (context) =>
    context.configMode === "answer"
      ? new RunConfig(context.shared, context.node)
      : new ParseConfig((options) => {
          context.captured.configCalled = true;
          mergeConfigCall(context.captured.configCall, options);
        }),
  adapter: (context) => createParseAdapter(context),
  this: (context) => (context.node.resource_type === "operation" ? null : context.ownRelation),
  model: (context) => modelValue(context.node),
  graph: () => new PyDict(),
  database: (context) => context.node.database ?? context.shared.project.profile.credentials.database,
  schema: (context) => context.node.schema ?? context.shared.project.profile.credentials.schema,
  pre_hooks: () => [],
  post_hooks: () => [],
  sql: () => null,
  compiled_code: () => null,
  defer_relation: () => null,
  selected_resources: () => [],
  exceptions: ({ shared, node }) => exceptionsNamespace({ report: shared.report, node, scrub: shared.scrub }),
  env_var: ({ shared, captured }) =>
    createEnvVar({ env: shared.effects.env, onRead: (name, value) => captured.envVars.set(name, value) }),
  var: (context) =>
    new VarObject({
      environment: context.shared.environment,
      vars: noted(context.shared.varsOf(context.packageName), context.captured.vars),
      context,
      required: context.configMode === "answer",
      node: context.node,
    }),
};

function capture(keep: (...call: Parameters<Callable>) => void, context: NodeParseContext): Callable {
  const callable: Callable = (args, kwargs) => {
    keep(args, kwargs);
    return context.ownRelation;
  };
  callable.pyAttributes = context.shared.resolverAttributes;
  return callable;
}

function noted(vars: VarProvider, seen: Set<string>): VarProvider {
  return {
    get: (name) => vars.get(name),
    has: (name) => {
      seen.add(name);
      return vars.has(name);
    },
    all: vars.all,
  };
}
