/** Where the project and its profiles are. */
import { dirname, join, resolve } from "node:path";
import type { Effects } from "../effects.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { JsonValue } from "../manifest/json.ts";

type Place = Pick<Effects, "files" | "env" | "cwd">;
type Args = { readonly [name: string]: JsonValue };

/** Absolute: --project-dir, its variables, else the nearest folder upwards that holds dbt_project.yml. @throws TsmodelError folder-missing */
export function findProjectFolder(args: Args, place: Place): string {
  const given = folderOption("project_dir", args, place);
  if (given !== undefined) return given;
  for (let folder = place.cwd; ; folder = dirname(folder)) {
    if (place.files.exists(join(folder, "dbt_project.yml"))) return folder;
    if (folder === dirname(folder)) return place.cwd;
  }
}

/**
 * Absolute: --profiles-dir, its variables, the working folder, the project's folder, ~/.dbt. `command` decides whether
 * one that is given has to be there. @throws TsmodelError folder-missing
 */
export function findProfilesFolder(args: Args, projectFolder: string, place: Place, command: string): string {
  const given = folderOption("profiles_dir", args, place, !WITHOUT_PROFILES.has(command));
  if (given !== undefined) return given;
  const found = [place.cwd, projectFolder].find((folder) => place.files.exists(join(folder, "profiles.yml")));
  return found ?? join(place.env["HOME"] ?? place.env["USERPROFILE"] ?? place.cwd, ".dbt");
}

/** Commands that do without profiles, make them, or tell that there are none. */
const WITHOUT_PROFILES: ReadonlySet<string> = new Set(["debug", "deps", "init"]);

function folderOption(
  name: "project_dir" | "profiles_dir",
  args: Args,
  { env, cwd, files }: Place,
  required = true,
): string | undefined {
  const variables = [
    `TSMODEL_${name.toUpperCase()}`,
    `DBT_ENGINE_${name.toUpperCase()}`,
    `DBT_${name.toUpperCase()}`,
  ];
  const given =
    typeof args[name] === "string" && args[name] !== ""
      ? args[name]
      : variables.map((variable) => env[variable]).find(Boolean);
  if (given === undefined) return undefined;
  const folder = resolve(cwd, given);
  if (required && !files.exists(folder))
    throw fail("folder-missing", { option: `--${name.replace("_", "-")}`, path: given });
  return folder;
}
