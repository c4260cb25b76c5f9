/** The project's dashboards/*.yml → plans, each with the places of its file. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readYaml, TsmodelError, TsmodelErrors, type Workspace, type YamlDocument } from "@tsmodel/core";
import { planDashboard, type Dashboard, type DashboardSpec, type Problem } from "@tsmodel/dashboards";

export const FOLDER = "dashboards";

export interface DashboardSource {
  readonly dashboard: Dashboard;
  readonly spec: DashboardSpec;
  readonly yaml: YamlDocument;
}

/** @throws TsmodelErrors all problems of all files; TsmodelError dashboards-missing, yaml-syntax */
export function loadDashboards({ project }: Workspace): DashboardSource[] {
  const folder = resolve(project.root.root, FOLDER);
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.ya?ml$/.test(name))
        .sort()
    : [];
  if (names.length === 0) {
    throw new TsmodelError("dashboards-missing", {
      message: `there is no dashboard: ${relative(process.cwd(), folder) || FOLDER} has no .yml file`,
      hint: "docs/dashboards.md shows one; tsmodel dashboards schema helps editors to write it",
      label: "Usage",
    });
  }
  const errors: TsmodelError[] = [];
  const sources: DashboardSource[] = [];
  for (const name of names) {
    const file = `${FOLDER}/${name}`;
    const yaml = readYaml(readFileSync(join(folder, name), "utf8"), file);
    for (const { key, at } of yaml.duplicateKeys)
      errors.push(toError({ code: "dashboard-key-twice", message: `the key "${key}" is there twice`, at }));
    const planned = planDashboard({
      value: yaml.value,
      name: name.replace(/\.ya?ml$/, ""),
      locate: yaml.locate.bind(yaml),
    });
    if ("problems" in planned) errors.push(...planned.problems.map(toError));
    else if (sources.some(({ dashboard }) => dashboard.key === planned.dashboard.key)) {
      errors.push(
        toError({
          code: "dashboard-value",
          message: `there is another dashboard "${planned.dashboard.key}"`,
          at: yaml.locate(["dashboard"]),
        }),
      );
    } else sources.push({ ...planned, yaml });
  }
  raise(errors);
  return sources;
}

export const toError = ({ code, message, hint, at }: Problem): TsmodelError =>
  new TsmodelError(code, { message, hint, label: "Parsing" }, { at: [at] });

/** @throws TsmodelError the one, or TsmodelErrors all of them */
export function raise(errors: readonly TsmodelError[]): void {
  if (errors.length > 0) throw errors.length === 1 ? errors[0]! : new TsmodelErrors(errors);
}
