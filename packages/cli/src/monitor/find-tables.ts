/** The selected models, seeds, snapshots and sources that stand in the database. */
import {
  findGraphNode,
  selectForCommand,
  type GraphNode,
  type SourceDefinition,
  type Workspace,
} from "@tsmodel/core";
import type { TableTarget } from "@tsmodel/monitor";
import type { CommandContext } from "../session/command-context.ts";

const TYPES = ["model", "seed", "snapshot", "source"];

export function findTables(context: CommandContext, workspace: Workspace): TableTarget[] {
  const { ids } = selectForCommand(workspace, { allowed: TYPES, usual: TYPES }, context.effects);
  return [...ids].sort().flatMap((id) => toTarget(findGraphNode(workspace.manifest, id)!) ?? []);
}

function toTarget(node: GraphNode): TableTarget | undefined {
  if (node.resource_type === "source") return sourceTarget(node);
  if (node.resource_type !== "model" && node.resource_type !== "seed" && node.resource_type !== "snapshot")
    return undefined;
  if (node.relation_name === null || node.config.enabled === false) return undefined;
  const { event_time: time } = node.config;
  return {
    node: node.unique_id,
    name:
      node.resource_type === "model" && node.version !== null && node.version !== undefined
        ? `${node.name}.v${node.version}`
        : node.name,
    kind: "model",
    relation: node.relation_name,
    isLight: node.config.materialized === "view",
    time: typeof time === "string" ? time : undefined,
    at: { file: pathOf(node.patch_path) ?? node.original_file_path, line: 1 },
  };
}

function sourceTarget(source: SourceDefinition): TableTarget | undefined {
  if (source.relation_name === null) return undefined;
  const { freshness, loaded_at_field: field } = source;
  return {
    node: source.unique_id,
    name: `${source.source_name}.${source.name}`,
    kind: "source",
    relation: source.relation_name,
    isLight: true,
    time: field ?? undefined,
    warnAfter: field === null ? undefined : hoursOf(freshness?.warn_after),
    errorAfter: field === null ? undefined : hoursOf(freshness?.error_after),
    at: { file: source.original_file_path, line: 1 },
  };
}

const HOURS: { readonly [period: string]: number } = { minute: 1 / 60, hour: 1, day: 24 };

function hoursOf(
  limit: { readonly count?: number | null; readonly period?: string | null } | null | undefined,
): number | undefined {
  return limit?.count && limit.period ? limit.count * HOURS[limit.period]! : undefined;
}

/** "shop://models/schema.yml" → "models/schema.yml" */
const pathOf = (patch: string | null): string | undefined => patch?.replace(/^[^:]+:\/\//, "");
