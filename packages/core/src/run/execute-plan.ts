/**
 * Plan → results. Each step starts as soon as its parents are done, on up to `threads` workers; a failed step skips
 * everything below it and the rest goes on. Knows nothing of SQL: `runStep` does the work and never throws for an
 * error of the user's.
 */
import type { Report } from "../events/event.ts";
import type { GraphNode } from "../manifest/node.ts";
import { isEphemeral, type Plan, type PlanStep } from "../plan/plan-run.ts";
import { PriorityQueue } from "../util/priority-queue.ts";
import type { NodeResult, NodeStatus } from "./node-result.ts";

export interface StepPosition {
  /** Counts from 1 in the order steps start; 0 for ephemeral ones, which print nothing. */
  readonly index: number;
  readonly total: number;
  /** dbt's worker name, e.g. "Thread-1 (worker)". */
  readonly threadId: string;
}

export interface ExecuteOptions {
  readonly threads: number;
  readonly failFast: boolean;
  readonly signal: AbortSignal;
  readonly report: Report;
  /** Statuses that skip what is below: `run` counts errors, `build` also failed tests and skips. */
  readonly blocking: ReadonlySet<NodeStatus>;
  /** Ephemeral models have results of their own, as where they are asked for by name. */
  readonly tellsEphemeral?: boolean;
  /**
   * Steps that a finished one has answered as well. With several workers they are taken before their turn: they send
   * nothing, so there is something to do while others wait for their statements.
   */
  readonly answeredWith?: (id: string) => readonly string[];
  /**
   * What a step would do nothing but wait for if it was started now, e.g. rows that another one is reading. With several
   * workers it is left till then, and others are taken.
   */
  readonly waitsFor?: (step: PlanStep) => Promise<unknown> | undefined;
  /** Everything below a node in the whole graph, selected or not. */
  readonly descendantsOf: (id: string) => Iterable<string>;
  runStep(node: GraphNode, position: StepPosition): Promise<NodeResult>;
  describe(node: GraphNode): string;
  /** Stops the statements that are running; called once on fail-fast or interruption. */
  interrupt(): void;
}

export interface Execution {
  readonly results: readonly NodeResult[];
  /** False when fail-fast or an interruption left steps undone. */
  readonly complete: boolean;
}

export async function executePlan(plan: Plan, options: ExecuteOptions): Promise<Execution> {
  return new PlanExecution(plan, options).run();
}

/** Milliseconds. */
const INTERRUPT_AGAIN = 50;

class PlanExecution {
  private readonly plan: Plan;
  private readonly options: ExecuteOptions;
  private readonly ready = new PriorityQueue<PlanStep>(
    (a, b) => a.level < b.level || (a.level === b.level && a.id < b.id),
  );
  /** Ready steps that are taken first, the last of them next. They stand in `ready`, too. */
  private readonly answered: PlanStep[] = [];
  /** Steps that were taken out of `ready` or `answered`. */
  private readonly taken = new Set<string>();
  private readonly waiting = new Map<string, number>();
  private readonly children = new Map<string, string[]>();
  private readonly active = new Map<string, Promise<void>>();
  /** Skipped id → the failed node's result that caused it. */
  private readonly skipped = new Map<string, NodeResult>();
  /** Skipped id → the ephemeral model that it is skipped for, which tells nothing of itself. */
  private readonly skippedFor = new Map<string, GraphNode>();
  private readonly results: NodeResult[] = [];
  private readonly freeWorkers: number[] = [];
  /** Ready steps whose group is at work, by group. */
  private readonly held = new Map<string, PlanStep[]>();
  /** Ready steps that are left till what they wait for is there. */
  private postponed = 0;
  /** What was waited for already. */
  private readonly over = new WeakSet<Promise<unknown>>();
  private wake: () => void = () => undefined;
  private started = 0;
  private stopped = false;

  constructor(plan: Plan, options: ExecuteOptions) {
    this.plan = plan;
    this.options = options;
    for (let worker = options.threads; worker >= 1; worker--) this.freeWorkers.push(worker);
    for (const [id, step] of plan.steps) {
      this.waiting.set(id, step.parents.length);
      if (step.parents.length === 0) this.ready.push(step);
      for (const parent of step.parents) {
        const list = this.children.get(parent);
        if (list) list.push(id);
        else this.children.set(parent, [id]);
      }
    }
  }

  async run(): Promise<Execution> {
    let interrupting: NodeJS.Timeout | undefined;
    // A statement that is only on its way to the database misses an interruption: it is repeated until all is quiet.
    const onAbort = (): void => {
      this.stop();
      interrupting ??= setInterval(() => this.options.interrupt(), INTERRUPT_AGAIN);
    };
    this.options.signal.addEventListener("abort", onAbort, { once: true });
    if (this.options.signal.aborted) onAbort();
    try {
      for (;;) {
        const woken = new Promise<void>((resolve) => (this.wake = resolve));
        while (!this.stopped && this.active.size < this.options.threads) {
          const step = this.next();
          if (step === undefined) break;
          this.startOrHold(step);
        }
        if (this.active.size === 0 && (this.stopped || this.postponed === 0)) break;
        await Promise.race([woken, ...this.active.values()]);
      }
    } finally {
      clearInterval(interrupting);
      this.options.signal.removeEventListener("abort", onAbort);
    }
    return { results: this.results, complete: !this.stopped };
  }

