/**
 * Whether a table or view is replaced by a single `create or replace`, which DuckDB does atomically: where nothing else
 * belongs to the same transaction, and where none of the macros is overridden that build, drop and rename step by step.
 */
import { findMember, pyFunction } from "@tsmodel/core/adapter";
import type { TemplateHost } from "@tsmodel/core/adapter";
import { isTruthy, pyStr, type Callable, type Value } from "@tsmodel/jinja";
import type { DuckDbSettings } from "../credentials/settings.ts";
import { existingKeyConstraints, isDuckDbCatalog } from "./foreign-keys.ts";

/** What a step by step replacement calls. */
const STEPS: readonly string[] = [
  "apply_grants",
  "create_indexes",
  "create_table_as",
  "create_view_as",
  "drop_relation",
  "drop_relation_if_exists",
  "get_create_sql",
  "get_create_table_as_sql",
  "get_create_view_as_sql",
  "get_or_create_relation",
  "load_cached_relation",
  "load_relation",
  "make_backup_relation",
  "make_intermediate_relation",
  "make_temp_relation",
  "persist_docs",
  "rename_relation",
  "run_hooks",
  "should_revoke",
  "tsmodel_swap_relation",
];

/** Settings that add statements, or that only the stepwise macros know. */
const EXTRAS: readonly string[] = [
  "pre-hook",
  "post-hook",
  "sql_header",
  "grants",
  "indexes",
  "partitioned_by",
  "partition_by",
  "sorted_by",
  "sort_by",
];

interface Configured {
  readonly language?: string;
  readonly config?: { readonly [key: string]: unknown };
}

/** `replaces_at_once(existing, target_relation)`: existing is None where there is none. */
export function replaceMethods(host: TemplateHost, settings: DuckDbSettings): { readonly [name: string]: Callable } {
  return {
    replaces_at_once: pyFunction("replaces_at_once", ["existing", "target_relation"], (existing: Value, target: Value) =>
      replacesAtOnce(host, settings, existing, target),
    ),
  };
}

function replacesAtOnce(host: TemplateHost, settings: DuckDbSettings, existing: Value, target: Value): boolean | Promise<boolean> {
  const { language = "sql", config = {} } = host.node as Configured;
  if (language !== "sql" || EXTRAS.some((key) => isSet(config[key])) || hasContract(config)) return false;
  const kind = findMember(target, "type");
  if (existing !== null && findMember(existing, "type") !== kind) return false;
  if (!host.areBuiltIn(STEPS)) return false;
  const native = isDuckDbCatalog(host, settings, pyStr(findMember(target, "database")));
  if (native !== true) return native && native.then((is) => is && isUntied(host, settings, existing));
  return isUntied(host, settings, existing);
}

/** Tables that keys tie to others are taken apart with care. */
function isUntied(host: TemplateHost, settings: DuckDbSettings, existing: Value): boolean | Promise<boolean> {
  if (existing === null || !isTruthy(findMember(existing, "is_table") ?? null)) return true;
  return existingKeyConstraints(host, settings, existing).then((types) => types.length === 0);
}

const isSet = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  value !== "" &&
  !(typeof value === "object" && Object.keys(value).length === 0);

const hasContract = ({ contract }: { readonly [key: string]: unknown }): boolean =>
  (contract as { readonly enforced?: unknown } | null | undefined)?.enforced === true;
