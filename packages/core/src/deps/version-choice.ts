/** Which version of a hub package to take: dbt's rules for ranges and prereleases. */
import { fail } from "../errors/tsmodel-error.ts";
import {
  canBeSatisfied,
  compareVersions,
  isSatisfiedBy,
  parseVersion,
  type VersionSpec,
} from "../project/config/version-range.ts";
import { DBT_VERSION } from "../util/dbt-version.ts";

export interface AvailableVersion {
  readonly version: string;
  /** `require-dbt-version` of that version; empty for any. */
  readonly requires: readonly string[];
}

export interface VersionRequest {
  readonly package: string;
  /** e.g. [">=1.0.0", "<2.0.0"] */
  readonly wanted: readonly string[];
  readonly available: readonly AvailableVersion[];
  readonly installPrerelease: boolean;
  /** False: versions made for another dbt count, too. */
  readonly checkVersion: boolean;
}

export interface VersionChoice {
  readonly version: string;
  /** The newest that could be installed. */
  readonly latest: string;
}

/** @throws TsmodelError package-version-invalid, package-versions-conflict, package-version-not-found */
export function chooseVersion(request: VersionRequest): VersionChoice {
  const specs = request.wanted.map((text) => readVersion(request.package, text));
  if (!canBeSatisfied(specs))
    throw fail("package-versions-conflict", { package: request.package, versions: request.wanted });
  const installable = installableVersions(request, specs);
  const best = installable.filter((version) => isSatisfiedBy(version, specs)).at(-1);
  if (best !== undefined) return { version: best.text, latest: installable.at(-1)!.text };
  throw fail("package-version-not-found", {
    package: request.package,
    range: request.wanted.join(", "),
    available: installable.map(({ text }) => text),
    checked: request.checkVersion,
  });
}

function readVersion(packageName: string, text: string): VersionSpec {
  const spec = parseVersion(text);
  if (spec === undefined) throw fail("package-version-invalid", { package: packageName, version: text });
  return spec;
}

/** Oldest first. Prereleases only where they are asked for, by name or by option. */
function installableVersions(request: VersionRequest, specs: readonly VersionSpec[]): VersionSpec[] {
  const prereleases = request.installPrerelease || specs.some(({ prerelease }) => prerelease !== undefined);
  return request.available
    .filter(({ requires }) => !request.checkVersion || isMadeForUs(requires))
    .flatMap(({ version }) => parseVersion(version) ?? [])
    .filter(({ prerelease }) => prereleases || prerelease === undefined)
    .sort(compareVersions);
}

function isMadeForUs(requires: readonly string[]): boolean {
  const specs = requires.flatMap((text) => parseVersion(text) ?? []);
  return isSatisfiedBy(parseVersion(DBT_VERSION)!, specs);
}
