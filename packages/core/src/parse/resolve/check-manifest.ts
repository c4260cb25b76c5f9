/** The last checks, when all is resolved: groups, access, snapshots, microbatches, names, deprecations. */
import { findInProperties } from "../../context/properties-place.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import { isRefable } from "../../manifest/name-index.ts";
import type { FunctionNode, ManifestNode, ModelNode, SnapshotNode } from "../../manifest/node.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import { asList } from "../config/merge-config.ts";
import type { ParseState } from "../parse-state.ts";
import { checkScriptModel } from "../nodes/parse-script-model.ts";
import { checkMicrobatch } from "./check-microbatch.ts";
import { warnDeprecatedModels } from "./warn-deprecated-models.ts";

export function checkManifest(state: ParseState): void {
  const { nodes, metrics, semantic_models, saved_queries, groups, functions } = state.manifest;
  const groupNames = new Set([...groups.values()].map(({ name }) => name));
  for (const resources of [metrics, semantic_models, saved_queries, nodes]) {
    for (const resource of resources.values()) checkGroup(state, resource as Grouped, groupNames);
  }
  for (const node of nodes.values()) {
    if (node.resource_type === "model") checkPublic(state, node);
    if (node.resource_type === "model") checkScriptModel(state, node);
    if (node.resource_type === "snapshot") state.problems.attempt(() => checkSnapshot(state, node), { node });
  }
  checkMicrobatch(state);
  warnDeprecatedModels(state);
  checkSpaces(state);
  for (const node of functions.values()) checkArgumentOrder(state, node);
  checkNames(state);
}

interface Grouped {
  readonly group?: string | null;
  readonly resource_type: string;
  readonly name: string;
  readonly original_file_path: string;
}

function checkGroup(state: ParseState, node: Grouped, names: ReadonlySet<string>): void {
  const { group } = node;
  if (!group || names.has(group) || state.unread.has("groups")) return;
  state.problems.add(
    fail(
      "group-unknown",
      { group, known: [...names].sort(), nearest: findNearestName(group, names) },
      { node },
    ),
  );
}

function checkPublic(state: ParseState, node: ModelNode): void {
  if (node.access === "public" && node.config.materialized === "ephemeral")
    state.problems.add(fail("access-public-ephemeral", { id: node.unique_id }, { node }));
}

/** @throws TsmodelError snapshot-invalid */
function checkSnapshot({ shared }: ParseState, node: SnapshotNode): void {
  const { config } = node;
  const invalid = (text: string): Error => {
    const at = findInProperties(shared, node, "");
    return fail("snapshot-invalid", { text }, { at: at && [at] });
  };
  const keys = asList(config.unique_key ?? []);
  if (!config.strategy || keys.length === 0 || keys[0] === "")
    throw invalid("Snapshots must be configured with a 'strategy' and 'unique_key'.");
  const columns = config.check_cols;
  const hasColumns =
    typeof columns === "string" ? columns !== "" : Array.isArray(columns) && columns.length > 0;
  if (config.strategy === "check") {
    if (!hasColumns) throw invalid("A snapshot with the check strategy must specify a check_cols configuration: 'all', or a list of columns");
    if (typeof columns === "string" && columns !== "all")
      throw invalid(`Invalid value for 'check_cols': ${columns}. It takes 'all' or a list of columns`);
  } else if (config.strategy === "timestamp") {
    if (!config.updated_at)
      throw invalid("A snapshot with the timestamp strategy must specify an updated_at configuration: the column that says when a row changed");
    if (hasColumns) throw invalid("A 'timestamp' snapshot should not have 'check_cols'");
  }
  if (config.materialized && config.materialized !== "snapshot")
    throw invalid("A snapshot must have a materialized value of 'snapshot'");
}

function checkSpaces(state: ParseState): void {
  const spaced = [...state.manifest.nodes.values()].filter(({ name }) => name.includes(" "));
  if (spaced.length === 0) return;
  const names = spaced.map((node) => `'${node.unique_id}' (${node.original_file_path})`);
  const { require_resource_names_without_spaces: refused, debug } = state.project.flags;
  if (refused !== false) return state.problems.add(fail("names-with-spaces", { names }));
  for (const node of debug === true ? spaced : spaced.slice(0, 1))
    state.warnings.add(
      "SpacesInResourceNameDeprecation",
      fail("name-with-spaces", { id: node.unique_id }, { node }),
      { unique_id: node.unique_id },
    );
  const counted = { count_invalid_names: spaced.length, show_debug_hint: debug !== true };
  state.warnings.deprecate(
    "ResourceNamesWithSpacesDeprecation",
    () => fail("names-with-spaces-allowed", { count: spaced.length, hinted: debug !== true, names }),
    counted,
  );
}

function checkArgumentOrder(state: ParseState, node: FunctionNode): void {
  const firstDefault = node.arguments.findIndex((argument) => argument.default_value !== null);
  const late =
    firstDefault < 0
      ? undefined
      : node.arguments.slice(firstDefault).find((argument) => argument.default_value === null);
  if (late !== undefined)
    state.problems.add(fail("function-arguments", { name: node.name, argument: late.name }, { node }));
}

/** No two relations with one name, no two nodes of one package with one name. */
function checkNames(state: ParseState): void {
  const byRelation = new Map<string, ManifestNode>();
  const byName = new Map<string, ManifestNode>();
  const versioned = new Map<string, ManifestNode>();
  for (const node of state.manifest.nodes.values()) {
    if (!isStored(state, node)) continue;
    const name = `${node.package_name}.${node.name}`;
    if (node.resource_type === "model" && node.version !== null) versioned.set(name, node);
    else warnSameName(state, byName, name, node);
    const relation = state.relationNames.render(node);
    const other = byRelation.get(relation);
    if (other !== undefined) state.problems.add(ambiguousAlias(relation, other, node));
    else byRelation.set(relation, node);
  }
  for (const [name, node] of versioned) {
    const other = byName.get(name);
    if (other !== undefined)
      state.problems.add(
        fail(
          "version-and-plain",
          {
            name: node.name,
            ids: [node.unique_id, other.unique_id],
            paths: [node.original_file_path, other.original_file_path],
          },
          { node },
        ),
      );
  }
}

function isStored(state: ParseState, node: ManifestNode): boolean {
  if (node.resource_type !== "test") return isRefable(node);
  return Boolean(node.config.store_failures) || state.project.flags.store_failures === true;
}

function warnSameName(
  state: ParseState,
  byName: Map<string, ManifestNode>,
  name: string,
  node: ManifestNode,
): void {
  const other = byName.get(name);
  byName.set(name, node);
  if (other === undefined) return;
  const error = fail(
    "name-shared",
    { name: node.name, package: node.package_name, ids: [other.unique_id, node.unique_id] },
    { node },
  );
  if (state.project.flags.require_unique_project_resource_names === true) state.problems.add(error);
  else
    state.warnings.deprecate("DuplicateNameDistinctNodeTypesDeprecation", () => error, {
      resource_name: node.name,
      unique_id1: other.unique_id,
      unique_id2: node.unique_id,
    });
}

function ambiguousAlias(
  relation: string,
  first: ManifestNode,
  second: ManifestNode,
): ReturnType<typeof fail> {
  return fail("alias-ambiguous", {
    relation,
    nodes: [first, second].map((node) => ({ id: node.unique_id, file: node.original_file_path })),
  });
}
