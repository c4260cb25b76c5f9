/**
 * Writes a small project that runs: two seeds, a staging layer, a mart, tests and a unit test. Touches no file that
 * exists. In a folder that has a project already, writes the profile that is missing, and nothing else.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fail, inspectConfiguration, type Inspection } from "@tsmodel/core";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { starterFiles, starterProfile } from "./starter-project.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  const { effects, positional, args } = context;
  const base = resolve(effects.cwd, typeof args.project_dir === "string" ? args.project_dir : ".");
  if (existsSync(join(base, "dbt_project.yml"))) return setUpProfile(context);
  const name = positional ?? "my_project";
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) throw fail("project-name-invalid", { name });
  const folder = resolve(base, name);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw fail("project-folder-taken", { folder: name });
  const profile = typeof args.profile === "string" ? args.profile : undefined;
  if (profile !== undefined) checkProfile(inspect(context));
  const ownProfile = profile === undefined && args.skip_profile_setup !== true;
  for (const [path, text] of Object.entries(starterFiles(name, profile ?? name, ownProfile))) {
    mkdirSync(dirname(resolve(folder, path)), { recursive: true });
    writeFileSync(resolve(folder, path), text);
  }
  const print = printer(context);
  print(`Made ${name}/ with two seeds, three models and their tests.\n`);
  print(`  cd ${name}`);
  print("  tsmodel build                      loads the seeds, builds the models, runs the tests");
  print("  tsmodel show --select customers    prints rows of a model");
  print("  tsmodel watch                      rebuilds what you save");
  return 0;
}

function setUpProfile(context: CommandContext): ExitCode {
  const { args } = context;
  if (typeof args.profile === "string") throw fail("init-with-profile", { profile: args.profile });
  if (args.skip_profile_setup === true) return 0;
  const found = inspect(context);
  if (found.root.value === undefined) throw found.root.error;
  const path = join(found.folder, "profiles.yml");
  const name = found.root.value.profileName ?? found.root.value.name;
  const print = printer(context);
  if (existsSync(path) || found.profile.value !== undefined || !isMissing(found)) {
    checkProfile(found);
    print(`The profile ${name} is there already, in ${join(found.profilesFolder, "profiles.yml")}.`);
    return 0;
  }
  writeFileSync(path, starterProfile(name));
  print(`Made profiles.yml with the profile ${name}: a DuckDB file beside it.`);
  return 0;
}

const inspect = ({ args, command, host, effects }: CommandContext): Inspection =>
  inspectConfiguration({ command: command.name, args }, host, effects);

const isMissing = ({ profile }: Inspection): boolean =>
  profile.error !== undefined && "code" in profile.error && profile.error.code === "profile-not-found";

/** That it exists will do: what is wrong with it otherwise is told when something runs. */
function checkProfile(found: Inspection): void {
  if (isMissing(found)) throw found.profile.error;
}

const printer =
  ({ effects }: CommandContext): ((text: string) => void) =>
  (text) =>
    effects.report({ type: "message", level: "info", name: "PrintEvent", text });
