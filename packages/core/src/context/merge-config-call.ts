/** What several config() calls of one file add up to: dbt's merge_config_dicts. */
import { isPlainObject } from "./lazy-value.ts";

type Config = { [key: string]: unknown };

const APPENDED = new Set(["pre-hook", "pre_hook", "post-hook", "post_hook", "tags", "packages"]);
const UPDATED = new Set([
  "quoting",
  "column_types",
  "meta",
  "docs",
  "contract",
  "snapshot_meta_column_names",
]);

/** Merges a later call into what earlier ones gave. The first call stays as it was written. */
export function mergeConfigCall(into: Config, call: Config): void {
  if (Object.keys(into).length === 0) {
    Object.assign(into, call);
    return;
  }
  for (const [key, value] of Object.entries(call)) into[key] = mergeKey(key, into[key], value);
}

function mergeKey(key: string, before: unknown, value: unknown): unknown {
  if (APPENDED.has(key)) return before === undefined ? toList(value) : [...toList(before), ...toList(value)];
  if (UPDATED.has(key))
    return isPlainObject(before) && isPlainObject(value) ? { ...before, ...value } : value;
  if (key === "grants" && isPlainObject(value))
    return mergeGrants(isPlainObject(before) ? before : {}, value);
  return value;
}

/** A privilege with "+" is added to the earlier one of the same spelling; others replace it. */
function mergeGrants(before: Config, value: Config): Config {
  const merged: Config = {};
  for (const [privilege, grantees] of Object.entries(before)) merged[privilege] = toList(grantees);
  for (const [privilege, grantees] of Object.entries(value)) {
    const known = merged[privilege];
    merged[privilege] =
      privilege.startsWith("+") && known !== undefined
        ? [...toList(known), ...toList(grantees)]
        : toList(grantees);
  }
  return merged;
}

const toList = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);
