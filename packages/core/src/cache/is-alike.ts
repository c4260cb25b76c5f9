/** Whether a node that was parsed again is to every other resource what it was before. */
import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "../manifest/manifest.ts";
import type { ModelNode } from "../manifest/node.ts";
import type { FileNode } from "./edited-rows.ts";

/** What may differ without a consequence for any other resource. */
const FREE: ReadonlySet<string> = new Set([
  "raw_code",
  "checksum",
  "refs",
  "sources",
  "functions",
  "depends_on",
  "created_at",
  "config",
  "config_call_dict",
  "unrendered_config",
  "tags",
  "meta",
]);
/** What else may, where a properties file says otherwise than before. */
const DESCRIBING: ReadonlySet<string> = new Set(["description", "doc_blocks", "columns", "primary_key", "test_metadata"]);
/** What of the configuration may not. */
const BINDING: readonly string[] = [
  "enabled",
  "event_time",
  "group",
  "access",
  "database",
  "schema",
  "alias",
  "contract",
  "concurrent_batches",
  "docs",
];

type Fields = { readonly [key: string]: unknown };

/** `described`: its properties were read again, too. */
export function isAlike(before: FileNode, after: FileNode, manifest: Manifest, described: boolean = false): boolean {
  const [old, now] = [before, after] as unknown as [Fields, Fields];
  if (keysOf(old, described) !== keysOf(now, described)) return false;
  for (const key of Object.keys(old)) {
    if (FREE.has(key) || (described && DESCRIBING.has(key))) continue;
    if (!isDeepStrictEqual(old[key], now[key])) return false;
  }
  for (const key of BINDING) if (!isDeepStrictEqual(before.config[key], after.config[key])) return false;
  if (described && [before, after].some(bindsByColumns)) return false;
  const ephemeral = [before, after].filter(({ config }) => config.materialized === "ephemeral");
  if (ephemeral.length === 1 || [before, after].some(isMicrobatch)) return false;
  const incremental = [before, after].filter(({ depends_on }) => depends_on.macros.includes(IS_INCREMENTAL));
  if (incremental.length === 1 && manifest.unit_tests.size > 0) return false;
  return !after.depends_on.nodes.some((id) => hasDate(manifest.nodes.get(id)));
}

/** A description with `doc()` adds `doc_blocks`. */
const keysOf = (node: Fields, described: boolean): string =>
  Object.keys(node)
    .filter((key) => !described || key !== "doc_blocks")
    .join();

/** Whether something else looks at its columns: time spines, and constraints, which name other models. */
function bindsByColumns(node: FileNode): boolean {
  if (node.resource_type !== "model") return false;
  const { time_spine: spine, constraints, columns, contract } = node as ModelNode;
  return spine !== null || contract.enforced || constraints.length > 0 || Object.values(columns).some((column) => column.constraints.length > 0);
}

const IS_INCREMENTAL = "macro.dbt.is_incremental";
const isMicrobatch = ({ config }: FileNode): boolean => config["incremental_strategy"] === "microbatch";
const hasDate = (node: object | undefined): boolean => ((node as ModelNode | undefined)?.deprecation_date ?? null) !== null;
