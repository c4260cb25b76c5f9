/** scripts/compare-dbt.mjs over a project of conformance/projects, and dbt where this machine has one. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../../..");

export const PROJECTS: string = join(ROOT, "conformance/projects");

export interface Comparison {
  readonly code: number | null;
  /** What differs, as the script prints it. */
  readonly output: string;
}

/** `args` are the script's, e.g. ["--expected"]. */
export function compareProject(
  name: string,
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): Promise<Comparison> {
  const child = spawn(
    process.execPath,
    [join(ROOT, "scripts/compare-dbt.mjs"), join(PROJECTS, name), ...args],
    {
      env: { ...process.env, ...env, TZ: "UTC", NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((done, failed) =>
    child.on("error", failed).on("close", (code) => done({ code, output })),
  );
}

/** The command line of dbt: DBT, the dbt beside DBT_PYTHON, or dbt on the path. */
export function findDbt(): string | undefined {
  const { DBT: named, DBT_PYTHON: python } = process.env;
  const beside = python === undefined ? undefined : join(dirname(python), "dbt");
  if (named !== undefined) return named;
  if (beside !== undefined && existsSync(beside)) return beside;
  return spawnSync("dbt", ["--version"], { stdio: "ignore" }).status === 0 ? "dbt" : undefined;
}
