/** debug: profile, project and connection are looked at each alone; what fails is counted and told. */
import { afterAll, expect, test } from "vitest";
import { createProject, runCli } from "./support/run-cli.ts";

const project = createProject({ "models/broken.sql": "seled {{ 1" });
project.write("bad/dbt_project.yml", "name: 1 2 3\nprofile: shop\n");
afterAll(() => project.remove());

test.each([
  {
    options: [],
    code: 0,
    texts: [
      "profiles.yml file [OK found and valid]",
      "dbt_project.yml file [OK found and valid]",
      "Connection test: [OK connection ok]",
      "All checks passed!",
    ],
  },
  {
    options: ["--connection"],
    code: 0,
    texts: ["Skipping steps before connection verification", "All checks passed!"],
  },
  {
    options: ["--target", "none"],
    code: 1,
    texts: [
      "1 check failed",
      "The profile 'shop' does not have a target named 'none'.",
      "Connection test skipped since no profile was found",
    ],
  },
  {
    options: ["--profile", "none"],
    code: 1,
    texts: [
      "1 check failed",
      "Profile loading failed for the following reason",
      "Could not find profile named 'none'",
    ],
  },
  {
    options: ["--profiles-dir", "none"],
    code: 1,
    texts: ["1 check failed", "dbt looked for a profiles.yml file in none"],
  },
  {
    options: ["--project-dir", "bad", "--profiles-dir", "."],
    code: 1,
    texts: [
      "1 check failed",
      "dbt_project.yml file [ERROR invalid]",
      "Project loading failed for the following reason",
      "Connection test: [OK connection ok]",
    ],
  },
  { options: ["--project-dir", "none"], code: 2, texts: ["Path 'none' does not exist"] },
  { options: ["--config-dir"], code: 0, texts: ["To view your profiles.yml file, run:"] },
])("debug $options", async ({ options, code, texts }) => {
  const result = await runCli(["debug", ...options], { cwd: project.root });
  for (const text of texts) expect(result.stdout).toContain(text);
  expect(result.code).toBe(code);
});
