import type { Manifest } from "../manifest/manifest.ts";

/** Resources by dbt's words, in dbt's order: { model: 15, "data test": 82, source: 5, macro: 480 }. */
export function countResources(manifest: Manifest): { readonly [kind: string]: number } {
  const counts: { [kind: string]: number } = {};
  const add = (kind: string, count: number): void => {
    counts[kind] = (counts[kind] ?? 0) + count;
  };
  for (const { resource_type, config } of manifest.nodes.values()) {
    // Tests of a disabled model are among the nodes.
    if (config.enabled !== false) add(resource_type === "test" ? "data test" : resource_type.replaceAll("_", " "), 1);
  }
  add("source", manifest.sources.size);
  add("exposure", manifest.exposures.size);
  add("metric", manifest.metrics.size);
  add("macro", manifest.macros.size);
  add("group", manifest.groups.size);
  add("semantic model", manifest.semantic_models.size);
  add("saved query", manifest.saved_queries.size);
  add("unit test", manifest.unit_tests.size);
  add("function", manifest.functions.size);
  return counts;
}
