/**
 * The error corpus: each folder of cases/errors is a broken project, and what the command line says to it.
 *   case.yml      args, code; at: the places that must be told; hint: words that must be there; prepare: a command before
 *   expected.txt  all that is printed. UPDATE=1 rewrites it.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { load } from "js-yaml";
import { main } from "../src/main.ts";
import { normalize } from "./support/run-cli.ts";

interface ErrorCase {
  readonly args: string | readonly string[];
  readonly code: number;
  /** `file:line:column` of each place that the user must be shown. */
  readonly at?: readonly string[];
  readonly hint?: string;
  /** Files of the usual project that this one lacks. */
  readonly without?: readonly string[];
  readonly prepare?: string;
}

const cases = join(dirname(fileURLToPath(import.meta.url)), "cases/errors");
const names = readdirSync(cases).sort();
const update = process.env.UPDATE === "1";

const usual = {
  "dbt_project.yml": "name: shop\nprofile: shop\n",
  "profiles.yml":
    "shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: shop.duckdb\n      threads: 1\n",
};

/** The command line in this process, with a folder and an environment of its own. */
async function runMain(words: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  let output = "";
  const sink = { write: (text: string): void => void (output += text) };
  const env = { HOME: cwd, CI: "1", NO_COLOR: "1" };
  const code = await main(words, {
    stdout: sink,
    stderr: sink,
    env,
    cwd,
    pid: 1,
    onInterrupt: () => undefined,
  });
  return { code, output: normalize(output, cwd) };
}

async function runCase(
  folder: string,
  { args, without = [], prepare }: ErrorCase,
): Promise<{ code: number; output: string }> {
  const root = mkdtempSync(join(tmpdir(), "tsmodel-errors-"));
  try {
    cpSync(folder, root, { recursive: true, filter: (path) => !/(case\.yml|expected\.txt)$/.test(path) });
    for (const [path, text] of Object.entries(usual)) {
      if (!without.includes(path) && !existsSync(join(root, path))) writeFileSync(join(root, path), text);
    }
    if (prepare !== undefined) expect((await runMain([prepare], root)).code).toBe(0);
    return await runMain(typeof args === "string" ? [args] : args, root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe("every error says what, where and what was meant", () => {
  test.each(names)("%s", async (name) => {
    const folder = join(cases, name);
    const errorCase = load(readFileSync(join(folder, "case.yml"), "utf8")) as ErrorCase;
    const { code, output } = await runCase(folder, errorCase);
    if (update) writeFileSync(join(folder, "expected.txt"), output);
    expect(output).toBe(readFileSync(join(folder, "expected.txt"), "utf8"));
    expect(code).toBe(errorCase.code);
    for (const place of errorCase.at ?? [])
      expect(output).toMatch(new RegExp(`(^|ROOT/|[^\\w/])${place.replace(/[.\\]/g, "\\$&")}(?!\\d)`));
    if (errorCase.hint !== undefined) expect(output).toContain(errorCase.hint);
    expect(output, "no stack trace").not.toMatch(/\n\s+at .+:\d+:\d+/);
    expect(output.split("\n").length, "lines").toBeLessThan(40);
  });
});
