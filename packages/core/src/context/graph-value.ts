/** `graph` and `model`: the manifest as templates see it. */
import { PyDict, type Value } from "@tsmodel/jinja";
import type { Manifest } from "../manifest/manifest.ts";
import { plainResource } from "../manifest/plain-resource.ts";
import type { ContextNode } from "./context-node.ts";
import { isPlainObject, lazyRecord, lazyValue } from "./lazy-value.ts";

const GRAPH_PARTS = [
  "exposures",
  "functions",
  "groups",
  "metrics",
  "nodes",
  "sources",
  "semantic_models",
  "saved_queries",
] as const;

/**
 * dbt's flat graph: kinds of resources by unique id, every field there, None included. It shows nodes as they were when
 * the project was parsed: nothing that compiling and running add to them.
 * @param parsedMacros what nodes depended on before running added to it, by unique id
 */
export function graphValue(manifest: Manifest, parsedMacros: ParsedMacros): PyDict {
  const graph = new PyDict();
  for (const part of GRAPH_PARTS)
    graph.set(
      part,
      PyDict.lazy(() => PyDict.of(lazyEntries(manifest[part], parsedMacros))),
    );
  return graph;
}

/** The macros of `depends_on` before a run, of the nodes to which it added some. */
export type ParsedMacros = ReadonlyMap<string, readonly string[]>;

function* lazyEntries(
  resources: ReadonlyMap<string, object>,
  parsedMacros: ParsedMacros,
): Generator<[Value, Value]> {
  for (const [id, resource] of resources)
    yield [
      id,
      nodeRecord(resource, (value, key) => {
        if (COMPILED_FIELDS.has(key)) return undefined;
        if (key === "compiled_path" || key === "build_path") return null;
        if (key !== "depends_on") return lazyValue(value);
        const macros = parsedMacros.get(id);
        return lazyValue(macros === undefined ? { ...(value as object) } : { ...(value as object), macros });
      }),
    ];
}

/** A resource as dbt's to_dict() of it: with the fields that only templates see, in dbt's order. */
export function nodeRecord(
  resource: object,
  convert: (value: unknown, key: string) => Value | undefined,
): PyDict {
  return PyDict.lazy(() => lazyRecord("raw_code" in resource ? templateFields(resource) : resource, convert));
}

function templateFields(node: object): { readonly [key: string]: unknown } {
  const fields: { [key: string]: unknown } = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "config_call_dict") continue;
    fields[key] = value;
    if (key !== "created_at") continue;
    fields["config_call_dict"] = (node as { readonly config_call_dict?: unknown }).config_call_dict ?? {};
    fields["unrendered_config_call_dict"] = {};
  }
  if ("time_spine" in node) fields["batch"] = null;
  return fields;
}

/** Fields that a node only shows once it is compiled. */
const COMPILED_FIELDS: ReadonlySet<string> = new Set([
  "compiled",
  "compiled_code",
  "extra_ctes",
  "extra_ctes_injected",
]);

const isCompiled = (resource: object): boolean =>
  (resource as { readonly compiled?: boolean }).compiled !== false;

/** Dictionaries of the user's: here a None is a value like others. */
const USER_RECORDS: ReadonlySet<string> = new Set([
  "meta",
  "source_meta",
  "unrendered_config",
  "kwargs",
  "grants",
  "column_types",
  "persist_docs",
  "quoting",
  "external",
  "extra",
]);

/** Fields of `model` that the node itself does not hold. */
export interface ModelExtras {
  readonly compiled_sql?: string;
  /** What materializations find in it: SQL for TypeScript models, whose rows they select. */
  readonly language?: string;
  readonly batch?: Value;
  /** The adapter's name for a column's type, where the contract allows aliases. */
  readonly translateType?: (type: string) => string;
}

/** One node as `model`: dbt's to_dict(omit_none=True). */
export function modelValue(
  node: ContextNode,
  { translateType, compiled_sql, language, batch }: ModelExtras = {},
): PyDict {
  return PyDict.lazy(() => {
    const model = new PyDict();
    const compiled = isCompiled(node);
    for (const [key, value] of Object.entries(plainResource(node))) {
      if (value === null || value === undefined || (!compiled && COMPILED_FIELDS.has(key))) continue;
      model.set(
        key,
        key === "columns" && translateType !== undefined
          ? columnsValue(value as Columns, translateType)
          : withoutNones(value, key),
      );
    }
    if (language !== undefined) model.set("language", language);
    if (compiled_sql !== undefined) model.set("compiled_sql", compiled_sql);
    if (batch !== undefined) model.set("batch", batch);
    return model;
  });
}

type Columns = { readonly [name: string]: { readonly data_type?: string | null } };

function columnsValue(columns: Columns, translateType: (type: string) => string): PyDict {
  return lazyRecord(columns, (column) => {
    const { data_type: type } = column as Columns[string];
    return withoutNones(
      typeof type === "string" ? { ...(column as object), data_type: translateType(type) } : column,
      "",
    );
  });
}

function withoutNones(value: unknown, key: string): Value {
  if (USER_RECORDS.has(key)) return lazyValue(value);
  if (Array.isArray(value)) return value.map((item) => withoutNones(item, ""));
  if (!isPlainObject(value)) return lazyValue(value);
  return lazyRecord(value, (field, name) =>
    field === null || field === undefined ? undefined : withoutNones(field, name),
  );
}
