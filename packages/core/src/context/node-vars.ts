/** Project variables as one package's code sees them: command line over root project over the package itself. */
import { toValue, type Value } from "@tsmodel/jinja";
import type { Project, ProjectConfig } from "../project/project.ts";
import type { VarProvider } from "../template/var-object.ts";
import { isPlainObject } from "./lazy-value.ts";

type Vars = { readonly [name: string]: unknown };

/**
 * dbt's order, strongest last: the package's `vars:`, its own section in there, the root project's `vars:`, the
 * package's section there, `--vars`. `overrides` (of a unit test) go above all.
 */
export function createNodeVars(project: Project, packageName: string, overrides: Vars = {}): VarProvider {
  const own = project.packages.find(({ name }) => name === packageName);
  const merged: Vars = {
    ...(own === undefined ? {} : varsFor(own, packageName)),
    ...varsFor(project.root, packageName),
    ...project.cliVars,
    ...overrides,
  };
  const values = new Map<string, Value>();
  return {
    has: (name) => Object.hasOwn(merged, name),
    get(name) {
      if (!Object.hasOwn(merged, name)) return undefined;
      let value = values.get(name);
      if (value === undefined) values.set(name, (value = toValue(merged[name])));
      return value;
    },
    all: () => merged,
  };
}

function varsFor({ vars }: ProjectConfig, packageName: string): Vars {
  const section = vars[packageName];
  return isPlainObject(section) ? { ...vars, ...section } : vars;
}
