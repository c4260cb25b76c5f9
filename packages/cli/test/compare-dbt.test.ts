/** The comparison itself: two projects built by a real dbt and by us, artifacts and every table compared. */
import { expect, test } from "vitest";
import { compareProject, findDbt } from "./support/compare-dbt.ts";

const dbt = findDbt();
if (dbt === undefined)
  console.log("comparison with dbt skipped: set DBT or DBT_PYTHON, or put dbt on the path");

test.skipIf(dbt === undefined).each([
  ["contracts", "build"],
  ["shop", "deps", "build"],
])("%s: no differences", { timeout: 300_000 }, async (name, ...commands) => {
  const { code, output } = await compareProject(
    name,
    commands.flatMap((command) => ["--command", command]),
    { DBT: dbt! },
  );
  expect(code, output).toBe(0);
});

test("a missing dbt is told", async () => {
  const { code, output } = await compareProject("contracts", ["--command", "build"], { DBT: "no-such-dbt" });
  expect(code).not.toBe(0);
  expect(output).toContain("dbt was not found (no-such-dbt)");
});
