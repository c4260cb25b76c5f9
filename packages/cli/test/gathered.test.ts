import type { GraphNode, TsmodelEvent } from "@tsmodel/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gathered } from "../src/reporters/gathered.ts";
import type { Reporter } from "../src/reporters/reporter.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(): { readonly reporter: Reporter; readonly written: string[] } {
  const written: string[] = [];
  const reporter = gathered({ write: (text) => void written.push(text) }, (sink) => ({
    report: (event) => sink.write(`${event.type}\n`),
    close: () => sink.write("end\n"),
  }));
  return { reporter, written };
}

const started: TsmodelEvent = { type: "node-started", node: {} as GraphNode, index: 1, total: 1, what: "" };
const query: TsmodelEvent = { type: "query", sql: "", seconds: 0, status: "OK" };
const message: TsmodelEvent = { type: "message", level: "info", name: "Note", text: "" };

test("lines of nodes are written together, soon", () => {
  const { reporter, written } = open();
  reporter.report(started);
  reporter.report(query);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(written).toEqual(["node-started\nquery\n"]);
});

test("what else is told is written at once, behind what came before", () => {
  const { reporter, written } = open();
  reporter.report(started);
  reporter.report(message);
  reporter.report(message);
  expect(written).toEqual(["node-started\nmessage\n", "message\n"]);
  vi.advanceTimersByTime(20);
  expect(written.length).toBe(2);
});

test("nothing is left at the end", () => {
  const { reporter, written } = open();
  reporter.report(started);
  reporter.close();
  expect(written).toEqual(["node-started\nend\n"]);
  expect(vi.getTimerCount()).toBe(0);
});
