/** The project's monitoring and recommendations on its own data: sensible thresholds, and sentences whose queries give their figures. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectFolder } from "./run-project.ts";

const tsmodel = resolve(projectFolder, "../packages/cli/bin/tsmodel.js");
const scratch = mkdtempSync(join(tmpdir(), "reporting-monitoring-"));
const database = join(scratch, "pipeline.duckdb");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Explanation {
  readonly movements: readonly {
    readonly name: string;
    readonly before: number;
    readonly after: number;
    readonly change: number;
    readonly splits: readonly { readonly contributions: readonly { readonly contribution: number }[] }[];
    readonly sentences: readonly {
      readonly topic: string;
      readonly text: string;
      readonly query: string | null;
    }[];
  }[];
}

describe("monitoring", () => {
  const raw = join(scratch, "raw");
  const run = (...words: string[]): { readonly code: number | null; readonly stdout: string } => {
    const folders = [
      "--profiles-dir",
      projectFolder,
      "--target-path",
      join(scratch, "target"),
      "--log-path",
      join(scratch, "logs"),
      "--vars",
      JSON.stringify({ raw_dir: raw }),
    ];
    const { status, stdout } = spawnSync(process.execPath, [tsmodel, ...words, ...folders], {
      cwd: projectFolder,
      encoding: "utf8",
      env: { ...process.env, REPORTING_DUCKDB: database, NO_COLOR: "1" },
      maxBuffer: 1 << 26,
    });
    return { code: status, stdout };
  };

  beforeAll(() => {
    execFileSync(process.execPath, [join(projectFolder, "generator/dist/generate.js"), "--out", raw]);
    expect(run("run").code).toBe(0);
  }, 240_000);

  test("nothing is wrong with the made-up data, and nothing is remembered twice", () => {
    const first = run("monitor");
    expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/\d+ passed/)]);
    expect(first.stdout).not.toContain("error");
    const second = run("monitor", "--output", "json");
    const { summary } = JSON.parse(second.stdout) as {
      summary: { readonly learning: number; readonly errors: number };
    };
    expect(summary).toMatchObject({ learning: 0, errors: 0 });
  });

  test("a feed that stopped is an error", () => {
    const { code, stdout } = run("monitor", "--as-of", "2026-03-20");
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/error int_events_enriched\.freshness .*\n +newest row is 22 days old/),
    ]);
  });

  test("the schema for editors is current", () => {
    expect(readFileSync(join(projectFolder, "monitoring/monitoring.schema.json"), "utf8")).toBe(
      run("monitor", "schema").stdout,
    );
  });

  test("each recommendation's query gives its figures, and segments add up", async () => {
    const { movements } = JSON.parse(run("explain-metrics", "--output", "json").stdout) as Explanation;
    expect(movements.length).toBeGreaterThan(12);
    const instance = await DuckDBInstance.create(database, { access_mode: "READ_ONLY" });
    const connection = await instance.connect();
    try {
      // Raw files are named relative to the repository, as the profile does.
      await connection.run(`set file_search_path = '${resolve(projectFolder, "..")}'`);
      for (const { before, after, change, splits, sentences } of movements) {
        for (const { contributions } of splits)
          expect(contributions.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
            change,
            9,
          );
        for (const { topic, query } of sentences) {
          if (query === null) continue;
          const rows = (await connection.runAndReadAll(query)).getRowsJson();
          if (topic === "change" || topic === "rule")
            expect(rows.map((row) => Number(row[1]))).toEqual([
              expect.closeTo(before, 9),
              expect.closeTo(after, 9),
            ]);
          else expect(rows.length).toBeGreaterThan(1);
        }
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
});
