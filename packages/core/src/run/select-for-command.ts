/** Flags → the unique ids a command is about. */
import { heedingFlags } from "../project/warn-error.ts";
import { resolve } from "node:path";
import type { Effects } from "../effects.ts";
import type { Graph } from "../graph/build-graph.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { findGraphNode } from "../manifest/manifest.ts";
import type { SourceDefinition } from "../manifest/node.ts";
import type { Project } from "../project/project.ts";
import { selectNodes, type IndirectSelection, type Selection } from "../select/select-nodes.ts";
import type { States } from "../state/states.ts";
import { hasFreshness } from "./run-freshness.ts";

export interface SelectionPlace {
  readonly project: Project;
  readonly manifest: Manifest;
  readonly graph: Graph;
  readonly states: States;
}

export interface CommandResources {
  /** Every type the command can touch; `--resource-type all` means these. */
  readonly allowed: readonly string[];
  /** What it touches unless told. */
  readonly usual: readonly string[];
  /** `ls` lists models without SQL too. */
  readonly includeEmpty?: boolean;
}

/** @throws TsmodelError as selectNodes and readPreviousState do */
export function selectForCommand({ project, manifest, graph, states }: SelectionPlace, resources: CommandResources, effects: Effects): Selection {
  const { flags } = project;
  return selectNodes(
    {
      select: wordsOf(flags.select),
      exclude: wordsOf(flags.exclude),
      selector: typeof flags.selector === "string" ? flags.selector : undefined,
      indirectSelection: flags.indirect_selection as IndirectSelection | undefined,
      resourceTypes: resourceTypesOf(flags, resources),
      rootPackage: project.root.name,
      pathExists: (path) => effects.files.exists(resolve(project.root.root, path)),
      constraintSupport: project.profile.plugin.dialect.constraintSupport,
      moreUnrenderedValues: flags.state_modified_compare_more_unrendered_values === true,
      internalPackages: [...project.profile.plugin.macroPackages.map(({ name }) => name), "dbt"],
      includeEmpty: resources.includeEmpty,
      selectors: project.selectors,
      report: heedingFlags(project.flags, effects.report),
      now: effects.now,
    },
    graph,
    manifest,
    states.previous(),
  );
}

/** The sources of a selection whose age can be judged. */
export const withFreshness = (ids: ReadonlySet<string>, manifest: Manifest): Set<string> =>
  new Set([...ids].filter((id) => hasFreshness(findGraphNode(manifest, id) as SourceDefinition)));

const wordsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.length > 0 ? value.map(String) : typeof value === "string" && value !== "" ? value.split(/\s+/) : undefined;

/** dbt's resource_types_from_args: "default" and "all" are words of their own. */
function resourceTypesOf(flags: Project["flags"], { allowed, usual }: CommandResources): Set<string> {
  const asked = wordsOf(flags.resource_types);
  const types = new Set<string>();
  for (const type of asked ?? ["default"]) {
    if (type === "all") for (const each of allowed) types.add(each);
    else if (type === "default") for (const each of usual) types.add(each);
    else if (allowed.includes(type)) types.add(type);
  }
  for (const type of wordsOf(flags.exclude_resource_types) ?? []) types.delete(type);
  return types;
}
