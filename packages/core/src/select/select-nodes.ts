/** Selection: words in, unique ids out. Follows dbt's NodeSelector step by step, tests included. */
import { fail } from "../errors/tsmodel-error.ts";
import type { Report } from "../events/event.ts";
import type { Graph } from "../graph/build-graph.ts";
import { dependencies } from "../graph/build-graph.ts";
import { findGraphNode, graphNodes } from "../manifest/manifest.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { GraphNode } from "../manifest/node.ts";
import { parseIndirectSelection } from "../project/selector-criterion.ts";
import type { Criterion, IndirectSelection } from "../project/selector-criterion.ts";
import type { ConstraintSupport } from "../state/contract-changes.ts";
import { StateComparison } from "../state/find-modified.ts";
import type { PreviousState } from "../state/previous-state.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { parseSelectors } from "./parse-selectors.ts";
import type { NamedSelector } from "./parse-selectors.ts";
import { parseSelection } from "./selection-spec.ts";
import type { SelectionGroup, SelectionSpec } from "./selection-spec.ts";
import { compileCriterion } from "./selector-methods.ts";
import type { MethodScope } from "./selector-methods.ts";
import { ExactWords } from "./exact-words.ts";
import { explainUnmatched } from "./explain-unmatched.ts";

export type { IndirectSelection } from "../project/selector-criterion.ts";

export interface SelectOptions {
  /** Words of --select; absent or empty selects everything. */
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  /** A name of selectors.yml. */
  readonly selector?: string | null;
  readonly indirectSelection?: IndirectSelection;
  /** Resource types the command is about; absent: all. */
  readonly resourceTypes?: ReadonlySet<string>;
  readonly rootPackage: string;
  /** Whether a path relative to the project root is there, for `path:`; absent: all are. */
  readonly pathExists?: (path: string) => boolean;
  /** Keep models without SQL (`ls` does). */
  readonly includeEmpty?: boolean;
  /** selectors.yml as read. */
  readonly selectors?: unknown;
  /** What the adapter enforces, for `state:modified` of contracts. */
  readonly constraintSupport?: ConstraintSupport;
  /** dbt's flag state_modified_compare_more_unrendered_values. */
  readonly moreUnrenderedValues?: boolean;
  /** Names of the packages that came with the program, for `state:modified`: see StateComparison. */
  readonly internalPackages?: readonly string[];
  readonly report: Report;
  now(): Date;
}

export interface Selection {
  /** Selected unique ids, sorted. */
  readonly ids: ReadonlySet<string>;
  /** Words that matched nothing. */
  readonly unmatched: readonly string[];
  /** Tests that touch the selection but also unselected nodes, so that cautious and buildable leave them out. */
  readonly indirectOnly: ReadonlySet<string>;
}

/** @throws TsmodelError selector-…, selectors-invalid, state-…-missing, contract-broken */
export function selectNodes(
  options: SelectOptions,
  graph: Graph,
  manifest: Manifest,
  previous?: PreviousState,
): Selection {
  const named = parseSelectors(options.selectors);
  const selector = new Selector({ options, graph, manifest, previous, named });
  const { direct, indirect } = selector.select(chooseSpec(options, named));
  const kept = [...direct].filter((id) => isWanted(findGraphNode(manifest, id)!, options)).sort();
  const ids = new Set(kept);
  return {
    ids,
    unmatched: selector.unmatched,
    indirectOnly: new Set([...indirect].filter((id) => !direct.has(id)).sort()),
  };
}

/** --selector, else --select and --exclude, else the selector marked as default, else everything. */
function chooseSpec(options: SelectOptions, named: ReadonlyMap<string, NamedSelector>): SelectionSpec {
  const { select = [], exclude = [], selector } = options;
  if (selector) return getSelector(selector, named).spec;
  if (select.length === 0 && exclude.length === 0) {
    for (const { spec, isDefault } of named.values()) if (isDefault) return spec;
  }
  return parseSelection(select, exclude, parseIndirectSelection(options.indirectSelection ?? "eager"));
}

