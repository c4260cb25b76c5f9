/** Gives a node its configuration and everything that follows from it: dbt's update_parsed_node_config. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { CompiledNode, Docs, NodeConfig, ParsedNode } from "../../manifest/node.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import { isReadStatically, readStaticConfig } from "../config/static-parser.ts";
import { readUnrenderedCall } from "../config/unrendered-call.ts";
import { configSchemaOf } from "../config/config-schema.ts";
import type { ConfigLevel, ConfigValues, Hook } from "../config/merge-config.ts";
import type { ParseState } from "../parse-state.ts";
import { strOf } from "../python-text.ts";
import type { NodeRenderer } from "./render-node.ts";

export interface ConfigWords {
  /** Merged `config()` calls of the node's text. */
  readonly call?: ConfigLevel;
  /** `config:` of its properties. */
  readonly patch?: ConfigLevel;
  readonly unrenderedPatch?: ConfigLevel;
}

/**
 * Merges all levels of configuration into the node, then names its relation and renders its hooks for what they refer
 * to. Called once after a node's text was rendered and again when a properties file has something to say.
 * @throws TsmodelError config-value, access-invalid, and what generate_…_name macros and hooks raise
 */
export function applyConfig(
  state: ParseState,
  node: ParsedNode,
  words: ConfigWords,
  renderer: NodeRenderer,
): void {
  const { config, unrendered } = state.configs.resolve({
    resourceType: node.resource_type,
    packageName: node.package_name,
    fqn: node.fqn,
    ...words,
    unrenderedCall: unrenderedCallOf(state, node, words.call),
  });
  copyToNode(node, config);
  node.unrendered_config = words.patch === undefined ? { ...unrendered, ...staticValuesOf(state, node) } : unrendered;
  node.config = overlay(node.config, config, node) as NodeConfig;
  state.relationNames.update(node, config);
  if (node.resource_type !== "test") renderHooks(node, renderer);
}

/** Under dbt's flag, the call as it is written, unless dbt's static parser has its values. */
function unrenderedCallOf(state: ParseState, node: ParsedNode, call: ConfigLevel | undefined): ConfigLevel | undefined {
  // Generic tests have theirs from YAML.
  if (call === undefined || !isSql(node) || "test_metadata" in node || state.project.flags.state_modified_compare_more_unrendered_values !== true) return undefined;
  if (mayBeStatic(state, node) && isReadStatically(state.environment, node.raw_code, node.name)) return undefined;
  return readUnrenderedCall(state.environment, node.raw_code, node.name);
}

const isSql = (node: ParsedNode): boolean => ((node as Partial<CompiledNode>).language ?? "sql") === "sql";

const mayBeStatic = (state: ParseState, node: ParsedNode): boolean =>
  node.resource_type === "model" && state.project.flags.static_parser !== false && state.plainPackages.has(node.package_name);

/** Values that are merged, or made lists: of the others nothing is left to say. */
const CHANGED = /\bconfig\s*\([^]*\bconfig\s*\(|\btags\s*=\s*["']/;

/** Until a properties file has its say, dbt keeps what its static parser read: each key's last value as it stands. */
function staticValuesOf(state: ParseState, node: ParsedNode): ConfigValues | undefined {
  if (!mayBeStatic(state, node) || !isSql(node) || !CHANGED.test(node.raw_code)) return undefined;
  return readStaticConfig(state.environment, node.raw_code, node.name);
}

/** Keys that dbt has on the node as well as in its config. */
function copyToNode(node: ParsedNode, config: ConfigValues): void {
  for (const tag of (config.tags as string[] | undefined) ?? [])
    if (!node.tags.includes(tag)) node.tags.push(tag);
  if (isFilled(config.meta)) node.meta = config.meta;
  if (config.group) node.group = config.group as string;
  if (node.resource_type === "model" && config.access)
    (node as unknown as { access: string }).access = accessOf(node, config.access);
  if (config.docs !== undefined) node.docs = { ...(config.docs as Docs) };
  if (config.contract !== undefined && "contract" in node) {
    (node as CompiledNode).contract = {
      ...(config.contract as { enforced: boolean; alias_types: boolean }),
      checksum: null,
    };
  }
}

/** @throws TsmodelError access-invalid */
export function accessOf(node: { readonly unique_id: string }, value: unknown): string {
  const text = strOf(value);
  if (ACCESS.includes(text)) return text;
  throw fail("access-invalid", { id: node.unique_id, value: text, nearest: findNearestName(text, ACCESS) });
}

const ACCESS: readonly string[] = ["private", "protected", "public"];

function isFilled(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** New values over the ones from before; of the known keys, those that became None keep their old value. */
function overlay(before: ConfigLevel, config: ConfigLevel, node: ParsedNode): ConfigValues {
  const merged: ConfigValues = { ...before };
  if (before === config) return merged;
  const { fields } = configSchemaOf(node.resource_type);
  for (const key in config) {
    if (config[key] !== null || !fields.has(key)) merged[key.trim()] = config[key];
  }
  return merged;
}

function renderHooks(node: ParsedNode, renderer: NodeRenderer): void {
  const { "pre-hook": before, "post-hook": after } = node.config as {
    "pre-hook"?: Hook[];
    "post-hook"?: Hook[];
  };
  for (const hook of before ?? []) renderer.render(hook.sql, "pre-hook");
  for (const hook of after ?? []) renderer.render(hook.sql, "post-hook");
}
