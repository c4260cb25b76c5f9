// One program over its own copy of the project, step by step: what it printed, wrote and built.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { prepareProfile } from "./profile.mjs";

const ARTIFACTS = ["manifest", "semantic_manifest", "run_results", "catalog", "sources"];
const NOT_COPIED = new Set(["target", "logs", "node_modules", ".git", "expected"]);

/** Commands whose output is their result: it alone is printed. */
export const PRINTING = /^(ls|list|run-operation|show)$/;

/** → {name, steps: [{name, index, command, exitCode, output, artifacts, files}]} */
export async function runSide({ name, program, project, plan, folder, store, onlyLast = false }) {
  cpSync(project, folder, {
    recursive: true,
    filter: (path) => path === project || !NOT_COPIED.has(path.slice(path.lastIndexOf(sep) + 1)),
  });
  const profile = prepareProfile({ project, folder });
  const env = {
    ...process.env,
    DBT_SEND_ANONYMOUS_USAGE_STATS: "false",
    DBT_PARTIAL_PARSE: "false",
    NO_COLOR: "1",
    DBT_USE_COLORS: "false",
    TZ: "UTC",
    ...fill(plan.env, folder),
  };
  const steps = [];
  for (const step of plan.steps) {
    if (step.overlay !== undefined) {
      cpSync(join(project, step.overlay), folder, { recursive: true });
      continue;
    }
    steps.push(runStep({ index: steps.length, name, program, command: step.command, folder, env, profile }));
    if (!onlyLast || step === plan.steps.at(-1))
      await store.read({ side: name, step: steps.length - 1, profile, folder });
  }
  return { name, steps };
}

function runStep({ index, name, program, command, folder, env, profile }) {
  const target = join(folder, "target");
  const before = new Map(ARTIFACTS.map((artifact) => [artifact, modifiedAt(target, artifact)]));
  const started = performance.now();
  const quiet = PRINTING.test(command[0]) ? { DBT_QUIET: "true" } : {};
  const [first, ...rest] = program;
  const result = spawnSync(first, [...rest, ...command, "--profiles-dir", profile.folder], {
    cwd: folder,
    encoding: "utf8",
    env: { ...env, ...quiet },
    maxBuffer: 1 << 28,
  });
  if (result.error?.code === "ENOENT")
    throw new Error(`${name} was not found (${first}); set ${name.toUpperCase()} to its command line`);
  if (result.error) throw result.error;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name.padEnd(8)} ${command.join(" ")}: exit code ${result.status}, ${seconds} s`);
  const fresh = ARTIFACTS.filter((artifact) => modifiedAt(target, artifact) !== before.get(artifact));
  return {
    index,
    command: command.join(" "),
    exitCode: result.status,
    output: plain(result.stdout + result.stderr, folder),
    artifacts: Object.fromEntries(
      fresh.map((artifact) => [
        artifact,
        JSON.parse(plain(readFileSync(join(target, `${artifact}.json`), "utf8"), folder)),
      ]),
    ),
    files: [...listFiles(join(target, "compiled")), ...listFiles(join(target, "run"))]
      .map((path) => relative(target, path))
      .sort(),
  };
}

/** Without the folder, which is each side's own. */
function plain(text, folder) {
  return text.replaceAll(folder, "ROOT");
}

function fill(env, folder) {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, String(value).replaceAll("{folder}", folder)]),
  );
}

function modifiedAt(target, artifact) {
  const path = join(target, `${artifact}.json`);
  return existsSync(path) ? statSync(path).mtimeMs : undefined;
}

function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
