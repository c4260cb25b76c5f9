import { describe, expect, test } from "vitest";
import type { GraphNode } from "../../src/manifest/node.ts";
import type { Plan, PlanStep } from "../../src/plan/plan-run.ts";
import { executePlan } from "../../src/run/execute-plan.ts";
import type { NodeResult, NodeStatus } from "../../src/run/node-result.ts";
import { turns } from "./turns.ts";

interface Shape {
  readonly parents?: readonly string[];
  readonly group?: string;
  readonly status?: NodeStatus;
  readonly ephemeral?: boolean;
}

/** Runs a plan of these steps; a step lasts two turns of the event loop. */
async function runShapes(shapes: { readonly [id: string]: Shape }, options: { threads?: number; failFast?: boolean; signal?: AbortSignal; onStart?: (id: string) => void; answeredWith?: (id: string) => readonly string[]; waitsFor?: (id: string) => Promise<unknown> | undefined } = {}) {
  const levels = new Map<string, number>();
  const levelOf = (id: string): number => levels.get(id) ?? (levels.set(id, Math.max(-1, ...(shapes[id]!.parents ?? []).map(levelOf)) + 1), levels.get(id)!);
  const nodes = new Map(Object.entries(shapes).map(([id, shape]) => [id, { unique_id: id, name: id, resource_type: "model", config: { materialized: shape.ephemeral ? "ephemeral" : "table" } } as unknown as GraphNode]));
  const steps = new Map(Object.entries(shapes).map(([id, { parents = [], group }]): [string, PlanStep] => [id, { id, node: nodes.get(id)!, parents, level: levelOf(id), unitTests: [], group }]));
  const plan: Plan = { steps, total: steps.size };
  const running = new Set<string>();
  const together: string[][] = [];
  const order: string[] = [];
  const below = (id: string): string[] => Object.keys(shapes).filter((other) => (shapes[other]!.parents ?? []).includes(id)).flatMap((other) => [other, ...below(other)]);
  const execution = await executePlan(plan, {
    threads: options.threads ?? 2,
    failFast: options.failFast ?? false,
    signal: options.signal ?? new AbortController().signal,
    report: () => undefined,
    blocking: new Set<NodeStatus>(["error"]),
    descendantsOf: below,
    answeredWith: options.answeredWith,
    waitsFor: options.waitsFor && (({ id }) => options.waitsFor!(id)),
    describe: (node) => node.name,
    interrupt: () => undefined,
    async runStep(node) {
      running.add(node.unique_id);
      together.push([...running].sort());
      order.push(node.unique_id);
      options.onStart?.(node.unique_id);
      await turns(2);
      running.delete(node.unique_id);
      const status = shapes[node.unique_id]!.status ?? "success";
      return { unique_id: node.unique_id, status, node, error: status === "error" ? { message: "no" } : undefined } as unknown as NodeResult;
    },
  });
  return { order, together, complete: execution.complete, results: Object.fromEntries(execution.results.map((result) => [result.unique_id, result])) };
}

test("shallow steps first, then by name, never more at once than threads", async () => {
  const { order, together } = await runShapes({ b: {}, a: {}, c: {}, d: { parents: ["a"] } });
  expect(order).toEqual(["a", "b", "c", "d"]);
  expect(Math.max(...together.map((set) => set.length))).toBe(2);
});

test("a failed step skips what is below it, with its cause, and the rest goes on", async () => {
  const { order, results } = await runShapes({ a: { status: "error" }, b: { parents: ["a"] }, c: { parents: ["b"] }, d: {} });
  expect(order).toEqual(["a", "d"]);
  expect(results["c"]).toMatchObject({ status: "skipped", skippedBecauseOf: "a", message: null });
});

test("an ephemeral model's error is told by what it makes skip", async () => {
  const { results } = await runShapes({ e: { status: "error", ephemeral: true }, m: { parents: ["e"] } });
  expect(Object.keys(results)).toEqual(["m"]);
  expect(results["m"]).toMatchObject({ status: "skipped", message: expect.stringContaining("Compilation Error in m") as string });
});

