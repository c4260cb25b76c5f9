/**
 * Which views a command reads several times, and might read once instead: a view whose rows come from text files (CSV,
 * JSON) is parsed anew for each test and each table on it, because nothing of such a file can be skipped.
 */
import type { Dialect } from "../../adapter/adapter.ts";
import type { Graph } from "../../graph/build-graph.ts";
import { findGraphNode, type Manifest } from "../../manifest/manifest.ts";
import { mentionsFiles } from "../../manifest/mentions-files.ts";
import type { GraphNode, ModelNode, TestNode } from "../../manifest/node.ts";
import { isEphemeral, type Plan } from "../../plan/plan-run.ts";
import { FOLDED_RULES } from "../folded-tests.ts";

/** A view on text files, or on other such views. */
export interface SharedView {
  readonly node: ModelNode;
  /** Views that it reads, also through ephemeral models: unique ids. */
  readonly parents: readonly string[];
  /** It is read so often, and reads so little beside text files, that its rows are worth keeping. */
  readonly kept: boolean;
  /** Built by this command; the others are in the database as they are. */
  readonly selected: boolean;
}

/**
 * From so many readings on, rows are kept: a reader takes fewer columns than all, and may leave rows out. For fewer
 * readers in all, making the copies takes as long as they save.
 */
const READINGS = 3;

export interface SharePlanInput {
  readonly plan: Plan;
  /** Without tests: a node reads what it depends on. */
  readonly graph: Graph;
  readonly manifest: Manifest;
  readonly dialect: Dialect;
}

/** By unique id, parents first; undefined where nothing is to be gained. */
export function planShares(input: SharePlanInput): ReadonlyMap<string, SharedView> | undefined {
  return input.dialect.fileReads === undefined ? undefined : new SharePlan(input).views();
}

/** Whether a node's statements may read kept rows: they write nothing beyond the node's own relation. */
export function readsShares(node: GraphNode): boolean {
  if (node.resource_type === "unit_test" || node.resource_type === "test") return true;
  if (node.resource_type !== "model" || node.language !== "sql") return false;
  const { materialized } = node.config;
  return (materialized === "table" || materialized === "incremental") && node.config["incremental_strategy"] !== "microbatch" && !hasHooks(node);
}

/** Hooks do what they like, also with views. */
export const hasHooks = ({ config }: ModelNode): boolean =>
  [config["pre-hook"], config["post-hook"]].some((hooks) => Array.isArray(hooks) && hooks.length > 0);

/** What a node reads, with ephemeral models looked through. */
interface Below {
  readonly views: ReadonlySet<string>;
  /** Some of it is text files. */
  readonly text: boolean;
  /** Nothing but views, text files and seeds. */
  readonly onlyText: boolean;
}

class SharePlan {
  private readonly input: SharePlanInput;
  private readonly nodes: Map<string, GraphNode> = new Map();
  private readonly below: Map<string, Below> = new Map();
  /** Readings by view. */
  private readonly readings: Map<string, number> = new Map();
  /** Statements that read views, tests that share one counted once. */
  private readonly readers: Set<string> = new Set();

  constructor(input: SharePlanInput) {
    this.input = input;
  }

  views(): ReadonlyMap<string, SharedView> | undefined {
    if (!this.hasText()) return undefined;
    const found = this.find();
    if (this.readers.size < READINGS) return undefined;
    const { graph, plan } = this.input;
    const order = graph.topologicalOrder().filter((id) => found.has(id));
    const worthy = this.chooseKept(order);
    const views = new Map<string, SharedView>();
    for (const id of order) {
      const { views: below, text } = this.lookBelow(id);
      const parents = [...below].filter((parent) => views.has(parent));
      if (!text && parents.length === 0) continue;
      views.set(id, { node: this.node(id) as ModelNode, parents, kept: worthy.has(id), selected: plan.steps.has(id) });
    }
    return [...views.values()].some(({ kept }) => kept) ? views : undefined;
  }

  /** Most projects read no text file, which is soon found out. */
  private hasText(): boolean {
    const { nodes, sources } = this.input.manifest;
    for (const source of sources.values()) if (this.isText(source)) return true;
    for (const node of nodes.values()) if (this.isText(node)) return true;
    return false;
  }

  /** All views that what is selected reads, near or far; the near ones are counted. */
  private find(): Set<string> {
    const found = new Set<string>();
    const counted = new Set<string>();
    for (const { node } of this.input.plan.steps.values()) {
      if (node.resource_type === "unit_test" || !readsShares(node)) continue;
      for (const view of this.lookBelow(node.unique_id).views) {
        found.add(view);
        const reader = readerOf(node);
        this.readers.add(reader);
        const pair = JSON.stringify([view, reader]);
        if (!counted.has(pair)) this.count(view, 1);
        counted.add(pair);
      }
    }
    // The set grows while it is walked.
    for (const view of found) for (const parent of this.lookBelow(view).views) found.add(parent);
    return found;
  }

  private count(view: string, times: number): void {
    this.readings.set(view, (this.readings.get(view) ?? 0) + times);
  }

  /** A view that is kept reads what is below it once; another, as often as it is read itself. */
  private chooseKept(parentsFirst: readonly string[]): Set<string> {
    const pure = new Set<string>();
    for (const id of parentsFirst) {
      const { views, onlyText } = this.lookBelow(id);
      if (onlyText && [...views].every((view) => pure.has(view))) pure.add(id);
    }
    const kept = new Set<string>();
    for (const id of [...parentsFirst].reverse()) {
      const times = this.readings.get(id) ?? 0;
      if (times >= READINGS && pure.has(id)) kept.add(id);
      for (const parent of this.lookBelow(id).views) this.count(parent, kept.has(id) ? 1 : times);
    }
    return kept;
  }

  private node(id: string): GraphNode {
    let node = this.nodes.get(id);
    if (node === undefined) this.nodes.set(id, (node = findGraphNode(this.input.manifest, id)!));
    return node;
  }

  private lookBelow(id: string): Below {
    const known = this.below.get(id);
    if (known !== undefined) return known;
    const views = new Set<string>();
    let text = this.isText(this.node(id));
    let onlyText = true;
    // The list grows while it is walked.
    const parents = new Set(this.input.graph.parents(id));
    for (const parent of parents) {
      const node = this.node(parent);
      if (isView(node)) views.add(parent);
      else if (isEphemeral(node)) {
        for (const further of this.input.graph.parents(parent)) parents.add(further);
        text ||= this.isText(node);
      } else if (this.isText(node)) text = true;
      else if (node.resource_type !== "seed") onlyText = false;
    }
    const found = { views, text, onlyText };
    this.below.set(id, found);
    return found;
  }

  /** Sources that stand for text files, and models that name one themselves. */
  private isText(node: GraphNode): boolean {
    const { dialect } = this.input;
    const sql = node.resource_type === "source" ? dialect.sourceLocation?.(node) : node.resource_type === "model" && mentionsFiles(node) ? node.raw_code : undefined;
    return typeof sql === "string" && dialect.fileReads!(sql).text.length > 0;
  }
}

const isView = (node: GraphNode): boolean => node.resource_type === "model" && node.language === "sql" && node.config.materialized === "view";

/** Tests that share a query are one reader (folded-tests.ts). */
function readerOf(node: GraphNode): string {
  const { test_metadata: metadata, attached_node: attached } = node as Partial<TestNode>;
  return metadata !== undefined && !metadata.namespace && FOLDED_RULES.has(metadata.name) ? String(attached) : node.unique_id;
}
