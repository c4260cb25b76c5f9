/** What each `method:` of a selector means: a value gives a test for nodes. */
import { fail } from "../errors/tsmodel-error.ts";
import { isLowerVersion } from "../manifest/compare-versions.ts";
import type { GraphNode, ModelNode } from "../manifest/node.ts";
import type { Criterion, SelectorMethodName } from "../project/selector-criterion.ts";
import { stateSelectors } from "../state/find-modified.ts";
import type { StateComparison, StateSelector } from "../state/find-modified.ts";
import type { PreviousState } from "../state/previous-state.ts";
import { compileGlob } from "../util/fnmatch.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { compileConfig } from "./match-config.ts";
import { compileFqn } from "./match-fqn.ts";
import { canNamePatch, compilePathGlob, patchFile, pathAndFolders } from "./match-path.ts";

export interface MethodScope {
  readonly rootPackage: string;
  readonly previous: PreviousState | undefined;
  /** Whether a path relative to the project root is there. */
  readonly pathExists: (path: string) => boolean;
  /** @throws TsmodelError state-…-missing */
  compareState(): StateComparison;
}

export type NodeTest = (node: GraphNode) => boolean;
type Method = (value: string, scope: MethodScope, criterion: Criterion) => NodeTest;

/** @throws TsmodelError selector-value-invalid, state-…-missing */
export function compileCriterion(criterion: Criterion, scope: MethodScope): NodeTest {
  return methods[criterion.method](String(criterion.value), scope, criterion);
}

/** Nodes in `manifest.nodes`: what is neither declared in YAML only nor a function. */
function isPlainNode(node: GraphNode): boolean {
  return !declared.has(node.resource_type);
}
const declared: ReadonlySet<string> = new Set([
  "source",
  "exposure",
  "metric",
  "semantic_model",
  "saved_query",
  "unit_test",
  "function",
]);

/** `[package.]name` of one resource type. */
const named =
  (type: string): Method =>
  (value) => {
    const parts = value.split(".");
    if (parts.length > 2) {
      throw fail("selector-value-invalid", {
        method: type,
        value,
        expected: `the form ${type}_name or package.${type}_name`,
      });
    }
    const name = compileGlob(parts.at(-1)!);
    const inPackage = compileGlob(parts.length === 2 ? parts[0]! : "*");
    return (node) => node.resource_type === type && inPackage(node.package_name) && name(node.name);
  };

const methods: { readonly [name in Exclude<SelectorMethodName, "selector">]: Method } & {
  readonly selector: Method;
} = {
  fqn: (value) => {
    const matches = compileFqn(value);
    return (node) =>
      node.resource_type !== "source" && matches({ fqn: node.fqn, versioned: isVersioned(node) });
  },
  tag: (value) => {
    const matches = compileGlob(value);
    return (node) => tagsOf(node).some(matches);
  },
  group: (value) => {
    const matches = compileGlob(value);
    return (node) => {
      const group = isPlainNode(node) || node.resource_type === "metric" ? node.config["group"] : undefined;
      return typeof group === "string" && group !== "" && matches(group);
    };
  },
  access: (value) => (node) => node.resource_type === "model" && node.access === value,
  source: compileSource,
  path: compilePath,
  file: (value) => {
    const matches = compileGlob(value);
    return (node) => {
      const name = node.original_file_path.slice(node.original_file_path.lastIndexOf("/") + 1);
      const dot = name.lastIndexOf(".");
      return matches(name) || matches(dot > 0 ? name.slice(0, dot) : name);
    };
  },
  package: (value, scope) => {
    const matches = compileGlob(value === "this" ? scope.rootPackage : value);
    return (node) => matches(node.package_name);
  },
  config: (_, __, criterion) => {
    const matches = compileConfig(criterion.methodArguments, criterion.value);
    return (node) => (isPlainNode(node) || node.resource_type === "source") && matches(node.config);
  },
  resource_type: (value) => {
    if (!resourceTypes.includes(value)) throw invalidWord("resource_type", value, resourceTypes);
    return (node) => node.resource_type === value;
  },
  test_name: (value) => {
    const matches = compileGlob(value);
    return (node) =>
      (node.resource_type === "test" &&
        node.test_metadata !== undefined &&
        matches(node.test_metadata.name)) ||
      (node.resource_type === "unit_test" && matches(node.name));
  },
  test_type: compileTestType,
  state: (value, scope) => {
    const comparison = scope.compareState();
    if (!(stateSelectors as readonly string[]).includes(value))
      throw invalidWord("state", value, stateSelectors);
    const selector = value as StateSelector;
    if (selector === "modified" || selector === "unmodified" || selector === "modified.contract")
      comparison.checkRemoved();
    return (node) => comparison.matches(selector, node);
  },
  result: (value, scope) => {
    const results = scope.previous?.runResults?.results;
    if (results === undefined) throw fail("state-results-missing", {});
    const matching = new Set(
      results.filter((result) => result.status === value).map((result) => result.unique_id),
    );
    return (node) => matching.has(node.unique_id);
  },
  source_status: compileSourceStatus,
  version: compileVersion,
  exposure: named("exposure"),
  metric: named("metric"),
  semantic_model: named("semantic_model"),
  saved_query: named("saved_query"),
  unit_test: named("unit_test"),
  // Resolved before any node is looked at: see Selector.
  selector: () => () => false,
};

