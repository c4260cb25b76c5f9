/** Runs the real dbt over a copy of a project: its manifest and the names of its warnings. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface DbtParse {
  readonly manifest: { readonly [kind: string]: unknown };
  /** Event names, sorted. */
  readonly warnings: string[];
}

export function parseWithDbt(dbt: string, project: string): DbtParse {
  const copy = mkdtempSync(join(tmpdir(), "dbt-parse-"));
  try {
    cpSync(project, copy, { recursive: true, filter: (path) => !/\/(target|logs)$/.test(path) });
    const options = [
      "--no-partial-parse",
      "--log-format",
      "json",
      "parse",
      "--project-dir",
      copy,
      "--profiles-dir",
      copy,
    ];
    const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false", TZ: "UTC" };
    const output = run(dbt, options, env);
    return {
      manifest: JSON.parse(readFileSync(join(copy, "target/manifest.json"), "utf8")) as DbtParse["manifest"],
      warnings: warningsIn(output),
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function run(dbt: string, options: string[], env: NodeJS.ProcessEnv): string {
  try {
    return execFileSync(dbt, options, { env, encoding: "utf8", maxBuffer: 1e9 });
  } catch (error) {
    const messages = eventsIn(String((error as { stdout?: unknown }).stdout)).map(({ msg }) => msg);
    throw new Error(`dbt failed: ${messages.join("\n")}`);
  }
}

interface LoggedEvent {
  readonly name: string;
  readonly level: string;
  readonly msg: string;
}

function eventsIn(output: string): LoggedEvent[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => (JSON.parse(line) as { info: LoggedEvent }).info);
}

function warningsIn(output: string): string[] {
  return eventsIn(output)
    .filter(({ level, name }) => level === "warn" && name !== "DeprecationsSummary")
    .map(({ name }) => name)
    .sort();
}