function getSelector(name: string, named: ReadonlyMap<string, NamedSelector>): NamedSelector {
  const found = named.get(name);
  if (found === undefined)
    throw fail("selector-not-found", {
      name,
      names: [...named.keys()],
      nearest: findNearestName(name, named.keys()),
    });
  return found;
}

function isWanted(node: GraphNode, options: SelectOptions): boolean {
  if (options.resourceTypes !== undefined && !options.resourceTypes.has(node.resource_type)) return false;
  return options.includeEmpty === true || !isEmpty(node);
}

/** A file without SQL is there, but there is nothing to run. */
function isEmpty(node: GraphNode): boolean {
  if (node.resource_type === "seed" || node.resource_type === "function") return false;
  // The text of a test from YAML is the call of its macro.
  if (node.resource_type === "test" && !node.original_file_path.endsWith(".sql")) return false;
  return "raw_code" in node && typeof node.raw_code === "string" && node.raw_code.trim() === "";
}

interface Sets {
  readonly direct: ReadonlySet<string>;
  readonly indirect: ReadonlySet<string>;
}

interface SelectorInput {
  readonly options: SelectOptions;
  readonly graph: Graph;
  readonly manifest: Manifest;
  readonly previous: PreviousState | undefined;
  readonly named: ReadonlyMap<string, NamedSelector>;
}

class Selector {
  readonly unmatched: string[] = [];
  private readonly input: SelectorInput;
  private readonly members: readonly GraphNode[];
  private readonly memberIds: ReadonlySet<string>;
  private readonly words: ExactWords;
  private readonly scope: MethodScope;
  private comparison: StateComparison | undefined;
  private tests: ReadonlyMap<string, readonly GraphNode[]> | undefined;

  constructor(input: SelectorInput) {
    this.input = input;
    this.members = [...graphNodes(input.manifest)].filter(
      (node) => node.resource_type === "exposure" || node.config.enabled !== false,
    );
    this.words = new ExactWords(this.members);
    this.memberIds = new Set(this.members.map((node) => node.unique_id));
    this.scope = {
      rootPackage: input.options.rootPackage,
      previous: input.previous,
      pathExists: input.options.pathExists ?? (() => true),
      compareState: () => (this.comparison ??= this.createComparison()),
    };
  }

  /** `direct` is selected; `indirect` are tests that become selected once all they test is. */
  select(spec: SelectionSpec): Sets {
    return spec.type === "criterion" ? this.selectCriterion(spec) : this.selectGroup(spec);
  }

  private selectGroup(group: SelectionGroup): Sets {
    const sets = group.parts.map((part) => this.select(part));
    const direct = combine(
      group.type,
      sets.map((set) => set.direct),
    );
    const indirect = combine(
      group.type,
      sets.map((set) => (set.indirect.size === 0 ? set.direct : union([set.direct, set.indirect]))),
    );
    const completed = this.completeTests(direct, indirect, group.indirectSelection);
    if (group.word !== undefined && completed.size === 0) this.reportUnmatched(group);
    return { direct: completed, indirect };
  }

  private selectCriterion(criterion: Criterion): Sets {
    const found = this.search(criterion);
    const selected = new Set([...found, ...this.relatives(criterion, found)]);
    const mode =
      criterion.indirectSelection ?? parseIndirectSelection(this.input.options.indirectSelection ?? "eager");
    return mode === "empty" ? { direct: selected, indirect: new Set() } : this.addTests(selected, mode);
  }

  private search(criterion: Criterion): ReadonlySet<string> {
    if (criterion.method === "selector")
      return this.select(getSelector(String(criterion.value), this.input.named).spec).direct;
    const matches = compileCriterion(criterion, this.scope);
    const candidates = this.words.candidates(criterion) ?? this.members;
    return new Set(candidates.filter(matches).map((node) => node.unique_id));
  }

