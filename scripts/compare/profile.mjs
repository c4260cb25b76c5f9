// The project's profile with its databases inside the copy: a path that leaves the project is replaced, the file copied.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, isAbsolute, join, parse, resolve } from "node:path";
import { dump, load } from "js-yaml";

/** → {folder: where profiles.yml is, databases: [{name, path}], settings: DuckDB's}; databases that are files only */
export function prepareProfile({ project, folder }) {
  const wanted = renderEnv(load(readFileSync(join(project, "dbt_project.yml"), "utf8")).profile);
  const from = [project, process.env.DBT_PROFILES_DIR, join(homedir(), ".dbt")].find(
    (place) => place && existsSync(join(place, "profiles.yml")),
  );
  if (from === undefined) throw new Error(`no profiles.yml for ${project}`);
  const profile = load(readFileSync(join(from, "profiles.yml"), "utf8"))[wanted];
  const output = profile?.outputs?.[renderEnv(profile.target ?? "default")];
  if (output?.type !== "duckdb") throw new Error(`profile ${wanted}: only DuckDB outputs can be compared`);
  const databases = [output, ...(output.attach ?? [])]
    .map((entry) => moveInside(entry, project, folder))
    .filter(Boolean);
  const place = join(folder, ".profile");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "profiles.yml"), dump({ [wanted]: profile }));
  return { folder: place, databases, settings: { ...output.config_options, ...output.settings } };
}

/** Changes entry.path where it leaves the project. → {name, path} of a database file, or undefined */
function moveInside(entry, project, folder) {
  const path = renderEnv(entry.path ?? ":memory:");
  if (/^(md|ducklake|postgres|sqlite|s3|https?):/.test(path) || (entry.type ?? "duckdb") !== "duckdb")
    return undefined;
  const file = path === ":memory:" ? "memory.duckdb" : path;
  const inside = resolve(folder, file).startsWith(folder) && !isAbsolute(file);
  const place = inside ? join(folder, file) : join(folder, basename(file));
  if (!inside && existsSync(resolve(project, file))) cpSync(resolve(project, file), place);
  if (!inside || file !== path) entry.path = basename(file);
  return { name: entry.alias ?? parse(place).name, path: place };
}

/** The one call that profiles usually hold. */
function renderEnv(text) {
  return String(text).replace(
    /\{\{\s*env_var\(\s*['"]([^'"]+)['"]\s*(?:,\s*['"]([^'"]*)['"]\s*)?\)\s*\}\}/g,
    (_, name, other) => process.env[name] ?? other ?? "",
  );
}
