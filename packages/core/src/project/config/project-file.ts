/** One dbt_project.yml on disk, as written. */
import { join, relative } from "node:path";
import type { FileSystem } from "../../effects.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import { readYaml } from "../read-yaml.ts";
import type { YamlDocument } from "../read-yaml.ts";
import { isYamlObject } from "../yaml-value.ts";
import type { YamlObject } from "../yaml-value.ts";

export interface ProjectFile {
  /** Absolute folder. */
  readonly root: string;
  /** As shown in errors: relative to the root project. */
  readonly shown: string;
  readonly document: YamlDocument;
  readonly raw: YamlObject;
}

/** `rootFolder` is the root project's. @throws TsmodelError project-missing, project-not-mapping, yaml-syntax */
export function readProjectFile(folder: string, rootFolder: string, files: FileSystem): ProjectFile {
  const path = join(folder, "dbt_project.yml");
  if (!files.exists(path)) {
    const spelling = ["dbt_project.yaml", "dbt-project.yml"].find((name) => files.exists(join(folder, name)));
    throw fail("project-missing", { path, spelling });
  }
  const shown = relative(rootFolder, path).replaceAll("\\", "/");
  const document = readYaml(files.readText(path), shown);
  const { value } = document;
  if (!isYamlObject(value)) throw fail("project-not-mapping", { path: shown });
  return { root: folder, shown, document, raw: value };
}
