/** Installed packages: the projects below dbt_packages/, each with its own dbt_project.yml. */
import { join } from "node:path";
import type { FileSystem } from "../effects.ts";
import { TsmodelError, fail } from "../errors/tsmodel-error.ts";
import { loadProjectConfig } from "./config/load-project-config.ts";
import type { ConfigScope } from "./config/load-project-config.ts";
import type { ProjectConfig } from "./project.ts";
import { readProjectFile } from "./config/project-file.ts";
import { readYaml } from "./read-yaml.ts";
import { isYamlObject } from "./yaml-value.ts";
import type { YamlObject } from "./yaml-value.ts";

/** In order of their folders' names. @throws TsmodelError packages-…, package-… and what a package's dbt_project.yml gives */
export function loadPackages(root: ProjectConfig, scope: ConfigScope): readonly ProjectConfig[] {
  const folder = join(root.root, root.packagesInstallPath);
  const names = listFolders(folder, scope.files).filter((name) => !name.startsWith("__"));
  checkInstalled(root, names.length, scope.files);
  const packages: ProjectConfig[] = [];
  for (const name of names) {
    const found = loadPackage(join(folder, name), root, scope);
    const twin = [root, ...packages].find((other) => other.name === found.name);
    if (twin !== undefined)
      throw fail("package-name-twice", { name: found.name, folders: [twin.root, found.root] });
    packages.push(found);
  }
  return packages;
}

function loadPackage(folder: string, root: ProjectConfig, scope: ConfigScope): ProjectConfig {
  try {
    const config = loadProjectConfig(readProjectFile(folder, root.root, scope.files), scope);
    // How names are quoted is the root project's decision.
    return { ...config, quoting: root.quoting };
  } catch (error) {
    if (!(error instanceof TsmodelError)) throw error;
    throw fail(
      "package-unreadable",
      { folder, problem: error.message, hint: error.hint },
      { cause: error, at: error.at },
    );
  }
}

function listFolders(folder: string, files: FileSystem): readonly string[] {
  if (files.listFolders) return files.listFolders(folder);
  return [
    ...new Set(
      files
        .list(folder)
        .filter((path) => path.includes("/"))
        .map((path) => path.slice(0, path.indexOf("/"))),
    ),
  ];
}

function checkInstalled(root: ProjectConfig, installed: number, files: FileSystem): void {
  const { entries, file } = specifiedPackages(root.root, files);
  if (entries.length <= installed) return;
  throw fail("packages-not-installed", {
    specified: entries.length,
    file,
    installed,
    folder: root.packagesInstallPath,
  });
}

/** What packages.yml or dependencies.yml ask for. @throws TsmodelError packages-invalid, yaml-syntax */
export function specifiedPackages(
  projectFolder: string,
  files: FileSystem,
): { readonly entries: readonly unknown[]; readonly file: string } {
  const packages = readMapping(join(projectFolder, "packages.yml"), "packages.yml", files);
  const dependencies = readMapping(join(projectFolder, "dependencies.yml"), "dependencies.yml", files);
  if ("packages" in packages && "packages" in dependencies) {
    throw fail("packages-invalid", {
      file: "packages.yml",
      problem: "'packages' stands in packages.yml and in dependencies.yml: one of them is enough",
    });
  }
  if ("projects" in packages) {
    throw fail("packages-invalid", {
      file: "packages.yml",
      problem: "'projects' belongs in dependencies.yml, not in packages.yml",
    });
  }
  const file = "packages" in dependencies ? "dependencies.yml" : "packages.yml";
  const entries = (file === "dependencies.yml" ? dependencies : packages)["packages"] ?? [];
  if (!Array.isArray(entries)) {
    const at = [readYaml(files.readText(join(projectFolder, file)), file).locate(["packages"])];
    throw fail("packages-invalid", { file, problem: "'packages' has to be a list" }, { at });
  }
  return { entries, file };
}

function readMapping(path: string, shown: string, files: FileSystem): YamlObject {
  if (!files.exists(path)) return {};
  const { value } = readYaml(files.readText(path), shown);
  if (value === null) return {};
  if (!isYamlObject(value))
    throw fail("packages-invalid", { file: shown, problem: "it has to be a mapping" });
  return value;
}
