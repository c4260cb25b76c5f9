/** Entries of packages.yml, dependencies.yml and package-lock.yml. */
import { pyStr } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import { isYamlObject, yamlToValue, type YamlObject, type YamlValue } from "../project/yaml-value.ts";

interface CommonSpec {
  /** As written, rendered. */
  readonly entry: YamlObject;
  /** As written. */
  readonly unrendered: YamlObject;
}
export interface LocalSpec extends CommonSpec {
  readonly kind: "local";
  readonly local: string;
}
export interface GitSpec extends CommonSpec {
  readonly kind: "git";
  readonly git: string;
  /** With its templates: what the lock file tells. */
  readonly gitUnrendered: string;
  readonly revisions: readonly string[];
  readonly subdirectory: string | null;
  readonly warnUnpinned: boolean;
}
export interface TarballSpec extends CommonSpec {
  readonly kind: "tarball";
  readonly tarball: string;
  readonly tarballUnrendered: string;
  readonly name: string;
}
export interface HubSpec extends CommonSpec {
  readonly kind: "hub";
  /** e.g. "dbt-labs/dbt_utils" */
  readonly package: string;
  readonly versions: readonly string[];
  readonly installPrerelease: boolean;
}
export type PackageSpec = LocalSpec | GitSpec | TarballSpec | HubSpec;

const KEYS = {
  local: ["local", "name"],
  git: ["git", "revision", "warn-unpinned", "subdirectory", "name"],
  tarball: ["tarball", "name"],
  package: ["package", "version", "install_prerelease", "name"],
  private: ["private", "provider", "revision", "warn-unpinned", "subdirectory", "name"],
} as const;

/** `file` is shown in errors. @throws TsmodelError packages-invalid, package-private */
export function parsePackages(
  entries: readonly YamlValue[],
  unrendered: readonly YamlValue[],
  file: string,
): PackageSpec[] {
  return entries.map((entry, index) => parsePackage(entry, unrendered[index] ?? entry, file));
}

function parsePackage(entry: YamlValue, unrendered: YamlValue, file: string): PackageSpec {
  const invalid = (problem: string): Error => fail("packages-invalid", { file, problem });
  if (!isYamlObject(entry) || !isYamlObject(unrendered)) throw invalid(`${shown(entry)} has to be a mapping`);
  const kind = (Object.keys(KEYS) as (keyof typeof KEYS)[]).find((key) => key in entry);
  if (kind === undefined)
    throw invalid(
      `${shown(entry)} is not valid under any of the given schemas: it needs one of ${Object.keys(KEYS).join(", ")}`,
    );
  const unknown = Object.keys(entry).find((key) => !(KEYS[kind] as readonly string[]).includes(key));
  if (unknown !== undefined)
    throw invalid(
      `${shown(entry)} is not valid under any of the given schemas: "${unknown}" is no key of a ${kind} package`,
    );
  const word = entry[kind];
  if (typeof word !== "string" || word === "")
    throw invalid(
      `A ${kind === "package" ? "" : `${kind} `}package is missing the value. It is a required property.`,
    );
  const common = { entry, unrendered };
  if (kind === "private") throw fail("package-private", { name: word });
  if (kind === "local") return { kind: "local", local: word, ...common };
  if (kind === "tarball")
    return {
      kind,
      tarball: word,
      tarballUnrendered: textOr(unrendered.tarball, word),
      name: requiredName(entry, invalid),
      ...common,
    };
  if (kind === "git") return parseGit(word, common, invalid);
  return parseHub(word, common, invalid);
}

function requiredName(entry: YamlObject, invalid: (problem: string) => Error): string {
  if (typeof entry.name === "string" && entry.name !== "") return entry.name;
  throw invalid(
    `${shown(entry)} is not valid under any of the given schemas: a tarball package needs a name`,
  );
}

function parseGit(git: string, common: CommonSpec, invalid: (problem: string) => Error): GitSpec {
  const { entry, unrendered } = common;
  const { revision = null, subdirectory = null } = entry;
  if (!isScalar(revision))
    throw invalid(
      `${shown(entry)} is not valid under any of the given schemas: the revision has to be one text`,
    );
  if (subdirectory !== null && typeof subdirectory !== "string")
    throw invalid(
      `${shown(entry)} is not valid under any of the given schemas: the subdirectory has to be a text`,
    );
  const warn = entry["warn-unpinned"];
  return {
    kind: "git",
    git,
    gitUnrendered: textOr(unrendered.git, git),
    revisions: revision === null ? [] : [toText(revision)],
    subdirectory,
    warnUnpinned: warn !== false,
    ...common,
  };
}

function parseHub(name: string, common: CommonSpec, invalid: (problem: string) => Error): HubSpec {
  const { version = null, install_prerelease: prerelease } = common.entry;
  const versions = Array.isArray(version) ? (version as readonly YamlValue[]) : [version];
  if (versions.length === 0 || version === null || version === "") {
    throw invalid(
      `${name} is missing the version. When installing from the Hub package index, version is a required property`,
    );
  }
  if (!name.includes("/"))
    throw invalid(
      `${name} was not found in the package index. Packages on the index require a namespace, e.g dbt-labs/dbt_utils`,
    );
  if (!versions.every(isScalar))
    throw invalid(`${shown(common.entry)} is not valid under any of the given schemas: versions are texts`);
  return {
    kind: "hub",
    package: name,
    versions: versions.map(toText),
    installPrerelease: prerelease === true,
    ...common,
  };
}

const textOr = (value: YamlValue | undefined, other: string): string =>
  typeof value === "string" ? value : other;
const isScalar = (value: YamlValue): boolean =>
  value === null || (!Array.isArray(value) && !isYamlObject(value));
const toText = (value: YamlValue): string => pyStr(yamlToValue(value));
const shown = (value: YamlValue): string => pyStr(yamlToValue(value));
