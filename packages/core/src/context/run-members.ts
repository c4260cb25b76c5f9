/** What a running node's context holds for itself, by name. */
import type { Callable, Value } from "@tsmodel/jinja";
import { createEnvVar } from "../template/env-var.ts";
import { exceptionsNamespace } from "../template/exceptions-namespace.ts";
import { VarObject } from "../template/var-object.ts";
import { createRunAdapter } from "./adapter/run-adapter.ts";
import { fieldOf } from "./context-node.ts";
import { modelValue } from "./graph-value.ts";
import { lazyRecord, lazyValue } from "./lazy-value.ts";
import type { MemberTable } from "./node-context.ts";
import { createNodeVars } from "./node-vars.ts";
import { RunConfig } from "./run-config.ts";
import type { NodeRunContext } from "./run-context.ts";
import { createFunction, createMetric, createRef, createSource } from "./run-references.ts";

/** A project's macros have no hooks, no SQL and no relation of their own. */
const isMacro = ({ node }: NodeRunContext): boolean => node.resource_type === "macro";

function resolver({ shared }: NodeRunContext, callable: Callable): Callable {
  callable.pyAttributes = shared.resolverAttributes;
  return callable;
}

export const runMembers: MemberTable<NodeRunContext> = {
  execute: () => true,
  ref: (context) => resolver(context, createRef(context.references())),
  source: (context) => resolver(context, createSource(context.references())),
  function: (context) => resolver(context, createFunction(context.references())),
  metric: (context) => resolver(context, createMetric(context.references())),
  config: (context) => new RunConfig(context.shared, context.node),
  adapter: (context) =>
    createRunAdapter({
      shared: context.shared,
      node: context.node,
      context,
      connection: context.connection,
      cache: context.input.runtime.cache,
      columns: context.input.columns,
      callMacro: (name, kwargs) => context.input.runtime.callMacro(name, kwargs, context.connection),
    }),
  this: (context) => thisRelation(context),
  model: (context) => modelOf(context),
  graph: ({ shared }) => shared.graph(),
  database: ({ node, shared }) =>
    node.database === undefined ? shared.project.profile.credentials.database : node.database,
  schema: ({ node, shared }) =>
    node.schema === undefined ? shared.project.profile.credentials.schema : node.schema,
  pre_hooks: (context) => hooks(context, "pre-hook"),
  post_hooks: (context) => hooks(context, "post-hook"),
  sql: (context) => (context.node.language !== "python" ? compiledCode(context) : null),
  compiled_code: (context) => compiledCode(context),
  source_node: ({ node }) => (node.resource_type === "source" ? modelValue(node) : undefined),
  defer_relation: (context) => deferRelation(context),
  selected_resources: ({ input }) => [...input.runtime.selected],
  thread_id: ({ connection }) => connection.threadId,
  exceptions: ({ shared, node }) => exceptionsNamespace({ report: shared.report, node, scrub: shared.scrub }),
  env_var: ({ shared, input }) => {
    const overrides = input.unitTest?.envVars;
    if (overrides === undefined) return createEnvVar({ env: shared.effects.env });
    const env = {
      ...shared.effects.env,
      ...Object.fromEntries(Object.entries(overrides).map(([name, value]) => [name, String(value)])),
    };
    return createEnvVar({ env });
  },
  var: (context) => {
    const { shared, node, input, packageName } = context;
    const vars =
      input.unitTest === undefined
        ? shared.varsOf(packageName)
        : createNodeVars(shared.project, packageName, input.unitTest.vars);
    return new VarObject({ environment: shared.environment, vars, context, waits: true, node });
  },
};

function thisRelation(context: NodeRunContext): Value | undefined {
  const { node, input, shared } = context;
  if (isMacro(context)) return undefined;
  if (node.resource_type === "operation") return null;
  if (input.unitTest === undefined || context.materializing) return context.ownRelation();
  const { self } = input.unitTest;
  if (self === undefined) return null;
  context.ctes.add(self.uniqueId);
  return shared.relationClass.createEphemeralFrom(self.cteName);
}

function hooks(context: NodeRunContext, key: "pre-hook" | "post-hook"): Value {
  const { node } = context;
  if (isMacro(context)) return null;
  const list = node.config?.[key];
  if (["source", "test", "unit_test"].includes(node.resource_type) || !Array.isArray(list)) return [];
  return list.map((hook: object) =>
    lazyRecord(hook, (value) => (value === null ? undefined : lazyValue(value))),
  );
}

/** The node's SQL with its CTEs, once it is compiled; for `clone`, a select from the other state's relation. */
function compiledCode(context: NodeRunContext): Value {
  const { node, shared } = context;
  const deferred = fieldOf(node, "defer_relation") as
    { readonly relation_name?: string | null } | null | undefined;
  if (deferred && shared.invocation.command === "clone")
    return `select * from ${deferred.relation_name ?? ""}`;
  return fieldOf(node, "extra_ctes_injected") === true
    ? ((fieldOf(node, "compiled_code") as string | null) ?? null)
    : null;
}

function deferRelation({ node, shared }: NodeRunContext): Value {
  const other = fieldOf(node, "defer_relation") as
    { database: string | null; schema: string | null; alias: string } | null | undefined;
  if (!other) return null;
  const place = { database: other.database, schema: other.schema, identifier: other.alias };
  return shared.relationClass.createFrom(place, shared.project.root.quoting);
}

/** `model` as the node is now; the same dict until it was compiled anew. */
function modelOf(context: NodeRunContext): Value {
  const code = fieldOf(context.node, "compiled_code") as string | null | undefined;
  const state = code ?? "";
  if (context.modelState?.code !== state)
    context.modelState = { code: state, value: makeModel(context, code ?? null) };
  return context.modelState.value;
}

function makeModel({ node, shared, input: { batch } }: NodeRunContext, code: string | null): Value {
  const contract = fieldOf(node, "contract") as { readonly alias_types?: boolean } | undefined;
  return modelValue(node, {
    language: node.language === "typescript" ? "sql" : node.language,
    compiled_sql: fieldOf(node, "compiled") === false ? undefined : (code ?? undefined),
    batch:
      batch &&
      lazyValue({ id: batch.id, event_time_start: batch.eventTimeStart, event_time_end: batch.eventTimeEnd }),
    translateType:
      contract !== undefined && contract.alias_types !== false
        ? (type) => shared.columnClass.translateType(type)
        : undefined,
  });
}
