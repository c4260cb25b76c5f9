/** Writes a small project that runs: two seeds, a staging layer, a mart, tests and a unit test. Touches no file that exists. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fail } from "@tsmodel/core";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { starterFiles } from "./starter-project.ts";

export async function run({ effects, positional, args }: CommandContext): Promise<ExitCode> {
  const name = positional ?? "my_project";
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) throw fail("project-name-invalid", { name });
  const base = resolve(effects.cwd, typeof args.project_dir === "string" ? args.project_dir : ".");
  const folder = resolve(base, name);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw fail("project-folder-taken", { folder: name });
  for (const [path, text] of Object.entries(starterFiles(name))) {
    mkdirSync(dirname(resolve(folder, path)), { recursive: true });
    writeFileSync(resolve(folder, path), text);
  }
  const print = (text: string): void => effects.report({ type: "message", level: "info", name: "PrintEvent", text });
  print(`Made ${name}/ with two seeds, three models and their tests.\n`);
  print(`  cd ${name}`);
  print("  tsmodel build                      loads the seeds, builds the models, runs the tests");
  print("  tsmodel show --select customers    prints rows of a model");
  print("  tsmodel watch                      rebuilds what you save");
  return 0;
}
