/**
 * Whether a resource is what it was: dbt's `same_contents` and its parts, kind by kind. Configuration is compared
 * as it was written (`unrendered_config`), so that another target or variable alone changes nothing.
 */
import type {
  ExposureNode,
  FunctionNode,
  GraphNode,
  ManifestNode,
  ModelNode,
  SemanticResource,
  SourceDefinition,
} from "../manifest/node.ts";
import { sameValue } from "../util/same-value.ts";

export interface CompareOptions {
  /** dbt's flag state_modified_compare_more_unrendered_values. */
  readonly moreUnrenderedValues: boolean;
  /** Told about seeds too big to be read. */
  readonly onBigSeed: (node: ManifestNode, previousChecksum: string, same: boolean) => void;
}

/** Nodes that stand in `manifest.nodes`, and functions: what dbt calls parsed nodes. */
export type ParsedResource = ManifestNode | FunctionNode;

export function isParsed(node: GraphNode): node is ParsedResource {
  return !["source", "exposure", "metric", "semantic_model", "saved_query", "unit_test"].includes(
    node.resource_type,
  );
}

/** Everything but contracts and macros. A new source, exposure or semantic resource is no change, a new node is. */
export function sameContents(node: GraphNode, old: GraphNode | undefined, options: CompareOptions): boolean {
  if (node.resource_type === "unit_test")
    return old !== undefined && node.checksum === (old as typeof node).checksum;
  if (!isParsed(node)) return old === undefined || sameDeclaration(node, old, options);
  if (old === undefined) return false;
  const before = old as ParsedResource;
  if (node.resource_type === "test" && node.test_metadata !== undefined)
    return sameConfig(node, before) && sameFqn(node, before);
  return (
    sameBody(node, before, options) &&
    sameConfig(node, before) &&
    samePersistedDescription(node, before) &&
    sameFqn(node, before) &&
    sameRelation(node, before, options) &&
    sameSpecifics(node, before)
  );
}

function sameDeclaration(node: GraphNode, old: GraphNode, options: CompareOptions): boolean {
  switch (node.resource_type) {
    case "source":
      return sameSource(node, old as SourceDefinition, options);
    case "exposure":
      return sameExposure(node, old as ExposureNode);
    default:
      return sameSemantic(node as SemanticResource, old as SemanticResource);
  }
}

export function sameBody(node: ParsedResource, old: ParsedResource, options: CompareOptions): boolean {
  if (node.resource_type !== "seed") return node.raw_code === old.raw_code;
  const same = node.checksum.name !== "none" && sameValue(node.checksum, old.checksum);
  if (node.checksum.name === "path") options.onBigSeed(node, old.checksum.name, same);
  return same;
}

const uncomparedKeys: ReadonlySet<string> = new Set(["alias", "schema", "database", "tags", "group"]);
const testModifiers = [
  "severity",
  "where",
  "limit",
  "fail_calc",
  "warn_if",
  "error_if",
  "store_failures",
  "store_failures_as",
];

export function sameConfig(node: GraphNode, old: GraphNode): boolean {
  if (node.resource_type === "semantic_model" || node.resource_type === "saved_query")
    return sameValue(node.config, old.config);
  const mine = unrendered(node);
  const theirs = unrendered(old);
  return comparedKeys(node, mine, theirs).every(
    (key) => Object.hasOwn(mine, key) === Object.hasOwn(theirs, key) && sameValue(mine[key], theirs[key]),
  );
}

function unrendered(node: GraphNode): { readonly [key: string]: unknown } {
  return (node as { unrendered_config?: { [key: string]: unknown } }).unrendered_config ?? {};
}

function comparedKeys(node: GraphNode, mine: object, theirs: object): readonly string[] {
  if (node.resource_type === "test") return testModifiers;
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  if (node.resource_type === "source" || node.resource_type === "exposure") return keys;
  return keys.filter((key) => (node.resource_type === "metric" ? key !== "group" : !uncomparedKeys.has(key)));
}

/** Descriptions count where they are written to the database. */
export function samePersistedDescription(node: ParsedResource, old: ParsedResource): boolean {
  const persist = node.config["persist_docs"] as { relation?: unknown; columns?: unknown } | undefined;
  if (persist?.relation && node.description !== old.description) return false;
  return !persist?.columns || sameValue(columnDescriptions(node), columnDescriptions(old));
}

