/** Versions and digests as dbt chooses and writes them: golden/dbt-deps.json is recorded by golden/record.py. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hashPackages } from "../../src/deps/lock-file.ts";
import { parsePackages } from "../../src/deps/package-spec.ts";
import { chooseVersion } from "../../src/deps/version-choice.ts";
import { readYaml } from "../../src/project/read-yaml.ts";
import type { YamlValue } from "../../src/project/yaml-value.ts";

interface Recorded {
  readonly available: readonly string[];
  readonly choices: readonly {
    readonly wanted: readonly string[];
    readonly prerelease: boolean;
    readonly choice: "conflict" | "none" | readonly [string, string];
  }[];
  readonly hashes: readonly { readonly yaml: string; readonly sha1: string }[];
}
const recorded = JSON.parse(
  readFileSync(new URL("golden/dbt-deps.json", import.meta.url), "utf8"),
) as Recorded;
const available = recorded.available.map((version) => ({ version, requires: [] }));

function choose(wanted: readonly string[], installPrerelease: boolean): unknown {
  try {
    const { version, latest } = chooseVersion({
      package: "a/b",
      wanted,
      available,
      installPrerelease,
      checkVersion: true,
    });
    return [version, latest];
  } catch (error) {
    return { "package-versions-conflict": "conflict", "package-version-not-found": "none" }[
      (error as { code: string }).code
    ];
  }
}

test.each(recorded.choices)("$wanted, prereleases $prerelease", ({ wanted, prerelease, choice }) => {
  expect(choose(wanted, prerelease)).toEqual(choice);
});

test.each(recorded.hashes)("$sha1", ({ yaml, sha1 }) => {
  const { packages } = readYaml(yaml, "packages.yml").value as { readonly packages: readonly YamlValue[] };
  expect(hashPackages(parsePackages(packages, packages, "packages.yml"))).toBe(sha1);
});

test("versions made for another dbt are left out unless they are wished for", () => {
  const request = {
    package: "a/b",
    wanted: [">=1.0.0"],
    installPrerelease: false,
    available: [
      { version: "1.0.0", requires: [">=1.0.0", "<2.0.0"] },
      { version: "1.1.0", requires: [">=2.0.0"] },
    ],
  };
  expect(chooseVersion({ ...request, checkVersion: true }).version).toBe("1.0.0");
  expect(chooseVersion({ ...request, checkVersion: false }).version).toBe("1.1.0");
});
