/** One dbt_project.yml on disk, as written. */
import { join, relative } from "node:path";
import type { FileSystem } from "../../effects.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import { readYaml } from "../read-yaml.ts";
import type { YamlDocument } from "../read-yaml.ts";
import { findOddKey, oddKeyError, type KeyRule } from "../odd-key.ts";
import { isYamlObject } from "../yaml-value.ts";
import type { YamlObject } from "../yaml-value.ts";

/** Variables, configs of the user's own and what meta holds may be anything. */
const keyRule: KeyRule = (key) => {
  if (key === "vars" || key === "meta" || key === "+meta") return "own";
  return key.startsWith("+") || key === "publish" || key === "tsmodel" ? "none" : "all";
};

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
  const text = files.readText(path);
  const document = readYaml(text, shown);
  const { value } = document;
  const odd = findOddKey(value, keyRule);
  if (odd) throw Object.assign(oddKeyError(odd, shown, document, text), { label: "Runtime" });
  if (!isYamlObject(value)) throw fail("project-not-mapping", { path: shown });
  return { root: folder, shown, document, raw: value };
}
