/** The project's monitoring/*.yml → what is watched and how. No folder is a folder that says nothing. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readYaml, TsmodelError, type Manifest, type Workspace } from "@tsmodel/core";
import { PyFloat, PyObject, pyStr } from "@tsmodel/jinja";
import {
  measureName,
  planMonitoring,
  type KnownNames,
  type Monitoring,
  type MonitoringFile,
} from "@tsmodel/monitor";
import { loadDashboards, raise, toError, type DashboardSource } from "../dashboards/load-dashboards.ts";

const FOLDER = "monitoring";

/** @throws TsmodelErrors all problems of all files; TsmodelError yaml-syntax */
export function loadMonitoring(
  { project, manifest }: Workspace,
  dashboards: readonly DashboardSource[],
): Monitoring {
  const folder = resolve(project.root.root, FOLDER);
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.ya?ml$/.test(name))
        .sort()
    : [];
  const errors: TsmodelError[] = [];
  const files = names.map((name): MonitoringFile => {
    const yaml = readYaml(readFileSync(join(folder, name), "utf8"), `${FOLDER}/${name}`);
    for (const { key, at } of yaml.duplicateKeys)
      errors.push(toError({ code: "monitoring-key-twice", message: `the key "${key}" is there twice`, at }));
    return { value: toPlainYaml(yaml.value), locate: yaml.locate.bind(yaml) };
  });
  const planned = planMonitoring(files, knownNames(manifest, dashboards));
  if ("problems" in planned) errors.push(...planned.problems.map(toError));
  raise(errors);
  // Problems were raised above.
  return (planned as { monitoring: Monitoring }).monitoring;
}

/** The dashboards of a project that may have none. @throws as loadDashboards does */
export function loadDashboardsIfAny(workspace: Workspace): DashboardSource[] {
  try {
    return loadDashboards(workspace);
  } catch (error) {
    if (error instanceof TsmodelError && error.code === "dashboards-missing") return [];
    throw error;
  }
}

function knownNames(manifest: Manifest, dashboards: readonly DashboardSource[]): KnownNames {
  const models = [...manifest.nodes.values()].filter(
    ({ resource_type: type }) => type === "model" || type === "seed" || type === "snapshot",
  );
  return {
    models: [...new Set(models.map(({ name }) => name))],
    sources: [...manifest.sources.values()].map(({ source_name: source, name }) => `${source}.${name}`),
    measures: dashboards.flatMap(({ dashboard }) =>
      dashboard.queries.flatMap((query) =>
        query.measures.map((measure) => measureName(dashboard, query, measure)),
      ),
    ),
  };
}

/** Dates as ISO text, floats as numbers: monitoring files are data, not templates. */
function toPlainYaml(value: unknown): unknown {
  if (value instanceof PyFloat) return value.n;
  if (value instanceof PyObject) return pyStr(value);
  if (Array.isArray(value)) return value.map(toPlainYaml);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlainYaml(item)]));
}