const resourceTypes: readonly string[] = [
  "model",
  "analysis",
  "test",
  "snapshot",
  "operation",
  "seed",
  "rpc",
  "sql_operation",
  "doc",
  "source",
  "macro",
  "exposure",
  "metric",
  "group",
  "saved_query",
  "semantic_model",
  "unit_test",
  "fixture",
  "function",
];

function invalidWord(method: string, value: string, words: readonly string[]): Error {
  return fail("selector-value-invalid", {
    method,
    value,
    expected: `one of ${words.map((word) => `"${word}"`).join(", ")}`,
    nearest: findNearestName(value, words),
  });
}

export function isVersioned(node: GraphNode): boolean {
  return node.resource_type === "model" && node.version !== null && node.version !== undefined;
}

/** A node's tags; semantic models have none. */
export function tagsOf(node: GraphNode): readonly string[] {
  const tags: unknown =
    node.resource_type === "unit_test" ? node.config.tags : (node as { tags?: unknown }).tags;
  return typeof tags === "string" ? [tags] : Array.isArray(tags) ? (tags as readonly string[]) : [];
}

function compileSource(value: string): NodeTest {
  const parts = value.split(".");
  if (parts.length > 3) {
    throw fail("selector-value-invalid", {
      method: "source",
      value,
      expected: "the form source_name, source_name.table_name or package.source_name.table_name",
    });
  }
  const [inPackage, source, table] = (
    parts.length === 1 ? ["*", parts[0]!, "*"] : parts.length === 2 ? ["*", ...parts] : parts
  ).map(compileGlob);
  return (node) =>
    node.resource_type === "source" &&
    inPackage!(node.package_name) &&
    source!(node.source_name) &&
    table!(node.name);
}

/** Paths of other packages count where the root project has the same path, as in dbt. */
function compilePath(value: string, scope: MethodScope): NodeTest {
  const matches = compilePathGlob(value);
  const known = new Map<string, boolean>();
  const isHit = (path: string): boolean => {
    let hit = known.get(path);
    if (hit === undefined) known.set(path, (hit = matches(path) && scope.pathExists(path)));
    return hit;
  };
  const isPatchHit = (node: GraphNode): boolean => {
    const patch = patchFile(node);
    return patch !== undefined && isHit(patch);
  };
  const isFileHit: NodeTest = (node) => pathAndFolders(node.original_file_path).some(isHit);
  return canNamePatch(value) ? (node) => isPatchHit(node) || isFileHit(node) : isFileHit;
}

function compileTestType(value: string): NodeTest {
  const isTest =
    (generic: boolean): NodeTest =>
    (node) =>
      node.resource_type === "test" && (node.test_metadata !== undefined) === generic;
  switch (value) {
    case "generic":
    case "schema":
      return isTest(true);
    case "singular":
      return isTest(false);
    case "data":
      return (node) => node.resource_type === "test";
    case "unit":
      return (node) => node.resource_type === "unit_test";
    default:
      throw invalidWord("test_type", value, ["generic", "singular", "unit", "data"]);
  }
}

/** `fresher`: sources whose newest row is newer than last time, or that were not measured last time. */
function compileSourceStatus(value: string, scope: MethodScope): NodeTest {
  const previous = scope.previous?.sources;
  const current = scope.previous?.currentSources;
  if (previous === undefined) throw fail("state-freshness-missing", { which: "previous" });
  if (current === undefined) throw fail("state-freshness-missing", { which: "current" });
  if (value !== "fresher") return () => false;
  const before = loadTimes(previous);
  const fresher = new Set<string>();
  for (const [id, time] of loadTimes(current)) {
    const earlier = before.get(id);
    if (earlier === undefined || time > earlier) fresher.add(id);
  }
  return (node) => fresher.has(node.unique_id);
}

function loadTimes(file: NonNullable<PreviousState["sources"]>): Map<string, number> {
  const times = new Map<string, number>();
  for (const entry of file.results)
    if (entry.status !== "runtime error") times.set(entry.unique_id, Date.parse(entry.max_loaded_at));
  return times;
}

function compileVersion(value: string): NodeTest {
  const ofModel =
    (test: (node: ModelNode) => boolean): NodeTest =>
    (node) =>
      node.resource_type === "model" && test(node);
  switch (value) {
    case "latest":
      return ofModel((node) => node.version !== null && String(node.version) === String(node.latest_version));
    case "prerelease":
      return ofModel((node) => isBefore(node.latest_version, node.version));
    case "old":
      return ofModel((node) => isBefore(node.version, node.latest_version));
    case "none":
      return ofModel((node) => node.version === null || node.version === undefined);
    default:
      throw invalidWord("version", value, ["latest", "prerelease", "old", "none"]);
  }
}

function isBefore(a: string | number | null, b: string | number | null): boolean {
  return a && b ? isLowerVersion(a, b) : false;
}