  private relatives(criterion: Criterion, found: ReadonlySet<string>): string[] {
    const relatives: string[] = [];
    if (criterion.childrensParents) {
      const family = new Set([...found, ...this.below(found)]);
      relatives.push(...family, ...this.above(family));
    }
    if (criterion.parents) relatives.push(...this.above(found, criterion.parentsDepth));
    if (criterion.children) relatives.push(...this.below(found, criterion.childrenDepth));
    return relatives;
  }

  private above(ids: Iterable<string>, depth?: number): string[] {
    return [...this.input.graph.ancestors(ids, depth)].filter((id) => this.memberIds.has(id));
  }
  private below(ids: Iterable<string>, depth?: number): string[] {
    return [...this.input.graph.descendants(ids, depth)].filter((id) => this.memberIds.has(id));
  }

  /** Tests of what is selected, as the mode has it. */
  private addTests(selected: ReadonlySet<string>, mode: IndirectSelection): Sets {
    const direct = new Set(selected);
    const indirect = new Set<string>();
    const reachable =
      mode === "buildable"
        ? new Set([...selected, ...this.above(selected), ...this.input.manifest.sources.keys()])
        : selected;
    const tests = (this.tests ??= testsByTested(this.members));
    for (const id of selected) {
      for (const test of tests.get(id) ?? []) {
        const complete = mode === "eager" || dependencies(test).every((tested) => reachable.has(tested));
        (complete ? direct : indirect).add(test.unique_id);
      }
    }
    return { direct, indirect };
  }

  /** Tests left out by the parts of a group that its whole makes complete. */
  private completeTests(
    direct: ReadonlySet<string>,
    indirect: ReadonlySet<string>,
    mode: IndirectSelection,
  ): ReadonlySet<string> {
    if (mode !== "cautious" && mode !== "buildable") return direct;
    const reachable = mode === "buildable" ? new Set([...direct, ...this.above(direct)]) : direct;
    const completed = new Set(direct);
    for (const id of indirect) {
      const node = this.input.manifest.nodes.get(id);
      if (node !== undefined && dependencies(node).every((tested) => reachable.has(tested)))
        completed.add(id);
    }
    return completed;
  }

  private createComparison(): StateComparison {
    const { options, manifest, previous } = this.input;
    if (previous?.manifest === undefined)
      throw fail("state-missing", {});
    return new StateComparison({
      current: manifest,
      previous: previous.manifest,
      constraintSupport: options.constraintSupport ?? {},
      moreUnrenderedValues: options.moreUnrenderedValues ?? false,
      internalPackages: options.internalPackages ?? [],
      report: options.report,
      now: () => options.now(),
    });
  }

  private reportUnmatched(group: SelectionGroup): void {
    const word = group.word!;
    this.unmatched.push(word);
    const criteria = group.parts.filter((part) => part.type === "criterion");
    const error = fail("selection-matches-nothing", {
      criterion: word,
      ...explainUnmatched(criteria, this.members, this.input.manifest),
    });
    this.input.options.report({
      type: "warning",
      error,
      name: "NoNodesForSelectionCriteria",
      code: "M030",
      data: { spec_raw: word },
    });
  }
}

/** Data tests and unit tests by what they depend on. */
function testsByTested(members: readonly GraphNode[]): Map<string, GraphNode[]> {
  const tests = new Map<string, GraphNode[]>();
  for (const node of members) {
    if (node.resource_type !== "test" && node.resource_type !== "unit_test") continue;
    for (const id of dependencies(node)) {
      const list = tests.get(id);
      if (list === undefined) tests.set(id, [node]);
      else list.push(node);
    }
  }
  return tests;
}

function combine(type: SelectionGroup["type"], sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first, ...rest] = sets;
  if (first === undefined) return new Set();
  if (type === "union") return rest.length === 0 ? first : union(sets);
  const keep =
    type === "intersection"
      ? (id: string) => rest.every((set) => set.has(id))
      : (id: string) => !rest.some((set) => set.has(id));
  return new Set([...first].filter(keep));
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  const all = new Set(sets[0]);
  for (const set of sets.slice(1)) for (const id of set) all.add(id);
  return all;
}
