/** What a TypeScript model is called with. */
import { callValue, fromValue, isTruthy, pyStr, toValue, type Kwargs, type Value } from "@tsmodel/jinja";
import type { CteSource } from "../../compile/compile-node.ts";
import type { RunContext } from "../../context/run-context.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { JsonObject } from "../../manifest/json.ts";
import type { CompiledNode } from "../../manifest/node.ts";
import type { RunScope } from "../run-node.ts";
import { ScriptRelation, type ScriptReader } from "./script-relation.ts";
import { toScriptRow, type ScriptRow } from "./script-values.ts";

export interface RefOptions {
  readonly v?: string | number;
  readonly version?: string | number;
}

/** The argument of a TypeScript model's function. */
export interface TsModel {
  /** Resolved configuration, as in manifest.json. */
  readonly config: { readonly [key: string]: unknown };
  /** Project variables that this model's package sees. */
  readonly vars: { readonly [name: string]: unknown };
  /** Connection keys without secrets, and name, schema, type, threads. */
  readonly target: { readonly [key: string]: unknown };
  /** What `is_incremental()` says. */
  readonly isIncremental: boolean;
  /** The relation that this model is built into; it may not be there yet. */
  readonly this: ScriptRelation;
  /** The slice of time of a microbatch model. */
  readonly batch: { readonly start: Date; readonly end: Date } | undefined;
  ref(name: string, options?: RefOptions): ScriptRelation;
  ref(packageName: string, name: string, options?: RefOptions): ScriptRelation;
  source(source: string, table: string): ScriptRelation;
  var(name: string, fallback?: unknown): unknown;
  /** Runs SQL on the model's own connection; relations may be put into its text. */
  query(sql: string): Promise<ScriptRow[]>;
  /** The rows of a SELECT one by one, over a connection of their own. */
  stream(sql: string): AsyncIterable<ScriptRow>;
  log(...words: unknown[]): void;
}

export interface ApiInput {
  readonly scope: RunScope;
  readonly node: CompiledNode;
  readonly context: RunContext;
  readonly ctes?: CteSource;
  readonly batch?: TsModel["batch"];
}

/** References are resolved beforehand: a model names them in the middle of texts. */
export async function createScriptApi({ scope, node, context, ctes, batch }: ApiInput): Promise<TsModel> {
  const { shared } = scope.runtime;
  const complete = (sql: string): Promise<string> => scope.compiler.withCtes(sql, context, ctes);
  const reader: ScriptReader = {
    async rows(sql) {
      const called = callSite();
      try {
        const { columns, rows } = await context.connection.query({ sql: await complete(sql), fetch: true });
        return rows.map((row) => toScriptRow(columns, row));
      } catch (error) {
        throw withCallSite(error, called);
      }
    },
    stream(sql) {
      return streamRows(context, complete(sql), callSite());
    },
  };
  const relations = await resolveAll(node, context, reader);
  const find = (key: string, what: "ref" | "source", args: readonly string[]): ScriptRelation => {
    const found = relations.get(key);
    if (found === undefined) throw fail("script-undeclared", { model: node.name, what, args });
    return found;
  };
  const vars = shared.varsOf(node.package_name);
  return {
    config: node.config,
    vars: vars.all?.() ?? {},
    target: fromValue(context.get("target") ?? null) as JsonObject,
    isIncremental: isTruthy(await callValue(context.get("is_incremental")!, [], null)),
    this: new ScriptRelation(pyStr(context.get("this") ?? null), reader),
    batch,
    ref(...args: readonly unknown[]) {
      const names = args.filter((arg): arg is string => typeof arg === "string");
      const options = args.find((arg): arg is RefOptions => typeof arg === "object" && arg !== null);
      return find(refKey(names.at(-1) ?? "", names.length > 1 ? names[0]! : null, options?.v ?? options?.version ?? null), "ref", names);
    },
    source: (source, table) => find(sourceKey(source, table), "source", [source, table]),
    var(name, fallback) {
      if (!vars.has(name) && fallback !== undefined) return fallback;
      return fromValue(callValue(context.get("var")!, [name], null) as Value);
    },
    query: (sql) => reader.rows(sql),
    stream: (sql) => reader.stream(sql),
    log(...words) {
      const text = words.map((word) => (typeof word === "string" ? word : JSON.stringify(word))).join(" ");
      shared.effects.report({ type: "message", level: "info", name: "JinjaLogInfo", code: "I062", text, node: node as never });
    },
  };
}

async function* streamRows(context: RunContext, sql: Promise<string>, called: string): AsyncGenerator<ScriptRow> {
  try {
    for await (const { columns, rows } of context.connection.stream(await sql)) {
      for (const row of rows) yield toScriptRow(columns, row);
    }
  } catch (error) {
    throw withCallSite(error, called);
  }
}

/** Where the model is right now: a database's answer comes with a stack that knows nothing of it. */
const callSite = (): string => new Error().stack ?? "";

function withCallSite(error: unknown, called: string): unknown {
  if (error instanceof Error) error.stack = `${error.stack ?? ""}\n${called}`;
  return error;
}

const refKey = (name: string, packageName: string | null, version: string | number | null): string =>
  `ref ${packageName ?? ""}.${name}.${version ?? ""}`;
const sourceKey = (source: string, table: string): string => `source ${source}.${table}`;

/** Whatever the file names, by how it names it. @throws TsmodelError as ref() and source() do */
async function resolveAll(node: CompiledNode, context: RunContext, reader: ScriptReader): Promise<ReadonlyMap<string, ScriptRelation>> {
  const relations = new Map<string, ScriptRelation>();
  const resolve = async (key: string, callee: "ref" | "source", args: Value[], kwargs: Kwargs): Promise<void> => {
    relations.set(key, new ScriptRelation(pyStr(await callValue(context.get(callee)!, args, kwargs)), reader));
  };
  for (const { name, package: packageName, version } of node.refs) {
    const args = packageName === null ? [name] : [packageName, name];
    await resolve(refKey(name, packageName, version), "ref", args, version === null ? {} : { v: toValue(version) });
  }
  for (const [source, table] of node.sources) await resolve(sourceKey(source!, table!), "source", [source!, table!], {});
  return relations;
}
