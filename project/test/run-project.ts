/** Building this project in a test, by whichever program is there, into a database of its own. */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

export const projectFolder: string = resolve(import.meta.dirname, "..");
const tsmodel = resolve(projectFolder, "../packages/cli/bin/tsmodel.js");

/** The command that builds dbt projects, as words: REPORTING_RUNNER when it is set ("dbt", "node x/tsmodel.js"), else tsmodel. */
export function findRunner(): readonly string[] {
  const told = process.env.REPORTING_RUNNER?.trim();
  return told ? told.split(/\s+/) : [process.execPath, tsmodel];
}

export function hasPython(): boolean {
  return spawnSync("python3", ["--version"]).status === 0;
}

export interface ProjectRun {
  /** The DuckDB file to build into. */
  readonly database: string;
  /** A folder for everything else that is written. */
  readonly scratch: string;
  readonly vars: Readonly<Record<string, string>>;
}

/** Runs one command of the project; returns the exit code and what was printed. */
export function runProject(
  runner: readonly string[],
  command: "build" | "parse",
  { database, scratch, vars }: ProjectRun,
): { code: number; output: string } {
  const [program, ...words] = runner;
  const folders = [
    "--profiles-dir",
    projectFolder,
    "--target-path",
    join(scratch, "target"),
    "--log-path",
    join(scratch, "logs"),
  ];
  const result = spawnSync(program!, [...words, command, ...folders, "--vars", JSON.stringify(vars)], {
    cwd: projectFolder,
    encoding: "utf8",
    env: { ...process.env, REPORTING_DUCKDB: database, DBT_SEND_ANONYMOUS_USAGE_STATS: "0", NO_COLOR: "1" },
    maxBuffer: 1 << 26,
  });
  if (result.error) throw result.error;
  return { code: result.status ?? 1, output: result.stdout + result.stderr };
}
