import { isYamlObject } from "../../project/yaml-value.ts";

/** dbt's deep_merge: mappings are joined, lists of the second go before those of the first, other values of the second count. */
export function deepMerge(
  first: { readonly [key: string]: unknown },
  second: { readonly [key: string]: unknown },
): { [key: string]: unknown } {
  const merged = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = merged[key];
    if (isYamlObject(value)) merged[key] = deepMerge(isYamlObject(before) ? before : {}, value);
    else if (Array.isArray(value) && Array.isArray(before))
      merged[key] = [...(value as unknown[]), ...(before as unknown[])];
    else merged[key] = value;
  }
  return merged;
}
