/**
 * What on-run-end hooks find in `results`: dbt's result objects and, in their `node`, dbt's node objects. Both are
 * objects with attributes and `to_dict()`, no dicts: an attribute that is not there is undefined.
 */
import { PyObject, toValue, type PyDict, type Value } from "@tsmodel/jinja";
import { outcomeOf } from "../artifacts/run-results-file.ts";
import { nodeRecord } from "../context/graph-value.ts";
import { lazyRecord, lazyValue } from "../context/lazy-value.ts";
import { searchNameOf } from "../manifest/name-index.ts";
import type { GraphNode } from "../manifest/node.ts";
import { PyDateTime } from "../template/python/date-time.ts";
import { pyFunction } from "../template/python/function.ts";
import type { NodeResult, TimingInfo } from "./node-result.ts";

export class ResultValue extends PyObject {
  readonly pyTypeName: string = "RunResult";
  private readonly result: NodeResult;
  private readonly node: NodeValue;

  constructor(result: NodeResult) {
    super();
    this.result = result;
    this.node = new NodeValue(result.node);
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "node") return this.node;
    if (name === "timing") return this.result.timing.map((timing) => new TimingValue(timing));
    if (name === "skipped") return this.result.status === "skipped";
    if (name === "to_dict") return toDict((omitNone) => this.toDict(omitNone));
    const fields = fieldsOf(this.result);
    return Object.hasOwn(fields, name) ? lazyValue(fields[name]) : undefined;
  }

  private toDict(omitNone: boolean): PyDict {
    const { agate_table, batch_results, ...fields } = fieldsOf(this.result);
    const dict = lazyRecord({ ...fields, node: null, agate_table, batch_results }, (value) =>
      omitNone && (value === null || value === undefined) ? undefined : lazyValue(value),
    );
    dict.set("node", this.node.toDict(omitNone));
    return dict;
  }
}

/** In dbt's order. */
function fieldsOf(result: NodeResult): { readonly [name: string]: unknown } {
  return { ...outcomeOf(result), agate_table: null, batch_results: result.batch_results ?? null };
}

class NodeValue extends PyObject {
  readonly pyTypeName: string;
  private readonly node: GraphNode;
  private readonly made = new Map<string, Value>();

  constructor(node: GraphNode) {
    super();
    this.node = node;
    this.pyTypeName = `${node.resource_type.replace(/^./, (first) => first.toUpperCase())}Node`;
  }

  /** Dicts are made once: what a macro adds to one is there when the next one looks. */
  override pyGetAttr(name: string): Value | undefined {
    if (name === "to_dict") return toDict((omitNone) => this.toDict(omitNone));
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const made = Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name]!(this.node) : this.field(name);
    if (made !== undefined) this.made.set(name, made);
    return made;
  }

  toDict(omitNone: boolean): PyDict {
    const compiled = (this.node as { readonly compiled?: boolean }).compiled !== false;
    return nodeRecord(this.node, (value, key) => {
      if (!compiled && COMPILED_FIELDS.has(key)) return undefined;
      return omitNone && (value === null || value === undefined) ? undefined : lazyValue(value);
    });
  }

  private field(name: string): Value | undefined {
    return Object.hasOwn(this.node, name)
      ? lazyValue((this.node as unknown as { readonly [name: string]: unknown })[name])
      : undefined;
  }
}

const COMPILED_FIELDS: ReadonlySet<string> = new Set([
  "compiled",
  "compiled_code",
  "extra_ctes",
  "extra_ctes_injected",
]);

interface AnyNode {
  readonly config?: { readonly materialized?: unknown };
  readonly depends_on?: { readonly nodes?: readonly string[]; readonly macros?: readonly string[] };
  readonly raw_code?: string;
  readonly version?: unknown;
  readonly latest_version?: unknown;
}

/** Properties of dbt's node classes that are no fields. */
const PROPERTIES: { readonly [name: string]: (node: GraphNode) => Value } = {
  depends_on_nodes: (node) => toValue(anyNode(node).depends_on?.nodes ?? []),
  depends_on_macros: (node) => toValue(anyNode(node).depends_on?.macros ?? []),
  is_ephemeral: (node) => anyNode(node).config?.materialized === "ephemeral",
  is_ephemeral_model: (node) =>
    node.resource_type === "model" && anyNode(node).config?.materialized === "ephemeral",
  empty: (node) => (anyNode(node).raw_code ?? "").trim() === "",
  is_relational: (node) => ["model", "seed", "snapshot"].includes(node.resource_type),
  is_versioned: (node) => node.resource_type === "model" && anyNode(node).version != null,
  is_latest_version: (node) =>
    anyNode(node).version != null && anyNode(node).version === anyNode(node).latest_version,
  search_name: (node) => (node.resource_type === "model" ? searchNameOf(node) : node.name),
};

const anyNode = (node: GraphNode): AnyNode => node as unknown as AnyNode;

class TimingValue extends PyObject {
  readonly pyTypeName: string = "TimingInfo";
  private readonly timing: TimingInfo;

  constructor(timing: TimingInfo) {
    super();
    this.timing = timing;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "name") return this.timing.name;
    if (name === "to_dict") return toDict(() => lazyRecord(this.timing));
    if (name !== "started_at" && name !== "completed_at") return undefined;
    return PyDateTime.fromEpoch(BigInt(Date.parse(this.timing[name])) * 1000n);
  }
}

function toDict(make: (omitNone: boolean) => PyDict): Value {
  return pyFunction("to_dict", ["omit_none?", "validate?"], (omitNone: Value | undefined) =>
    make(omitNone === true),
  );
}
