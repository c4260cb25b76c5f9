/** Old ways of calling the program: told, counted, and errors with --warn-error, as in dbt. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject, runCli, type CliOptions, type CliResult, type TemporaryProject } from "./support/run-cli.ts";

let project: TemporaryProject;
const run = (words: string | readonly string[], env?: CliOptions["env"]): Promise<CliResult> =>
  runCli(typeof words === "string" ? words.split(" ") : words, { cwd: project.root, env });

beforeAll(() => {
  project = createProject({
    "dbt_project.yml": "name: shop\nprofile: shop\nclean-targets: [dbt_modules]\n",
    "models/a.sql": "select 1 as id",
    "models/broken.yml": "models: [",
    "dbt_modules/old/file": "",
  });
});
afterAll(() => project.remove());

test("clean reads the project file alone, and tells of the old package folder", async () => {
  const strict = await run("--warn-error clean");
  expect([strict.code, strict.stdout]).toEqual([2, expect.stringContaining("Compilation Error\n  The default package install path has changed from `dbt_modules`")]);
  expect(existsSync(join(project.root, "dbt_modules/old"))).toBe(true);
  const { code, stdout } = await run("clean");
  expect([code, stdout]).toEqual([0, expect.stringContaining("- PackageInstallPathDeprecation: 1 occurrence")]);
  expect(existsSync(join(project.root, "dbt_modules"))).toBe(false);
  project.write("models/broken.yml", "");
});

test.each([
  ["ls -m a", {}, "ModelParamUsageDeprecation"],
  ["ls --models a", {}, "ModelParamUsageDeprecation"],
  ["ls", { DBT_ENGINE_THREADZ: "4" }, "EnvironmentVariableNamespaceDeprecation"],
  [["parse", "--warn-error-options", "{error: [X], exclude: [Y]}"], {}, "WEOIncludeExcludeDeprecation"],
])("%s %j", async (words, env, name) => {
  // What ls lists goes to standard output, what it warns of to standard error.
  const { code, stdout, stderr } = await run(words, env);
  expect([code, stdout + stderr]).toEqual([0, expect.stringContaining(`- ${name}: 1 occurrence`)]);
});

test("--select, and the environment's own variables, are fine", async () => {
  const { stdout, stderr } = await run("ls --select a", { DBT_ENGINE_PARTIAL_PARSE: "false" });
  expect([stdout, stderr]).toEqual(["shop.a\n", ""]);
});

test("debug with --warn-error ends with the warning", async () => {
  project.write("dbt_project.yml", "name: shop\nprofile: shop\ndata-paths: [data]\n");
  const { code, stdout } = await run("--warn-error debug");
  expect([code, stdout]).toEqual([2, expect.stringContaining("Compilation Error\n  The `data-paths` config has been renamed to `seed-paths`")]);
});
