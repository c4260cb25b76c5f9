/** What would a run find? Versions, files, profile, git, connection: one line each, and a sentence for what is wrong. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import {
  DBT_VERSION,
  inspectConfiguration,
  TsmodelError,
  TsmodelErrors,
  type Inspection,
  type Profile,
} from "@tsmodel/core";
import { chooseByArgs } from "../session/choose-by-args.ts";
import { chooseByFlags } from "../session/choose-by-flags.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { VERSION } from "../version.ts";

type Print = (text: string) => void;

export async function run(context: CommandContext): Promise<ExitCode> {
  const { effects, args, command, host } = context;
  const print: Print = (text) =>
    effects.report({ type: "message", level: "info", name: "DebugCmdOut", code: "Z047", text });
  const found = inspectConfiguration({ command: command.name, args }, host, effects);
  if (found.flags === undefined) chooseByArgs(context);
  else chooseByFlags(context, found.flags, found.logFolder);
  if (args.config_dir === true) {
    print(`To view your profiles.yml file, run:\n\n  open ${found.profilesFolder}`);
    return 0;
  }
  printPlaces(found, print);
  const problems = problemsOf(found);
  if (args.connection === true) print("Skipping steps before connection verification");
  else problems.push(...checkConfiguration(found, print));
  if (found.profile.value === undefined) print("Connection test skipped since no profile was found");
  else problems.push(...(await testConnection(context, found.folder, found.profile.value, print)));
  return conclude(problems, context);
}

function printPlaces({ folder, profilesFolder, profile }: Inspection, print: Print): void {
  print(`Running with dbt=${DBT_VERSION} (tsmodel ${VERSION})`);
  print(`tsmodel version: ${VERSION}`);
  print(`node version: ${process.versions.node}`);
  print(`node path: ${process.execPath}`);
  print(`os info: ${process.platform}-${process.arch}`);
  print(`Using profiles dir at ${profilesFolder}`);
  print(`Using profiles.yml file at ${join(profilesFolder, "profiles.yml")}`);
  print(`Using dbt_project.yml file at ${join(folder, "dbt_project.yml")}`);
  if (profile.value) print(`adapter type: ${profile.value.plugin.type}`);
}

function problemsOf({ profilesFolder, hasProfiles, profile, root }: Inspection): string[] {
  const problems: string[] = [];
  if (!hasProfiles)
    problems.push(
      `dbt looked for a profiles.yml file in ${join(profilesFolder, "profiles.yml")}, but did not find one.\nName its folder with --profiles-dir, or create the file.`,
    );
  else if (profile.error)
    problems.push(`Profile loading failed for the following reason:\n${renderError(profile.error)}`);
  if (root.error)
    problems.push(`Project loading failed for the following reason:\n${renderError(root.error)}`);
  return problems;
}

function checkConfiguration({ hasProfiles, profile, root }: Inspection, print: Print): string[] {
  const verdict = (error: TsmodelError | TsmodelErrors | undefined, missing: boolean): string =>
    missing ? "ERROR not found" : error ? "ERROR invalid" : "OK found and valid";
  print("Configuration:");
  print(`  profiles.yml file [${verdict(profile.error, !hasProfiles)}]`);
  print(
    `  dbt_project.yml file [${verdict(root.error, root.error instanceof TsmodelError && root.error.code === "project-missing")}]`,
  );
  print("Required dependencies:");
  // Packages from git need it; nothing else does.
  const git = spawnSync("git", ["--version"], { stdio: "ignore" });
  print(` - git [${git.status === 0 ? "OK found" : "ERROR"}]\n`);
  return git.status === 0 ? [] : ["git could not be run: packages from git repositories cannot be installed"];
}

async function testConnection(
  { effects }: CommandContext,
  projectDir: string,
  profile: Profile,
  print: Print,
): Promise<string[]> {
  const { credentials, plugin, threads } = profile;
  print("Connection:");
  for (const [key, value] of Object.entries(credentials.shown))
    if (value !== null)
      print(`  ${key}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  try {
    const database = await plugin.open(credentials, {
      env: effects.env,
      projectDir,
      threads,
      now: effects.now,
    });
    try {
      for (const [key, value] of Object.entries(await database.describe()))
        if (!(key in credentials.shown)) print(`  ${key}: ${String(value)}`);
    } finally {
      await database.close();
    }
    print("  Connection test: [OK connection ok]\n");
    return [];
  } catch (error) {
    print("  Connection test: [ERROR]\n");
    return [
      `No connection to the database. It says:\n\n  >${renderError(error)}`,
    ];
  }
}

function conclude(problems: readonly string[], { effects }: CommandContext): ExitCode {
  const result = (text: string): void =>
    effects.report({ type: "message", level: "info", name: "DebugCmdResult", code: "Z048", text });
  if (problems.length === 0) {
    result("All checks passed!");
    return 0;
  }
  result(`${problems.length} check${problems.length === 1 ? "" : "s"} failed:`);
  for (const problem of problems) result(`${problem}\n`);
  return 1;
}

function renderError(error: unknown): string {
  if (error instanceof TsmodelErrors) return error.errors.map((each) => each.render()).join("\n\n");
  if (error instanceof TsmodelError) return error.render();
  if (error instanceof Error) return error.message;
  throw error;
}
