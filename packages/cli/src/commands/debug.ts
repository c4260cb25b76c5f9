/** What would a run find? Versions, files, profile, connection: one line each, and a sentence for what is wrong. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { TsmodelError, TsmodelErrors, type Workspace } from "@tsmodel/core";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSession } from "../session/open-session.ts";
import { withDatabase } from "../session/with-database.ts";
import { VERSION } from "../version.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  const { effects, args } = context;
  const print = (text: string): void => effects.report({ type: "message", level: "info", name: "DebugCmdOut", code: "Z047", text });
  const profilesDir = profilesFolder(context);
  if (args.config_dir === true) {
    print(`To view your profiles.yml file, run:\n\n  open ${profilesDir}`);
    return 0;
  }
  const problems: string[] = [];
  let workspace: Workspace | undefined;
  try {
    workspace = openSession(context, { silent: false });
  } catch (error) {
    problems.push(...problemsOf(error));
  }
  print(`tsmodel version: ${VERSION}`);
  print(`node version: ${process.versions.node}`);
  print(`os info: ${process.platform}-${process.arch}`);
  const projectDir = resolve(effects.cwd, String(args.project_dir ?? effects.env.DBT_PROJECT_DIR ?? "."));
  print(`Using profiles dir at ${profilesDir}`);
  print(`Using profiles.yml file at ${resolve(profilesDir, "profiles.yml")}`);
  print(`Using dbt_project.yml file at ${resolve(projectDir, "dbt_project.yml")}`);
  if (workspace) {
    print(`adapter type: ${workspace.project.profile.plugin.type}`);
    print(`Configuration:\n  profiles.yml file [OK found and valid]\n  dbt_project.yml file [OK found and valid]`);
    for (const [key, value] of Object.entries(workspace.project.profile.credentials.shown)) if (value !== null) print(`  ${key}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
    problems.push(...(await testConnection(context, workspace, print)));
  }
  if (problems.length === 0) {
    print("All checks passed!");
    return 0;
  }
  print(`${problems.length} check${problems.length === 1 ? "" : "s"} failed:\n${problems.join("\n\n")}`);
  return 1;
}

async function testConnection(context: CommandContext, workspace: Workspace, print: (text: string) => void): Promise<string[]> {
  try {
    const facts = await withDatabase(context, workspace, (database) => database.describe());
    print("  Connection test: [OK connection ok]");
    for (const [key, value] of Object.entries(facts)) print(`  ${key}: ${String(value)}`);
    return [];
  } catch (error) {
    print("  Connection test: [ERROR]");
    return problemsOf(error);
  }
}

function problemsOf(error: unknown): string[] {
  if (error instanceof TsmodelErrors) return error.errors.map((each) => each.render());
  if (error instanceof TsmodelError) return [error.render()];
  if (error instanceof Error) return [error.message];
  throw error;
}

/** dbt's search: option, variable, the working folder, then home. */
function profilesFolder({ args, effects }: CommandContext): string {
  const told = args.profiles_dir ?? effects.env.DBT_PROFILES_DIR;
  if (typeof told === "string") return resolve(effects.cwd, told);
  const project = resolve(effects.cwd, String(args.project_dir ?? "."));
  return existsSync(resolve(project, "profiles.yml")) ? project : resolve(homedir(), ".dbt");
}
