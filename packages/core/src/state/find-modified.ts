/** Which resources changed since an earlier manifest: the `state:` family. */
import { fail } from "../errors/tsmodel-error.ts";
import type { Report } from "../events/event.ts";
import { findGraphNode } from "../manifest/manifest.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { GraphNode, ManifestNode, ModelNode } from "../manifest/node.ts";
import { compareContracts, compareRemovedContract } from "./contract-changes.ts";
import type { ConstraintSupport, ContractComparison } from "./contract-changes.ts";
import {
  isParsed,
  sameBody,
  sameConfig,
  sameContents,
  samePersistedDescription,
  sameRelation,
} from "./same-contents.ts";
import type { CompareOptions } from "./same-contents.ts";

export const stateSelectors = [
  "new",
  "old",
  "modified",
  "unmodified",
  "modified.body",
  "modified.configs",
  "modified.persisted_descriptions",
  "modified.relation",
  "modified.macros",
  "modified.contract",
] as const;
export type StateSelector = (typeof stateSelectors)[number];

export interface CompareInput {
  readonly current: Manifest;
  readonly previous: Manifest;
  readonly constraintSupport: ConstraintSupport;
  readonly moreUnrenderedValues: boolean;
  /** Packages that came with the program: what another program or version wrote is not compared with theirs. */
  readonly internalPackages?: readonly string[];
  readonly report: Report;
  now(): Date;
}

/** Compares resources of the current manifest with those of an earlier one. */
export class StateComparison {
  private readonly input: CompareInput;
  private readonly options: CompareOptions;
  private tainted: ReadonlySet<string> | undefined;
  private readonly warned = new Set<string>();

  constructor(input: CompareInput) {
    this.input = input;
    this.options = {
      moreUnrenderedValues: input.moreUnrenderedValues,
      onBigSeed: (node, previousChecksum, same) =>
        this.warn(bigSeedWarning(node, previousChecksum, same), node),
    };
  }

  /** Whether a resource is selected by `state:<selector>`. @throws TsmodelError contract-broken for versioned models */
  matches(selector: StateSelector, node: GraphNode): boolean {
    const old = findGraphNode(this.input.previous, node.unique_id);
    switch (selector) {
      case "new":
        return old === undefined;
      case "old":
        return old !== undefined;
      case "modified":
        return this.isModified(node, old);
      case "unmodified":
        return !this.isModified(node, old);
      case "modified.macros":
        return this.usesModifiedMacro(node);
      case "modified.contract":
        return isParsed(node) && (old === undefined || !this.sameContract(node, old));
      default:
        return hasPart(selector, node) && (old === undefined || !this.samePart(selector, node, old));
    }
  }

  /** Contracts of models that are gone: warned about, or refused when they were versioned. @throws TsmodelError contract-broken */
  checkRemoved(): void {
    for (const [id, node] of this.input.previous.nodes) {
      const removed =
        this.input.current.disabled.get(id)?.[0] ?? (this.input.current.nodes.has(id) ? undefined : node);
      if (removed?.resource_type === "model")
        this.judge(removed, compareRemovedContract(removed, this.input.now()));
    }
  }

  private isModified(node: GraphNode, old: GraphNode | undefined): boolean {
    // Asked first: a broken contract has to be reported even where other changes settle the question.
    const contractChanged = old !== undefined && !this.sameContract(node, old);
    return contractChanged || !sameContents(node, old, this.options) || this.usesModifiedMacro(node);
  }

  private samePart(selector: StateSelector, node: GraphNode, old: GraphNode): boolean {
    switch (selector) {
      case "modified.body":
        return isParsed(node) && isParsed(old) && sameBody(node, old, this.options);
      case "modified.persisted_descriptions":
        return isParsed(node) && isParsed(old) && samePersistedDescription(node, old);
      case "modified.configs":
        return sameConfig(node, old);
      default:
        return (isParsed(node) || node.resource_type === "source") && sameRelation(node, old, this.options);
    }
  }

  private sameContract(node: GraphNode, old: GraphNode): boolean {
    if (node.resource_type !== "model" || old.resource_type !== "model") return true;
    return this.judge(node, compareContracts(node, old, this.input.constraintSupport));
  }

