/**
 * manifest.json → what two programs can agree on: the project's own resources without times, machine paths and what
 * only compiling fills in. Sets that dbt writes in any order are sorted.
 */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Resource = { [key: string]: Json };

const KINDS = [
  "nodes",
  "sources",
  "macros",
  "docs",
  "exposures",
  "groups",
  "metrics",
  "semantic_models",
  "saved_queries",
  "unit_tests",
  "functions",
  "disabled",
  "parent_map",
  "child_map",
  "group_map",
  "selectors",
] as const;

const DROPPED = new Set([
  "created_at",
  "compiled",
  "compiled_code",
  "compiled_path",
  "extra_ctes",
  "extra_ctes_injected",
  "root_path",
  "defer_relation",
  "build_path",
  "config_call_dict",
  "unrendered_config_call_dict",
]);

export type Reduced = { [kind in (typeof KINDS)[number]]: { [id: string]: Json } };

/** `internal` names the packages that come with the tool: their macros and docs are its own affair. */
export function reduceManifest(
  manifest: { readonly [kind: string]: unknown },
  internal: readonly string[],
): Reduced {
  const reduced = {} as Reduced;
  for (const kind of KINDS) {
    const resources = (manifest[kind] ?? {}) as { [id: string]: Json };
    const ids = Object.keys(resources)
      .filter((id) => !internal.includes(id.split(".")[1] ?? ""))
      .sort();
    reduced[kind] = Object.fromEntries(ids.map((id) => [id, reduceResource(kind, resources[id]!)]));
  }
  return reduced;
}

function reduceResource(kind: string, value: Json): Json {
  if (Array.isArray(value))
    return kind === "disabled" ? value.map((one) => reduceFields(one as Resource)) : sortTexts(value);
  return typeof value === "object" && value !== null && kind !== "selectors" ? reduceFields(value) : value;
}

function reduceFields(resource: Resource): Resource {
  const reduced: Resource = {};
  for (const key of Object.keys(resource).sort()) {
    if (DROPPED.has(key)) continue;
    reduced[key] = key === "columns" ? reduceColumns(resource[key]!) : resource[key]!;
  }
  const { sources, depends_on: dependsOn } = reduced;
  if (Array.isArray(sources)) reduced.sources = sortSources(sources);
  if (isResource(dependsOn)) reduced.depends_on = { ...dependsOn, nodes: sortSourceIds(dependsOn.nodes) };
  return reduced;
}

function isResource(value: Json | undefined): value is Resource {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** dbt's reader of plain models keeps sources in a set: their order is another one in every run. */
function sortSources(sources: Json[]): Json[] {
  return sources
    .map((source) => JSON.stringify(source))
    .sort()
    .map((source) => JSON.parse(source) as Json);
}

/** The ids of sources among themselves, on the places where they stand. */
function sortSourceIds(ids: Json | undefined): Json {
  if (!Array.isArray(ids)) return ids ?? null;
  const sources = ids.filter(isSourceId).sort();
  return ids.map((id) => (isSourceId(id) ? sources.shift()! : id));
}

function isSourceId(id: Json): boolean {
  return typeof id === "string" && id.startsWith("source.");
}

/** dbt writes a column's tags in the order of a set. */
function reduceColumns(columns: Json): Json {
  const reduced: Resource = {};
  for (const [name, column] of Object.entries(columns as { [name: string]: Resource })) {
    const config = column.config as Resource;
    reduced[name] = {
      ...column,
      tags: sortTexts(column.tags as Json[]),
      config: { ...config, tags: sortTexts((config.tags ?? []) as Json[]) },
    };
  }
  return reduced;
}

function sortTexts(values: Json[]): Json[] {
  return values.every((value) => typeof value === "string") ? [...(values as string[])].sort() : values;
}

/** Where two values differ, with both sides. */
export function differences(expected: Json, actual: Json, path = ""): string[] {
  if (
    typeof expected !== "object" ||
    expected === null ||
    typeof actual !== "object" ||
    actual === null ||
    Array.isArray(expected) !== Array.isArray(actual)
  ) {
    return Object.is(expected, actual) ? [] : [`${path}: dbt ${show(expected)}, ours ${show(actual)}`];
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length !== actual.length)
    return [`${path}: dbt ${show(expected)}, ours ${show(actual)}`];
  const [left, right] = [expected as Resource, actual as Resource];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => {
    const place = path === "" ? key : `${path} / ${key}`;
    if (!(key in left)) return [`${place}: only ours ${show(right[key]!)}`];
    if (!(key in right)) return [`${place}: only dbt ${show(left[key]!)}`];
    return differences(left[key]!, right[key]!, place);
  });
}

function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 297)}...` : text;
}
