/** Details of dbt's own behaviour, each as dbt 1.11 was seen to do it. */
import { describe, expect, test } from "vitest";
import { createProject, runCli } from "./support/run-cli.ts";

type Files = { readonly [path: string]: string };

async function run(files: Files, ...words: string[]): Promise<{ code: number | null; text: string; stdout: string; read(path: string): string }> {
  const project = createProject({ "models/a.sql": "select 1 as id", ...files });
  try {
    const { code, stdout, stderr } = await runCli(words, { cwd: project.root });
    const texts = new Map<string, string>();
    for (const path of ["target/run_results.json", "target/manifest.json", "logs/dbt.log"]) {
      const { existsSync, readFileSync } = await import("node:fs");
      if (existsSync(`${project.root}/${path}`)) texts.set(path, readFileSync(`${project.root}/${path}`, "utf8"));
    }
    return { code, stdout, text: stdout + stderr, read: (path) => texts.get(path) ?? "" };
  } finally {
    project.remove();
  }
}

const projectFile = (rest: string): Files => ({ "dbt_project.yml": `name: shop\nversion: "1.0"\nprofile: shop\n${rest}` });

describe("deprecations", () => {
  const files = {
    "models/s.yml": "models:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - accepted_values: {values: [1]}\n          - accepted_values: {values: [1, 2]}\n",
    ...projectFile("log-path: mylogs\n"),
  };
  test("are counted in a summary at the end", async () => {
    const { stdout } = await run(files, "parse");
    expect(stdout).toMatch(/\[WARNING\]: Deprecated functionality\nThe `log-path` config/);
    expect(stdout.match(/\[WARNING\]\[MissingArgumentsPropertyInGenericTestDeprecation\]: Deprecated functionality\n/g)).toHaveLength(1);
    expect(stdout).toMatch(/\[WARNING\]\[DeprecationsSummary\]: Deprecated functionality\nSummary of encountered deprecations:\n- ConfigLogPathDeprecation: 1 occurrence\n- MissingArgumentsPropertyInGenericTestDeprecation: 2 occurrences\n.*--show-all-deprecations/);
  });
  test("are all shown when that is wanted", async () => {
    const { stdout } = await run(files, "parse", "--show-all-deprecations");
    expect(stdout.match(/\[MissingArgumentsPropertyInGenericTestDeprecation\]/g)).toHaveLength(2);
    expect(stdout).not.toContain("--show-all-deprecations");
  });
  test("are events with their numbers in JSON", async () => {
    const { stdout } = await run(files, "parse", "--log-format", "json");
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line) as { info: { name: string; code: string }; data: object });
    expect(events.at(-1)).toMatchObject({
      info: { name: "DeprecationsSummary", code: "D028", level: "warn" },
      data: {
        summaries: [
          { event_name: "ConfigLogPathDeprecation", event_code: "D010", occurrences: 1 },
          { event_name: "MissingArgumentsPropertyInGenericTestDeprecation", event_code: "D039", occurrences: 2 },
        ],
        show_all_hint: true,
      },
    });
  });
  test("have their names in front when the flag wants it", async () => {
    const { stdout } = await run({ ...files, ...projectFile("log-path: mylogs\nflags: {require_event_names_in_deprecations: true}\n") }, "parse");
    expect(stdout).toMatch(/\[WARNING\]\[ConfigLogPathDeprecation\]: Deprecated functionality\n/);
  });
  test.each([
    [["--warn-error"], 2],
    [["--warn-error-options", "{error: [Deprecations]}"], 2],
    [["--warn-error-options", "{error: [Deprecations], warn: [ConfigLogPathDeprecation, MissingArgumentsPropertyInGenericTestDeprecation]}"], 0],
    [["--warn-error-options", "{error: all, silence: [Deprecations]}"], 0],
  ])("%j", async (words, code) => {
    expect((await run(files, "parse", ...words)).code).toBe(code);
  });
  test("flags in profiles.yml are one", async () => {
    const { stdout } = await run({ "profiles.yml": "config: {printer_width: 100}\nshop: {target: dev, outputs: {dev: {type: duckdb, path: x.duckdb}}}\n" }, "parse");
    expect(stdout).toContain("- ProjectFlagsMovedDeprecation: 1 occurrence");
  });
});

describe("a query comment that ends itself", () => {
  test.each([
    ["query-comment: 'no */ good'\n", "dbt_project.yml:4:20"],
    ["query-comment:\n  comment: \"{{ 'x' if node is none }} */\"\n", "dbt_project.yml:5:39"],
  ])("%s", async (rest, place) => {
    const { code, text } = await run(projectFile(rest), "ls");
    expect(code).toBe(2);
    expect(text).toContain('query comment contains illegal value "*/"');
    expect(text).toContain(place);
  });
});
