/** What the data generator promises: the same rows whatever else differs, rates as configured, errors that help. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { config } from "../generator/src/config.ts";
import { getDay } from "../generator/src/calendar.ts";
import { EventLog } from "../generator/src/life/event-log.ts";
import { simulateAccount } from "../generator/src/life/simulate-account.ts";
import { buildWorld } from "../generator/src/life/world.ts";
import { assembleTables } from "../generator/src/parts/assemble.ts";
import { planParts, type Format, type RunPart } from "../generator/src/parts/part.ts";
import { createBatch, type Batch } from "../generator/src/tables/column-buffer.ts";
import { idNumber, idShapes, renderId } from "../generator/src/tables/entity-id.ts";
import { columnIndex, eventCode, NULL, tableNames, tableSpecs } from "../generator/src/tables/table-spec.ts";
import { createBatchChecker } from "../generator/src/verify/check-batch.ts";
import { computeRates } from "../generator/src/verify/rates.ts";
import { createTally, guardrails, type Guardrail, type Tally } from "../generator/src/verify/tally.ts";

const program = join(import.meta.dirname, "../generator/dist/generate.js");
const scratch = mkdtempSync(join(tmpdir(), "reporting-generator-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function generate(out: string, ...words: string[]): { code: number; stdout: string; stderr: string } {
  const folder = join(scratch, out);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "--out", folder, ...words], {
    encoding: "utf8",
  });
  return { code: status ?? 1, stdout, stderr };
}

function readLines(out: string, table: string): string[] {
  return readFileSync(join(scratch, out, `${table}.csv`), "utf8")
    .trimEnd()
    .split("\n");
}

function hashFolder(folder: string): Record<string, string> {
  const files = readdirSync(folder)
    .filter((name) => /\.(csv|parquet)$/.test(name))
    .sort();
  const hash = (name: string): string =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  return Object.fromEntries(files.map((name) => [name, hash(name)]));
}

beforeAll(() => {
  expect(generate("default").code).toBe(0);
});

describe("the same rows", () => {
  test("byte for byte for the same arguments", () => {
    generate("again", "--workers", "3");
    expect(hashFolder(join(scratch, "again"))).toEqual(hashFolder(join(scratch, "default")));
  });

  test("for an account, however many others there are", () => {
    generate("larger", "--scale", "1.5");
    for (const table of tableNames) {
      const few = readLines("default", table);
      expect(readLines("larger", table).slice(0, few.length)).toEqual(few);
    }
  });

  test.each<Format>(["csv", "parquet"])(
    "whether parts are made here or by workers, as %s",
    async (format) => {
      const { runParts } = (await import("../generator/dist/parts/run-parts.js" as string)) as {
        runParts: (jobs: Parameters<RunPart>[0][], workers: number) => Promise<Tally>;
      };
      const tallies: Tally[] = [];
      for (const workers of [1, 2]) {
        const folder = join(scratch, `parts-${format}-${workers}`);
        mkdirSync(folder);
        const jobs = planParts(12, { seed: 22, asOfDay: getDay(config.window.end), format, folder }, 5);
        tallies.push(await runParts(jobs, workers));
        assembleTables(folder, jobs.length, format);
      }
      expect(hashFolder(join(scratch, `parts-${format}-2`))).toEqual(
        hashFolder(join(scratch, `parts-${format}-1`)),
      );
      expect(tallies[1]!.rows).toEqual(tallies[0]!.rows);
    },
  );

  test("whether a day is appended or was there at once; and no earlier event changes", () => {
    generate("grown");
    const appended = generate("grown", "--append-day");
    expect(appended.code, appended.stderr).toBe(0);
    generate("at-once", "--as-of", "2026-02-27");
    expect(hashFolder(join(scratch, "grown"))).toEqual(hashFolder(join(scratch, "at-once")));

    const before = readLines("default", "events");
    const after = new Set(readLines("grown", "events"));
    expect(before.filter((line) => !after.has(line))).toEqual([]);
    const old = new Set(before);
    const added = [...after].filter((line) => !old.has(line));
    expect(added.length).toBeGreaterThan(100);
    expect(added.filter((line) => !line.split(",")[7]!.startsWith("2026-02-26"))).toEqual([]);
  });

  test("for the past, wherever now is", () => {
    generate("early", "--as-of", "2025-12-01");
    const later = new Set(readLines("default", "events"));
    const early = readLines("early", "events");
    expect(early.length).toBeGreaterThan(1_000);
    expect(early.filter((line) => !later.has(line))).toEqual([]);
    expect(early.slice(1).every((line) => line.split(",")[7]! < "2025-12-01")).toBe(true);
  });
});

describe("the files", () => {
  test("are written as the contract says", () => {
    for (const table of tableNames) {
      const [header, first] = readLines("default", table);
      expect(header).toBe(tableSpecs[table].map((column) => column.name).join(","));
      expect(first).toMatch(/^(acc_\d{4}|usr_\d{5}|prj_\d{5}|tsk_\d{6}|evt_\d{7}),/);
    }
    const task = readLines("default", "tasks")[1]!.split(",");
    expect(task[7]).toMatch(/^(True|False)$/);
    expect(task[8]).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\+00:00$/);
  });

  test("widen ids past their block and never use one twice", () => {
    const { user } = idShapes;
    expect(renderId(user, idNumber(user, 3, 1))).toBe("usr_00041");
    expect(renderId(user, idNumber(user, 3, user.block + 1))).toBe("usr_10002000001");
    expect(renderId(user, 123_456_789)).toBe("usr_123456789");
  });

  test("of the other format stay, parts of a larger run before go", () => {
    const folder = join(scratch, "formats");
    generate("formats", "--scale", "0.1");
    generate("formats", "--scale", "0.1", "--format", "parquet");
    writeFileSync(join(folder, "events.0002.parquet"), "left over");
    generate("formats", "--scale", "0.1", "--format", "parquet");
    expect(readdirSync(folder).sort()).toEqual(
      [...tableNames.flatMap((table) => [`${table}.csv`, `${table}.parquet`]), "generation.json"].sort(),
    );
  });
});

describe("the rates", () => {
  test("of a large world come close to the configured ones", () => {
    const { batch, asOf } = simulate(400);
    const tally = createTally();
    createBatchChecker(asOf)(batch, tally);
    for (const { name, configured, achieved } of computeRates(config, tally)) {
      const tolerance = name === "of those, active afterwards" ? 0.08 : 0.02;
      expect(Math.abs(achieved - configured), `${name}: ${achieved}, configured ${configured}`).toBeLessThan(
        tolerance,
      );
    }
    const within = (name: string, min: number, max: number): void => {
      expect(tally.extents[name]!.min, name).toBeGreaterThanOrEqual(min);
      expect(tally.extents[name]!.max, name).toBeLessThanOrEqual(max);
    };
    within("users per account", 8, 18);
    within("projects per account", 4, 8);
    within("tasks per project", 10, 25);
    within("events per task", 2, 5);
    within("seats starter", 2, 15);
    within("seats growth", 16, 60);
    within("seats enterprise", 61, 200);
  });

  test("are printed beside the configured ones, with the guardrails", () => {
    const { stdout } = generate("printed");
    expect(stdout).toMatch(/tasks without assignee +4\.0 % +\d\.\d %/);
    for (const guardrail of guardrails) expect(stdout).toContain(guardrail);
  });
});

describe("a guardrail", () => {
  const breaks: readonly [Guardrail, (batch: Batch) => void][] = [
    ["keys are unique", (batch) => set(batch, "users", "user_id", 1, get(batch, "users", "user_id", 0))],
    ["no orphan keys", (batch) => set(batch, "tasks", "project_id", 0, 9_999)],
    ["no orphan keys", (batch) => set(batch, "events", "user_id", 0, 9_999)],
    ["users: created <= activated", (batch) => set(batch, "users", "activated_at_utc", 0, 1)],
    ["projects: created <= completed", (batch) => set(batch, "projects", "completed_at_utc", 0, 1)],
    ["tasks: created <= completed", (batch) => set(batch, "tasks", "completed_at_utc", 0, 1)],
    ["events: happened <= ingested", (batch) => set(batch, "events", "ingested_at_utc", 0, 1)],
    [
      "completion events only for done tasks",
      (batch) => {
        const created = find(batch, "events", "event_name", eventCode.task_created, (row) =>
          isOpen(batch, row),
        );
        set(batch, "events", "event_name", created, eventCode.task_completed);
      },
    ],
  ];

  test.each(breaks)("notices a broken rule: %s", (guardrail, spoil) => {
    const { batch, asOf } = simulate(2);
    const clean = createTally();
    createBatchChecker(asOf)(batch, clean);
    expect(clean.breaches).toEqual({});
    spoil(batch);
    const spoiled = createTally();
    createBatchChecker(asOf)(batch, spoiled);
    expect(Object.keys(spoiled.breaches)).toContain(guardrail);
  });

  test("that breaks fails the run and leaves the folder as it was", () => {
    // Nobody has handed anything over or resolved a blocker on the first days.
    const { code, stderr, stdout } = generate("broken", "--as-of", "2025-08-05");
    expect(code).toBe(1);
    expect(stdout).toContain("all eleven event names present                BROKEN");
    expect(stderr).toMatch(/error: 1 guardrail broken; .* left as it was/);
    expect(existsSync(join(scratch, "broken", "events.csv"))).toBe(false);
    expect(readdirSync(join(scratch, "broken"))).toEqual([]);
  });
});

describe("the command line", () => {
  test.each([
    [["--scale", "none"], "--scale none is not a number from 0.0125 to 100000"],
    [["--scale", "0"], "--scale 0 is not a number"],
    [["--seed", "1.5"], "--seed 1.5 is not a whole number"],
    [["--format", "xlsx"], "formats are csv and parquet"],
    [["--as-of", "2026-02-30"], "--as-of 2026-02-30 is not a date like 2026-02-26"],
    [["--as-of", "2025-08-01"], "the made-up world begins on 2025-08-01"],
    [["--workers", "0"], "--workers 0 is not a number from 1 to 64"],
    [["--colour"], "options are --scale"],
    [["--append-day"], "generation.json cannot be read, so there is nothing to append a day to"],
  ])("%j ends with 2 and says why", (words, message) => {
    const { code, stderr } = generate("never", ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  test("does not append to a folder made with other arguments", () => {
    generate("other-seed", "--seed", "3", "--scale", "0.3");
    const { code, stderr } = generate("other-seed", "--append-day", "--seed", "22");
    expect(code).toBe(2);
    expect(stderr).toContain("was made with --seed 3, not 22");
    expect(generate("other-seed", "--append-day", "--as-of", "2026-02-01").stderr).toContain(
      "is not after 2026-02-26",
    );
  });

  test("--help explains itself without loading a database", () => {
    const { status, stdout } = spawnSync(process.execPath, [program, "--help"], { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout).toContain("--append-day");
    const probe = `process.argv.push("--help");await import(${JSON.stringify(program)});
      process.stderr.write(String(process.report.getReport().sharedObjects.some((file) => file.includes("duckdb"))));`;
    const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", probe], {
      encoding: "utf8",
    });
    expect(stderr).toBe("false");
  });
});

function simulate(accounts: number): { batch: Batch; asOf: number } {
  const world = buildWorld({ config, seed: 5, asOfDay: getDay(config.window.end) });
  const log = new EventLog(world);
  const batch = createBatch();
  for (let number = 1; number <= accounts; number++) simulateAccount(world, number, log, batch);
  return { batch, asOf: world.asOf };
}

type Table = keyof Batch;

function get(batch: Batch, table: Table, column: string, row: number): number {
  return batch[table].columns[columnIndex(table, column)]![row]!;
}

function set(batch: Batch, table: Table, column: string, row: number, value: number): void {
  batch[table].columns[columnIndex(table, column)]![row] = value;
}

function find(
  batch: Batch,
  table: Table,
  column: string,
  value: number,
  fits: (row: number) => boolean,
): number {
  for (let row = 0; row < batch[table].length; row++) {
    if (get(batch, table, column, row) === value && fits(row)) return row;
  }
  throw new Error(`no row with ${column} ${value}`);
}

function isOpen(batch: Batch, eventRow: number): boolean {
  const task = get(batch, "events", "entity_id", eventRow);
  return (
    get(
      batch,
      "tasks",
      "completed_at_utc",
      find(batch, "tasks", "task_id", task, () => true),
    ) === NULL
  );
}
