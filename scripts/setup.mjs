// What `npm start` and `npm test` share: dependencies installed, packages built. Needs nothing but Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Runs a program in the repository; ends this one with its exit code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" && command === "npm", ...options });
  if (result.error) throw result.error;
  if (result.status !== 0 && !options.mayFail) process.exit(result.status ?? 1);
  return result.status ?? 1;
}

export const node = (script, args = [], options = {}) => run(process.execPath, [join(root, script), ...args], options);

/** `npm ci`, unless the lock file is the one that was installed last. */
export function install() {
  const lock = createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");
  const mark = join(root, "node_modules/.installed-lock");
  if (existsSync(mark) && readFileSync(mark, "utf8") === lock) return;
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(mark, lock);
}

/** Types checked and declarations written, then the command line bundled. */
export function build() {
  node("node_modules/typescript/bin/tsc", ["-b"]);
  node("scripts/bundle.mjs");
  node("scripts/bundle-types.mjs");
}
