/**
 * The sample projects give what dbt was recorded to give: exit codes, results, compiled SQL, tables. Nothing but Node
 * is needed; `npm run compare-dbt -- conformance/projects/NAME --record` records anew.
 */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compareProject, PROJECTS } from "./support/compare-dbt.ts";

describe("projects as dbt builds them", { timeout: 180_000 }, () => {
  // Two at a time, in one loop each: a project's commands are processes of their own.
  const names = readdirSync(PROJECTS, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    .sort();
  const half = Math.ceil(names.length / 2);
  const order = names
    .slice(0, half)
    .flatMap((name, index) => [name, ...names.slice(half + index, half + index + 1)]);
  const lanes = [Promise.resolve(), Promise.resolve()];
  const started = order.map((name, index) => {
    const result = lanes[index % 2]!.then(() => compareProject(name, ["--expected"]));
    lanes[index % 2] = result.then(() => undefined);
    return result;
  });
  test.each(order.map((name, index) => [name, started[index]!] as const))("%s", async (name, result) => {
    const { code, output } = await result;
    expect(code, output).toBe(0);
    expect(output).toContain(`${name}: no differences`);
  });
});
