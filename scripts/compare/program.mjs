// The two ways to run a command of a side: as a process of its own, or, for tsmodel, in this one.
// Both: (name, words, {cwd, env}) → {exitCode, output: stdout then stderr}
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

/** @throws Error when there is no such program */
export function spawnProgram(name, [first, ...rest], words, { cwd, env }) {
  const result = spawnSync(first, [...rest, ...words], { cwd, encoding: "utf8", env, maxBuffer: 1 << 28 });
  if (result.error?.code === "ENOENT")
    throw new Error(`${name} was not found (${first}); set ${name.toUpperCase()} to its command line`);
  if (result.error) throw result.error;
  return { exitCode: result.status, output: result.stdout + result.stderr };
}

/** What bin/tsmodel.js does, without starting Node for each command. `file` is dist/main.js. */
export async function runHere(file, words, { cwd, env }) {
  const { main } = await import(pathToFileURL(file).href);
  const written = { stdout: "", stderr: "" };
  const sink = (name) => ({ write: (text) => void (written[name] += text) });
  const back = process.cwd();
  // DuckDB finds files from here.
  process.chdir(cwd);
  try {
    const host = {
      stdout: sink("stdout"),
      stderr: sink("stderr"),
      env,
      cwd,
      pid: process.pid,
      onInterrupt() {},
    };
    return { exitCode: await main(words, host), output: written.stdout + written.stderr };
  } finally {
    process.chdir(back);
  }
}
