/** The registry of a project's macros: search orders from dbt_project.yml, places from where the projects stand. */
import { relative, sep } from "node:path";
import type { Environment } from "@tsmodel/jinja";
import type { InternalPackage } from "../adapter/adapter.ts";
import type { MacroNode } from "../manifest/node.ts";
import type { Project } from "../project/project.ts";
import type { StaticCall } from "./called-macros.ts";
import { MacroRegistry } from "./macro-registry.ts";

export interface BuildMacroRegistryInput {
  readonly project: Project;
  /** Names, most specific first. e.g. ["dbt_duckdb", "dbt"] */
  readonly internalPackages: readonly InternalPackage[];
  readonly macros: Iterable<MacroNode>;
  readonly environment: Environment;
  /** The text of the file a macro stands in. */
  readonly textOf: (macro: MacroNode) => string | undefined;
  readonly onMaterializationOverride?: (packageName: string, materialization: string) => void;
}

/** @throws TsmodelError macro-duplicate */
export function buildMacroRegistry({ project, textOf, internalPackages, ...input }: BuildMacroRegistryInput): MacroRegistry {
  const { plugin } = project.profile;
  return new MacroRegistry({
    ...input,
    internalPackages: internalPackages.map(({ name }) => name),
    knownCalls: knownCalls(internalPackages),
    rootPackage: project.root.name,
    adapterTypes: [plugin.type, ...plugin.dispatchParents],
    dispatchConfig: project.root.dispatch,
    packages: [project.root, ...project.packages].map(({ name }) => name),
    explicitMaterializationOverrides:
      project.flags["require_explicit_package_overrides_for_builtin_materializations"] !== false,
    readFile(macro) {
      const text = textOf(macro);
      return text === undefined ? undefined : { file: shownPath(project, macro), text };
    },
  });
}

function knownCalls(packages: readonly InternalPackage[]): (macro: MacroNode) => readonly StaticCall[] | undefined {
  const byPackage = new Map(packages.map(({ name, calls }) => [name, calls?.()]));
  return (macro) => byPackage.get(macro.package_name)?.[macro.name];
}

/** How errors name a macro's file: from the root project's folder; built-in ones from their package's name. */
export function shownPath(
  { root, packages }: Project,
  { package_name: packageName, original_file_path: path }: MacroNode,
): string {
  if (packageName === root.name) return path;
  const owner = packages.find(({ name }) => name === packageName);
  return owner === undefined
    ? `${packageName}/${path}`
    : `${relative(root.root, owner.root).split(sep).join("/")}/${path}`;
}