function columnDescriptions(node: ParsedResource): object {
  return Object.fromEntries(Object.entries(node.columns).map(([name, column]) => [name, column.description]));
}

function sameFqn(node: GraphNode, old: GraphNode): boolean {
  return sameValue(node.fqn, old.fqn);
}

/** Where a node is written to, as configured: not what a target or a naming macro makes of it. */
export function sameRelation(
  node: ParsedResource | SourceDefinition,
  old: GraphNode,
  options: CompareOptions,
): boolean {
  if (node.resource_type === "source") return sameSourceRelation(node, old as SourceDefinition, options);
  const mine = unrendered(node);
  const theirs = unrendered(old);
  return ["database", "schema", "alias"].every((key) => sameValue(mine[key], theirs[key]));
}

function sameSourceRelation(node: SourceDefinition, old: SourceDefinition, options: CompareOptions): boolean {
  const keys = options.moreUnrenderedValues
    ? (["unrendered_database", "unrendered_schema"] as const)
    : (["database", "schema"] as const);
  return keys.every((key) => sameValue(node[key], old[key])) && node.identifier === old.identifier;
}

function sameSpecifics(node: ParsedResource, old: ParsedResource): boolean {
  if (node.resource_type === "model") return sameRefSurface(node, old as ModelNode);
  if (node.resource_type !== "function") return true;
  const before = old as FunctionNode;
  return sameValue(node.arguments, before.arguments) && sameValue(node.returns, before.returns);
}

/** What refs to a model depend on. */
function sameRefSurface(node: ModelNode, old: ModelNode): boolean {
  return (
    sameValue(node.latest_version, old.latest_version) &&
    node.access === old.access &&
    sameValue(node.deprecation_date, old.deprecation_date)
  );
}

function sameSource(node: SourceDefinition, old: SourceDefinition, options: CompareOptions): boolean {
  return (
    sameSourceRelation(node, old, options) &&
    sameFqn(node, old) &&
    sameConfig(node, old) &&
    (["quoting", "freshness", "loaded_at_field", "external"] as const).every((key) =>
      sameValue(node[key], old[key]),
    )
  );
}

function sameExposure(node: ExposureNode, old: ExposureNode): boolean {
  return (
    sameFqn(node, old) &&
    sameConfig(node, old) &&
    sameValue([...node.depends_on.nodes].sort(), [...old.depends_on.nodes].sort()) &&
    (["type", "owner", "maturity", "url", "description", "label"] as const).every((key) =>
      sameValue(node[key], old[key]),
    )
  );
}

const semanticKeys: { readonly [type in SemanticResource["resource_type"]]: readonly string[] } = {
  metric: ["type", "description", "label"],
  semantic_model: [
    "model",
    "description",
    "defaults",
    "entities",
    "dimensions",
    "measures",
    "primary_entity",
    "group",
  ],
  saved_query: ["description", "label", "group", "tags"],
};

function sameSemantic(node: SemanticResource, old: SemanticResource): boolean {
  if (!sameConfig(node, old)) return false;
  if (node.resource_type === "saved_query" && !sameSavedQuery(node, old)) return false;
  return semanticKeys[node.resource_type].every((key) => sameValue(node[key], old[key]));
}

interface Export {
  readonly name: string;
  readonly unrendered_config?: { readonly [key: string]: unknown };
}

function sameSavedQuery(node: SemanticResource, old: SemanticResource): boolean {
  const query = (resource: SemanticResource): { [key: string]: unknown } =>
    (resource["query_params"] ?? {}) as { [key: string]: unknown };
  const exportsOf = (resource: SemanticResource): readonly unknown[] =>
    ((resource["exports"] ?? []) as readonly Export[]).map(({ name, unrendered_config: config }) => [
      name,
      ...["export_as", "schema", "alias"].map((key) => config?.[key] ?? null),
    ]);
  return (
    ["metrics", "group_by", "where"].every((key) => sameValue(query(node)[key], query(old)[key])) &&
    sameValue(exportsOf(node), exportsOf(old))
  );
}