  private stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.options.interrupt();
  }

  private next(): PlanStep | undefined {
    for (;;) {
      const step = (this.active.size >= this.options.threads - 1 ? this.answered.pop() : undefined) ?? this.ready.pop();
      if (step === undefined) return undefined;
      if (this.taken.has(step.id)) continue;
      const until = this.active.size === 0 ? undefined : this.options.waitsFor?.(step);
      if (until === undefined || this.over.has(until)) {
        this.taken.add(step.id);
        return step;
      }
      this.postpone(step, until);
    }
  }

  private postpone(step: PlanStep, until: Promise<unknown>): void {
    const back = (): void => {
      this.postponed--;
      this.over.add(until);
      this.ready.push(step);
      this.wake();
    };
    this.postponed++;
    until.then(back, back);
  }

  private preferAnswered(id: string): void {
    if (this.options.threads === 1) return;
    for (const other of this.options.answeredWith?.(id).toReversed() ?? []) {
      const step = this.plan.steps.get(other);
      if (step !== undefined && !this.taken.has(other) && this.waiting.get(other) === 0) this.answered.push(step);
    }
  }

  /** A step whose group is at work waits for it; whoever of the group is done lets the others go. */
  private startOrHold(step: PlanStep): void {
    const { group } = step;
    const waiting = group === undefined ? undefined : this.held.get(group);
    if (waiting !== undefined) {
      waiting.push(step);
      return;
    }
    if (group !== undefined) this.held.set(group, []);
    this.start(step);
  }

  private letGroupGo({ group }: PlanStep): void {
    if (group === undefined) return;
    for (const step of this.held.get(group) ?? []) {
      this.taken.delete(step.id);
      this.ready.push(step);
    }
    this.held.delete(group);
  }

  private start(step: PlanStep): void {
    const id = step.node.unique_id;
    const worker = this.freeWorkers.pop()!;
    this.active.set(
      id,
      this.work(step, `Thread-${worker} (worker)`).finally(() => {
        this.active.delete(id);
        this.freeWorkers.push(worker);
        this.letGroupGo(step);
        this.preferAnswered(id);
        this.release(id);
      }),
    );
  }

  private async work(step: PlanStep, threadId: string): Promise<void> {
    for (const test of step.unitTests) await this.take(test, threadId, step.node.unique_id);
    await this.take(step.node, threadId);
  }

  /** Runs or skips one node and settles what its outcome means for others. */
  private async take(node: GraphNode, threadId: string, blocksAlso?: string): Promise<void> {
    const quiet = isEphemeral(node);
    const position = { index: quiet ? 0 : ++this.started, total: this.plan.total, threadId };
    const cause = this.skipped.get(node.unique_id) ?? (blocksAlso === undefined ? undefined : this.skipped.get(blocksAlso));
    const result = cause ? this.skip(node, cause, position) : await this.options.runStep(node, position);
    // An ephemeral model's error is told by what it makes skip, and by itself where nothing below it runs.
    const untold = quiet && this.options.tellsEphemeral !== true;
    if (!untold || (result.status === "error" && !this.children.has(node.unique_id))) this.results.push(result);
    if (this.options.blocking.has(result.status)) this.block(result, blocksAlso);
    if (this.options.failFast && ["error", "fail", "partial success"].includes(result.status)) this.stop();
  }

  private skip(node: GraphNode, cause: NodeResult, { index, total, threadId }: StepPosition): NodeResult {
    const ephemeral = isEphemeral(node) ? undefined : this.skippedFor.get(node.unique_id);
    const message = ephemeral
      ? `Compilation Error in ${node.unique_id}, caused by compilation error in referenced ephemeral model ${ephemeral.unique_id}`
      : null;
    const untold = ephemeral !== undefined && isEphemeral(cause.node);
    const result = { ...skippedResult(node, { threadId, message, because: cause.unique_id }), error: untold ? cause.error : undefined };
    if (index > 0) this.options.report({ type: "node-finished", node, index, total, what: this.options.describe(node), result });
    return result;
  }

  private block(result: NodeResult, alsoBlocked: string | undefined): void {
    const { node } = result;
    const cause = this.skipped.get(node.unique_id) ?? result;
    if (alsoBlocked !== undefined && !this.skipped.has(alsoBlocked)) this.skipped.set(alsoBlocked, cause);
    for (const below of this.options.descendantsOf(alsoBlocked ?? node.unique_id)) {
      if (!this.skipped.has(below)) this.skipped.set(below, cause);
      if (isEphemeral(node)) this.skippedFor.set(below, node);
      else this.skippedFor.delete(below);
    }
  }

  private release(id: string): void {
    for (const child of this.children.get(id) ?? []) {
      const left = this.waiting.get(child)! - 1;
      this.waiting.set(child, left);
      if (left === 0) this.ready.push(this.plan.steps.get(child)!);
    }
  }
}

/** The result of a node that was not run. */
export function skippedResult(
  node: GraphNode,
  { threadId, message, because }: { threadId: string; message: string | null; because?: string },
): NodeResult {
  return {
    unique_id: node.unique_id,
    status: "skipped",
    timing: [],
    thread_id: threadId,
    execution_time: 0,
    adapter_response: {},
    message,
    failures: null,
    // An ephemeral model may have been compiled for another.
    compiled: "compiled" in node ? (node.compiled as boolean) : null,
    compiled_code: "compiled_code" in node ? (node.compiled_code as string | null) : null,
    relation_name: "relation_name" in node ? (node.relation_name as string | null) : null,
    node,
    skippedBecauseOf: because,
  };
}
