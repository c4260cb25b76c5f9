/** Network, git and folders as they are. */
import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { DepsEffects, FolderEffects } from "@tsmodel/core";

/** Milliseconds that a server may be silent. */
const PATIENCE = 30_000;

export function createDepsEffects(
  env: { readonly [name: string]: string | undefined },
  signal: AbortSignal,
): DepsEffects {
  return {
    async fetch(url) {
      const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) });
      return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
    },
    run: (program, args, cwd) => runProgram(program, args, { cwd, env: { ...env, LC_ALL: "C" }, signal }),
    wait: (duration) => setTimeout(duration, undefined, { signal }),
    folders,
  };
}

interface ProgramOptions {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly signal: AbortSignal;
}

/** Questions of the program (a password) reach the terminal. */
function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): ReturnType<DepsEffects["run"]> {
  const child = spawn(program, args, { ...options, stdio: ["inherit", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((done, failed) =>
    child.on("error", failed).on("close", (code) => done({ code: code ?? 1, stdout, stderr })),
  );
}

const folders: FolderEffects = {
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  make: (path) => void mkdirSync(path, { recursive: true }),
  names: (path) => readdirSync(path).sort(),
  temporary: () => mkdtempSync(join(tmpdir(), "tsmodel-packages-")),
  move(from, to) {
    try {
      renameSync(from, to);
    } catch (error) {
      // Temporary folders may stand on another device.
      if ((error as { code?: string }).code !== "EXDEV") throw error;
      cpSync(from, to, { recursive: true, verbatimSymlinks: true });
      rmSync(from, { recursive: true, force: true });
    }
  },
  link(target, path) {
    try {
      symlinkSync(target, path, "dir");
    } catch (error) {
      if (!["EPERM", "ENOSYS", "ENOTSUP"].includes((error as { code?: string }).code ?? "")) throw error;
      cpSync(target, path, { recursive: true });
    }
  },
  writeBytes(path, bytes, executable) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    if (executable) chmodSync(path, 0o755);
  },
};