test("steps of one group go one after the other, others beside them", async () => {
  const { together, order } = await runShapes({ a: { group: "g" }, b: { group: "g" }, c: { group: "g" }, x: {}, y: {} }, { threads: 4 });
  expect(together.every((set) => set.filter((id) => "abc".includes(id)).length <= 1)).toBe(true);
  expect([...order].sort()).toEqual(["a", "b", "c", "x", "y"]);
});

describe("steps that another one has answered", () => {
  const shapes = { "a-x": {}, "b-y": {}, "c-z": {}, "d-w": {}, "e-x": {}, "f-x": { group: "g" }, "g-y": { parents: ["d-w"] }, "h-v": { group: "g" } };
  const family = (id: string): string[] => Object.keys(shapes).filter((other) => other.endsWith(id.slice(1)));

  test("are taken before their turn, once, in their order, and not before what they wait for", async () => {
    const { order } = await runShapes(shapes, { answeredWith: family });
    expect(order).toEqual(["a-x", "b-y", "e-x", "f-x", "c-z", "d-w", "h-v", "g-y"]);
  });

  test("keep one worker busy, the others go on asking", async () => {
    const { order } = await runShapes({ a1: {}, b1: {}, c1: {}, d1: {}, z1: {}, z2: {}, z3: {}, z4: {} }, { threads: 3, answeredWith: (id) => (id === "a1" ? ["z1", "z2", "z3", "z4"] : []) });
    expect(order.slice(0, 3)).toEqual(["a1", "b1", "c1"]);
    expect(order.indexOf("z1")).toBeLessThan(order.indexOf("d1") + 2);
    expect(order.filter((id) => id.startsWith("z"))).toEqual(["z1", "z2", "z3", "z4"]);
  });

  test("wait for their turn where one step runs at a time, as dbt's do", async () => {
    const alone = await runShapes({ a1: {}, b1: {}, z1: {} }, { threads: 1, answeredWith: (id) => (id === "a1" ? ["z1"] : []) });
    expect(alone.order).toEqual(["a1", "b1", "z1"]);
  });
});

describe("steps that would wait for what another one asks for", () => {
  /** Steps of a family wait for what its first one asks for, longer than two steps take. */
  function families() {
    const reading = new Map<string, Promise<void>>();
    const asked = new Set<string>();
    return {
      waitsFor: (id: string) => reading.get(id[0]!),
      onStart(id: string) {
        const family = id[0]!;
        if (asked.has(family)) return;
        asked.add(family);
        reading.set(family, turns(6).then(() => void reading.delete(family)));
      },
    };
  }

  test("leave the workers to others, and come as soon as it is there", async () => {
    const { order, complete } = await runShapes({ a1: {}, a2: {}, a3: {}, b1: {}, c1: {}, d1: {}, e1: { parents: ["a3"] } }, { threads: 2, ...families() });
    expect(order).toEqual(["a1", "b1", "c1", "d1", "a2", "a3", "e1"]);
    expect(complete).toBe(true);
  });

  test("are started when nothing else runs", async () => {
    const never = new Promise<void>(() => undefined);
    const { order } = await runShapes({ a1: {}, a2: {} }, { threads: 1, waitsFor: () => never });
    expect(order).toEqual(["a1", "a2"]);
  });

  test("come also when it failed", async () => {
    const failed = Promise.reject(new Error("interrupted"));
    const { order } = await runShapes({ a1: {}, a2: {}, b1: {} }, { threads: 2, waitsFor: (id) => (id === "a2" ? failed : undefined) });
    expect([...order].sort()).toEqual(["a1", "a2", "b1"]);
  });

  test("are left undone by fail-fast", async () => {
    const { order, complete } = await runShapes({ a1: { status: "error" }, a2: {}, a3: {} }, { threads: 2, failFast: true, ...families() });
    expect(order).toEqual(["a1"]);
    expect(complete).toBe(false);
  });
});

test("fail-fast starts nothing more", async () => {
  const { order, complete } = await runShapes({ a: { status: "error" }, b: {}, c: {} }, { threads: 1, failFast: true });
  expect(order).toEqual(["a"]);
  expect(complete).toBe(false);
});

test("an interruption starts nothing more", async () => {
  const controller = new AbortController();
  const { order, complete } = await runShapes({ a: {}, b: {} }, { threads: 1, signal: controller.signal, onStart: () => controller.abort() });
  expect(order).toEqual(["a"]);
  expect(complete).toBe(false);
});
