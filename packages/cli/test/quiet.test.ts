/** --quiet: nothing of a run that goes well, what failed and why of one that does not. */
import { afterAll, expect, test } from "vitest";
import { createProject, runCli } from "./support/run-cli.ts";

const project = createProject({
  "models/a.sql": "select 1 as id union all select 1",
  "models/a.yml": "models:\n  - name: a\n    columns: [{name: id, data_tests: [unique]}]\n",
  "macros/told.sql": "{% macro told() %}{% do print('told') %}{% endmacro %}",
});
afterAll(() => project.remove());

const run = (...args: string[]): ReturnType<typeof runCli> => runCli(args, { cwd: project.root });

test("failures are told with their reason, and only they", async () => {
  const { code, stdout } = await run("build", "--quiet");
  expect(code).toBe(1);
  expect(stdout).toContain("FAIL 1 unique_a_id");
  expect(stdout).toContain("Failure in test unique_a_id (models/a.yml)");
  expect(stdout).toContain("Got 1 result, configured to fail if != 0");
  expect(stdout).not.toMatch(/Done\.|Running with|OK created/);
});

test("a run that goes well says nothing; print() is heard", async () => {
  expect(await run("run", "--quiet")).toMatchObject({ code: 0, stdout: "" });
  expect(await run("run-operation", "told", "--quiet")).toMatchObject({ code: 0, stdout: "told\n" });
});
