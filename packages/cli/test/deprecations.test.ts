/** Old ways of calling the program: told, counted, and errors with --warn-error, as in dbt. */
import { existsSync, readFileSync } from "node:fs";
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
  const log = readFileSync(join(project.root, "logs/dbt.log"), "utf8");
  expect(log).toContain("[info ] [MainThread]: Cleaned dbt_modules/*");
  project.write("models/broken.yml", "");
});

test("clean leaves no log in a folder that it deletes", async () => {
  project.write("dbt_project.yml", "name: shop\nprofile: shop\nclean-targets: [logs]\n");
  expect((await run("clean")).code).toBe(0);
  expect(existsSync(join(project.root, "logs"))).toBe(false);
  project.write("dbt_project.yml", "name: shop\nprofile: shop\n");
});

test("a key that stands twice has dbt's line, which counts from the first word", async () => {
  project.write("models/twice.yml", "\n\nmodels: [{name: a}]\nmodels: [{name: a}]\n");
  const { code, stdout } = await run("parse");
  expect([code, stdout]).toEqual([0, expect.stringContaining(`Duplicate key 'models' in "<unicode string>", line 2, column 1`)]);
  expect(stdout).toContain("models/twice.yml:4:1");
  project.write("models/twice.yml", "models: [{name: a, tests: [x], data_tests: [y]}]\n");
  expect((await run("parse")).stdout).toContain("cannot have both 'tests' and 'data_tests' defined");
  project.write("models/twice.yml", "exposures: [{name: e, type: ml, owner: {email: e@f.g}, config: {tags: null}}]\n");
  expect((await run("parse")).stdout).toContain('Field "tags" of type List[str] in ExposureConfig has invalid value None');
  project.write("models/twice.yml", "");
});

test.each([
  ["ls -m a", {}, "ModelParamUsageDeprecation"],
  ["ls --models a", {}, "ModelParamUsageDeprecation"],
  ["ls", { DBT_ENGINE_THREADZ: "4" }, "EnvironmentVariableNamespaceDeprecation"],
  [["parse", "--warn-error-options", "{error: all, exclude: [WEOIncludeExcludeDeprecation]}"], {}, "WEOIncludeExcludeDeprecation"],
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

test("what is silenced is not shown; a deprecation among it is counted all the same", async () => {
  project.write("models/a.yml", "models:\n  - name: a\n    deprecation_date: 2020-01-01\n    columns: [{name: id, data_tests: [{accepted_values: {values: [1]}}]}]\n");
  const names = ["DeprecatedModel", "MissingArgumentsPropertyInGenericTestDeprecation"];
  const { stdout } = await run(["parse", "--warn-error-options", `{silence: [${names.join(", ")}]}`]);
  expect(stdout).not.toContain("has passed its deprecation date");
  expect(stdout).not.toContain("arguments of test");
  expect(stdout).toContain("- MissingArgumentsPropertyInGenericTestDeprecation: 1 occurrence");
  const silent = await run(["parse", "--warn-error-options", "{silence: [Deprecations]}"]);
  expect(silent.stdout).toContain("Model a has passed its deprecation date of 2020-01-01");
  expect(silent.stdout).not.toContain("occurrence");
  const summary = await run(["parse", "--warn-error-options", "{silence: [DeprecationsSummary]}"]);
  expect(summary.stdout).toContain("[WARNING][MissingArgumentsPropertyInGenericTestDeprecation]");
  expect(summary.stdout).not.toContain("occurrence");
  project.write("models/a.yml", "");
});
