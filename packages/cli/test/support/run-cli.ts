/** The real binary over a folder: what a user would see. `npm test` builds it first. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** TSMODEL_TEST_BIN: another build than the one beside the sources. */
export const BIN: string = process.env.TSMODEL_TEST_BIN ?? resolve(dirname(fileURLToPath(import.meta.url)), "../../bin/tsmodel.js");

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
}

/** Starts the command line; the environment is clean but for PATH and HOME. */
export function startCli(args: readonly string[], { cwd, env = {} }: CliOptions): ChildProcess {
  const { PATH = "", HOME = "" } = process.env;
  return spawn(process.execPath, [BIN, ...args], { cwd, env: { PATH, HOME, TZ: "UTC", CI: "1", NO_COLOR: "1", ...env }, stdio: ["ignore", "pipe", "pipe"] });
}

export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const child = startCli(args, options);
  let stdout = "";
  let stderr = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((done, failed) => child.on("error", failed).on("close", (code) => done({ code, stdout, stderr })));
}

export interface TemporaryProject {
  readonly root: string;
  /** Writes a file; folders are made. */
  write(path: string, text: string): void;
  remove(): void;
}

/** A project of these files in a folder of its own, on a DuckDB file beside it. */
export function createProject(files: { readonly [path: string]: string }, threads = 4): TemporaryProject {
  const root = mkdtempSync(join(tmpdir(), "tsmodel-cli-"));
  const project: TemporaryProject = {
    root,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  project.write("dbt_project.yml", "name: shop\nprofile: shop\n");
  project.write("profiles.yml", `shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: shop.duckdb\n      threads: ${threads}\n`);
  for (const [path, text] of Object.entries(files)) project.write(path, text);
  return project;
}

/** Output without what differs from run to run: clock, durations, the project's folder, versions. */
export function normalize(text: string, root: string): string {
  return text
    .replaceAll(root, "ROOT")
    .replace(/^\d\d:\d\d:\d\d(?= )/gm, "HH:MM:SS")
    .replace(/ in \d+\.\d\ds\]/g, " in N.NNs]")
    .replace(/ in \d+ hours \d+ minutes and [\d.]+ seconds \([\d.]+s\)/g, " in TIME")
    .replace(/in \d+\.\d\ds$/gm, "in N.NNs")
    .replace(/\d+ macros/g, "N macros")
    .replace(/tsmodel \d+\.\d+\.\d+\S*/g, "tsmodel VERSION)")
    .replace(/duckdb=\S+/g, "duckdb=VERSION")
    .replace(/PID \d+/g, "PID N")
    .replace(/[ \t]+$/gm, "");
}
