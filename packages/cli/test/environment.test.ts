/** dbt's variables, as commands and templates read them: DBT_X and DBT_ENGINE_X are one. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createProject, runCli } from "./support/run-cli.ts";

const outside = mkdtempSync(join(tmpdir(), "tsmodel-outside-"));
const project = createProject({
  "dbt_project.yml": `name: shop\nprofile: shop\nclean-targets: [${JSON.stringify(join(outside, "old"))}]\n`,
  "models/a.sql":
    "{{ log(env_var('DBT_SHOW_RESOURCE_REPORT', '-') ~ '/' ~ env_var('DBT_ENGINE_SHOW_RESOURCE_REPORT', '-'), info=true) }} select 1 as id",
});
afterAll(() => {
  project.remove();
  rmSync(outside, { recursive: true });
});

describe("a template that asks for either name", () => {
  const cases: [object, string][] = [
    [{}, "-/-"],
    [{ DBT_SHOW_RESOURCE_REPORT: "false" }, "false/false"],
    [{ DBT_ENGINE_SHOW_RESOURCE_REPORT: "true" }, "true/true"],
    [{ DBT_SHOW_RESOURCE_REPORT: "false", DBT_ENGINE_SHOW_RESOURCE_REPORT: "true" }, "true/true"],
  ];
  test.each(cases)("%j", async (env, said) => {
    const { code, stdout } = await runCli(["parse", "--no-partial-parse"], {
      cwd: project.root,
      env: { ...env },
    });
    expect(code).toBe(0);
    expect(stdout.split("\n").map((line) => line.slice("HH:MM:SS  ".length))).toContain(said);
  });
});

test("clean leaves the project only where a variable or the option lets it", async () => {
  const clean = (words: string[], env: { readonly [name: string]: string } = {}) =>
    runCli(["clean", ...words], { cwd: project.root, env });
  const old = join(outside, "old");
  mkdirSync(old);
  const refused = await clean([]);
  expect(refused.code).toBe(2);
  expect(refused.stdout).toContain("dbt will not clean the following directories outside the project");
  expect((await clean(["--clean-project-files-only"], { DBT_CLEAN_PROJECT_FILES_ONLY: "false" })).code).toBe(
    2,
  );
  expect(existsSync(old)).toBe(true);
  expect((await clean([], { DBT_ENGINE_CLEAN_PROJECT_FILES_ONLY: "false" })).code).toBe(0);
  expect(existsSync(old)).toBe(false);
  expect((await clean(["--no-clean-project-files-only"])).code).toBe(0);
});