  private judge(node: ModelNode, comparison: ContractComparison): boolean {
    if (comparison.breaking.length === 0) return comparison.same;
    const args = {
      model: node.name,
      path: node.original_file_path,
      changes: comparison.breaking,
      versioned: node.version !== null,
    };
    const error = fail("contract-broken", args, { node });
    if (node.version !== null && node.version !== undefined) throw error;
    this.warn({ error, name: "UnversionedBreakingChange", code: "I071" }, node);
    return comparison.same;
  }

  private warn(warning: Warning, node: GraphNode): void {
    const key = `${warning.name} ${node.unique_id}`;
    if (this.warned.has(key)) return;
    this.warned.add(key);
    this.input.report({ type: "warning", ...warning, data: { unique_id: node.unique_id } });
  }

  private usesModifiedMacro(node: GraphNode): boolean {
    if (node.resource_type === "source") return false;
    this.tainted ??= taintedMacros(this.input);
    if (this.tainted.size > 0) checkTestMacro(node);
    return (node.depends_on.macros ?? []).some((id) => this.tainted!.has(id));
  }
}

/** A generic test without a macro fails only when it runs, but cannot be compared. @throws TsmodelError test-macro-gone */
function checkTestMacro(node: GraphNode): void {
  if (node.resource_type !== "test" || !node.test_metadata) return;
  const macro = `test_${node.test_metadata.name}`;
  const { macros } = node.depends_on;
  // One call, of get_where_subquery, is always there.
  if (macros.length === 0 || macros.some((id) => id.endsWith(`.${macro}`))) return;
  throw fail("test-macro-gone", { test: node.name, path: node.original_file_path, macro });
}

interface Warning {
  readonly error: ReturnType<typeof fail>;
  readonly name: string;
  readonly code: string;
}

function hasPart(selector: StateSelector, node: GraphNode): boolean {
  if (isParsed(node)) return true;
  if (selector === "modified.configs") return node.resource_type !== "unit_test";
  return selector === "modified.relation" && node.resource_type === "source";
}

/** Macros that were changed, added or removed, and all that call them, at any distance. */
function taintedMacros(input: CompareInput): ReadonlySet<string> {
  const { current, previous } = input;
  const ignored = foreignPackages(input);
  const tainted = new Set<string>();
  const callers = new Map<string, string[]>();
  for (const [id, macro] of current.macros) {
    const changed = previous.macros.get(id)?.macro_sql !== macro.macro_sql;
    if (changed && !ignored.has(macro.package_name)) tainted.add(id);
    for (const called of macro.depends_on.macros) {
      const list = callers.get(called);
      if (list === undefined) callers.set(called, [id]);
      else list.push(id);
    }
  }
  for (const [id, macro] of previous.macros) {
    if (!current.macros.has(id) && !ignored.has(macro.package_name)) tainted.add(id);
  }
  // A Set is walked in insertion order, also over what is added meanwhile.
  for (const id of tainted) for (const caller of callers.get(id) ?? []) tainted.add(caller);
  return tainted;
}

/** Internal packages whose macros mostly differ: the earlier manifest is another program's. */
function foreignPackages({ current, previous, internalPackages = [] }: CompareInput): ReadonlySet<string> {
  const internal = new Set(internalPackages);
  let same = 0;
  let different = 0;
  for (const [id, macro] of current.macros) {
    if (!internal.has(macro.package_name)) continue;
    if (previous.macros.get(id)?.macro_sql === macro.macro_sql) same++;
    else different++;
  }
  return different > same ? internal : new Set();
}

function bigSeedWarning(node: ManifestNode, previousChecksum: string, same: boolean): Warning {
  const args = { seed: `${node.package_name}.${node.name}` };
  if (previousChecksum !== "path") {
    return { error: fail("seed-grew", args, { node }), name: "SeedIncreased", code: "I052" };
  }
  if (same)
    return {
      error: fail("seed-too-big-to-compare", args, { node }),
      name: "SeedExceedsLimitSamePath",
      code: "I053",
    };
  return { error: fail("seed-moved", args, { node }), name: "SeedExceedsLimitAndPathChanged", code: "I054" };
}
