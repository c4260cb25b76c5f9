import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findRunner, projectFolder, runProject } from "./run-project.ts";

const scratch = mkdtempSync(join(tmpdir(), "reporting-er-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("docs/data-model.md shows the relations of the project", { timeout: 120_000 }, () => {
  const { code, output } = runProject(findRunner(), "parse", {
    database: join(scratch, "none.duckdb"),
    scratch,
    vars: {},
  });
  expect(code, output).toBe(0);
  const script = join(projectFolder, "scripts/er-diagram.mjs");
  const words = [script, "--check", "--manifest", join(scratch, "target/manifest.json")];
  const result = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect(result.status, result.stderr).toBe(0);
});
