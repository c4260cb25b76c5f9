/** `deps --add-package`: one more entry in packages.yml, in place of entries for the same package. */
import { join } from "node:path";
import { fail } from "../errors/tsmodel-error.ts";
import { specifiedPackages } from "../project/load-packages.ts";
import { readYaml } from "../project/read-yaml.ts";
import { isYamlObject, yamlToValue, type YamlObject, type YamlValue } from "../project/yaml-value.ts";
import { dumpYaml } from "../template/yaml/dump-yaml.ts";
import type { DepsScope } from "./deps-scope.ts";

export type PackageSource = "hub" | "git" | "local";

export interface AddedPackage {
  readonly name: string;
  readonly version: string | null;
  readonly source: PackageSource;
}

/** "dbt-labs/dbt_utils@1.1.1", "git@github.com:me/repo.git@v1", "../other". @throws TsmodelError package-version-required */
export function readAddedPackage(text: string, source: PackageSource): AddedPackage {
  const at = text.lastIndexOf("@");
  const hasVersion = at > 0 && !/[/:]/.test(text.slice(at + 1)) && at < text.length - 1;
  if (!hasVersion && source !== "local") throw fail("package-version-required", { package: text, source });
  return hasVersion
    ? { name: text.slice(0, at), version: text.slice(at + 1), source }
    : { name: text, version: null, source };
}

export function addPackage(added: AddedPackage, scope: DepsScope): void {
  const { files } = scope.effects;
  const { file } = specifiedPackages(scope.root.root, files);
  const path = join(scope.root.root, file);
  const text = files.exists(path) ? files.readText(path) : "packages: []\n";
  if (!files.exists(path)) scope.report("Formatting", "Z017", `Created ${file}`);
  const { value } = readYaml(text, file);
  const document: YamlObject = isYamlObject(value) ? value : {};
  const entries = (document["packages"] ?? []) as readonly YamlValue[];
  const kept = entries.filter((entry) => !isSamePackage(entry, added.name));
  for (const entry of entries)
    if (!kept.includes(entry))
      scope.report(
        "DepsFoundDuplicatePackage",
        "M033",
        `Found duplicate package in ${file}, removing: ${JSON.stringify(entry)}`,
      );
  const entry = entryOf(added);
  const whole = { ...document, packages: [...kept, entry] };
  // dbt writes the file anew: that would lose the comments.
  const appended = kept.length === entries.length && text.includes("#") ? appendText(text, entry) : undefined;
  files.writeText(path, appended ?? dumpYaml(yamlToValue(whole), { sortKeys: true, indentSequences: true }));
  scope.report("DepsAddPackage", "M032", `Added new package ${added.name}@${added.version ?? ""} to ${path}`);
}

function entryOf({ name, version, source }: AddedPackage): YamlObject {
  if (version === null) return { [source === "hub" ? "package" : source]: name };
  const versions = version.includes(",") ? version.split(",") : version;
  if (source === "git") return { git: name, revision: versions };
  return source === "hub" ? { package: name, version: versions } : { local: name, version: versions };
}

/** The entry at the end of a file that ends with its list of packages: comments stay. undefined for other files. */
function appendText(text: string, entry: YamlObject): string | undefined {
  const list = /^packages:[ \t]*(?:#.*)?\n((?:(?:[ \t]+.*|-.*|[ \t]*#.*)?\n)+)$/m.exec(
    text.endsWith("\n") ? text : `${text}\n`,
  );
  const indent = /^([ \t]*)-/m.exec(list?.[1] ?? "")?.[1];
  if (list === null || indent === undefined) return undefined;
  const added = dumpYaml(yamlToValue([entry]), { indentSequences: true });
  return `${text.trimEnd()}\n${added.replace(/^(?=.)/gm, indent)}`;
}

/** The name, or its last part, stands in the entry as a whole word; "-" and "_" are the same. */
function isSamePackage(entry: YamlValue, name: string): boolean {
  if (!isYamlObject(entry)) return false;
  const where = entry["package"] ?? entry["git"] ?? entry["local"] ?? entry["tarball"] ?? entry["private"];
  if (typeof where !== "string") return false;
  const names = name.includes("/") ? [name, name.slice(name.lastIndexOf("/") + 1)] : [name];
  const spellings = new Set(
    names.flatMap((each) => [each, each.replaceAll("_", "-"), each.replaceAll("-", "_")]),
  );
  return [...spellings].some((spelling) => {
    const at = where.indexOf(spelling);
    const isEdge = (character: string | undefined): boolean =>
      character === undefined || character === "/" || character === ".";
    return at >= 0 && spelling !== "" && isEdge(where[at - 1]) && isEdge(where[at + spelling.length]);
  });
}
