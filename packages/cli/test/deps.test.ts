/** deps over a hub on this machine, git repositories and folders beside the project. No other network. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createProject, runCli, type CliResult } from "./support/run-cli.ts";

const outside = mkdtempSync(join(tmpdir(), "tsmodel-deps-"));
const project = createProject({ "models/a.sql": "select {{ hub_one.value() }} as id" });
const asked: string[] = [];
let failures = 0;
let hub: Server;
let url = "";

function write(path: string, text: string): void {
  mkdirSync(dirname(join(outside, path)), { recursive: true });
  writeFileSync(join(outside, path), text);
}
const git = (...args: string[]): string =>
  execFileSync(
    "git",
    ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=main", ...args],
    { cwd: join(outside, "repository"), encoding: "utf8" },
  ).trim();

interface HubVersion {
  readonly packages?: readonly object[];
  readonly requires?: readonly string[];
}
const HUB: {
  readonly [name: string]: {
    readonly project: string;
    readonly versions: { readonly [version: string]: HubVersion };
    readonly redirectname?: string;
  };
} = {
  "me/one": {
    project: "hub_one",
    versions: {
      "1.0.0": {},
      "1.1.0": { packages: [{ package: "me/two", version: [">=1.0.0", "<2.0.0"] }] },
      "1.2.0-rc1": {},
      "2.0.0": { requires: [">=3.0.0"] },
    },
  },
  "me/two": { project: "hub_two", versions: { "1.0.0": {}, "1.5.0": {}, "2.0.0": {} } },
  "me/loop": {
    project: "looping",
    versions: { "1.0.0": { packages: [{ package: "me/loop", version: "1.0.0" }] } },
  },
  "me/old": { project: "hub_old", versions: { "1.0.0": {} }, redirectname: "new" },
  "me/older": { project: "hub_older", versions: { "1.0.0": {} }, redirectname: "new" },
  "me/evil": { project: "../evil", versions: { "1.0.0": {} } },
};

function answer(path: string): unknown {
  if (path === "/api/v1/index.json") return Object.keys(HUB);
  const name = /^\/api\/v1\/(.+)\.json$/.exec(path)?.[1] ?? "";
  const found = HUB[name];
  if (found === undefined) return undefined;
  const versions = Object.entries(found.versions).map(([version, { packages = [], requires = [] }]) => {
    const tarball = `${url}tar/${found.project.replaceAll("/", "_")}-${version}.tar.gz`;
    return [
      version,
      { name: found.project, packages, require_dbt_version: requires, downloads: { tarball } },
    ];
  });
  const [namespace, plainName] = name.split("/");
  return { namespace, name: plainName, redirectname: found.redirectname, versions: Object.fromEntries(versions) };
}

function archive(name: string, version: string): Buffer {
  write(`build/${name}-${version}/dbt_project.yml`, `name: ${name}\nversion: ${version}\n`);
  write(
    `build/${name}-${version}/macros/value.sql`,
    `{% macro value() %}${Number.parseInt(version, 10)}{% endmacro %}`,
  );
  return execFileSync("tar", ["-czf", "-", "-C", join(outside, "build"), `${name}-${version}`]);
}

beforeAll(async () => {
  hub = createServer((request, response) => {
    const path = request.url!;
    asked.push(path);
    if (failures > 0) {
      failures--;
      response.writeHead(503).end();
      return;
    }
    const tarball = /^\/tar\/(.+)-(\d.*)\.tar\.gz$/.exec(path);
    if (tarball) return void response.end(archive(tarball[1]!, tarball[2]!));
    const body = answer(path);
    response.writeHead(body === undefined ? 404 : 200).end(JSON.stringify(body ?? null));
  });
  await new Promise<void>((done) => hub.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}/`;
  write("repository/dbt_project.yml", "name: from_git\n");
  write("repository/sub/dbt_project.yml", "name: from_sub\n");
  write("beside/dbt_project.yml", "name: beside\n");
  write("beside/packages.yml", "packages: [{package: me/two, version: '>=1.0.0'}]\n");
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "one");
  git("tag", "v1");
  write("repository/dbt_project.yml", "name: from_git_two\n");
  git("commit", "-qam", "two");
});
afterAll(() => {
  hub.close();
  project.remove();
  rmSync(outside, { recursive: true, force: true });
});
beforeEach(() => {
  asked.length = 0;
  for (const path of ["package-lock.yml", "packages.yml", "dependencies.yml", "dbt_packages"])
    rmSync(join(project.root, path), { recursive: true, force: true });
});

const deps = (...options: string[]): Promise<CliResult> =>
  runCli(["deps", ...options], {
    cwd: project.root,
    env: { DBT_PACKAGE_HUB_URL: url, REPOSITORY: "repository", DBT_ENV_SECRET_FOLDER: outside },
  });
const lock = (): string => readFileSync(join(project.root, "package-lock.yml"), "utf8");
const installed = (): string[] => readdirSync(join(project.root, "dbt_packages")).sort();

test("hub packages with what they need, in the versions that all agree on", async () => {
  project.write(
    "packages.yml",
    'packages:\n  - package: me/one\n    version: [">=1.0.0", "<3.0.0"]\n  - package: me/two\n    version: "<1.5.0"\n',
  );
  const { code, stdout } = await deps();
  expect(stdout).toContain("Installing me/one\n");
  expect(stdout).toContain("Installed from version 1.1.0");
  expect(stdout).toContain("Updated version available: 2.0.0");
  expect(stdout).toContain("Updates available for packages: ['me/two']");
  expect(code).toBe(0);
  expect(installed()).toEqual(["hub_one", "hub_two"]);
  expect(lock().replace(/sha1_hash: [0-9a-f]{40}\n/, "")).toBe(
    "packages:\n  - name: hub_one\n    package: me/one\n    version: 1.1.0\n  - name: hub_two\n    package: me/two\n    version: 1.0.0\n",
  );
  expect((await runCli(["run"], { cwd: project.root })).stdout).toContain("Done. PASS=1");
});

test("the lock file counts until packages.yml changes or --upgrade is given", async () => {
  project.write("packages.yml", "packages: [{package: me/one, version: 1.0.0}]\n");
  await deps("--lock");
  expect(existsSync(join(project.root, "dbt_packages"))).toBe(false);
  project.write("package-lock.yml", lock().replace("1.0.0", "1.1.0"));
  expect((await deps()).stdout).toContain("Installed from version 1.1.0");
  expect((await deps("--upgrade")).stdout).toContain("Installed from version 1.0.0");
  project.write("packages.yml", "packages: [{package: me/one, version: 1.2.0-rc1}]\n");
  const changed = await deps();
  expect(changed.stdout).toContain("Updating lock file");
  expect(changed.stdout).toContain("Installed from version 1.2.0-rc1");
});

test("git repositories at a tag, in a subdirectory, with secrets kept out of the lock file; folders as links", async () => {
  const repository = "{{ env_var('DBT_ENV_SECRET_FOLDER') }}/{{ env_var('REPOSITORY') }}";
  project.write(
    "packages.yml",
    `packages:\n  - git: "file://${repository}"\n    revision: v1\n  - git: "file://${repository}"\n    subdirectory: sub\n  - local: "{{ env_var('DBT_ENV_SECRET_FOLDER') }}/beside"\n`,
  );
  const { code, stdout } = await deps();
  expect(stdout).toContain("is not pinned, using HEAD (default branch)");
  expect(stdout).toContain("Installing file://*****/repository\n");
  expect(stdout).not.toContain(outside);
  expect(code).toBe(0);
  expect(installed()).toEqual(["beside", "from_git", "from_sub", "hub_two"]);
  expect(lock()).toContain(`revision: ${git("rev-parse", "v1^{commit}")}\n`);
  expect(lock()).toContain("env_var('DBT_ENV_SECRET_FOLDER')");
  expect(lstatSync(join(project.root, "dbt_packages/beside")).isSymbolicLink()).toBe(true);
  const again = await deps();
  expect(again.stdout).not.toContain("Updating lock file");
  expect(installed()).toEqual(["beside", "from_git", "from_sub", "hub_two"]);
});

test("archives under the name that is given; dependencies.yml; a server that fails for a moment", async () => {
  project.write(
    "dependencies.yml",
    `packages:\n  - tarball: ${url}tar/packed-1.0.0.tar.gz\n    name: packed\n`,
  );
  failures = 1;
  const { code, stdout } = await deps();
  expect(stdout).toContain(`Installed from tarball (url: ${url}tar/packed-1.0.0.tar.gz)`);
  expect(code).toBe(0);
  expect(installed()).toEqual(["packed"]);
  expect(asked).toHaveLength(3);
});

test("a package that needs itself ends", async () => {
  project.write("packages.yml", "packages: [{package: me/loop, version: 1.0.0}]\n");
  expect((await deps()).code).toBe(0);
  expect(installed()).toEqual(["looping"]);
});

test("--add-package writes packages.yml, keeps its comments and replaces the same package", async () => {
  project.write("packages.yml", "packages:\n  # the one\n  - package: me/one\n    version: 1.0.0\n");
  const path = join(project.root, "packages.yml");
  expect((await deps("--add-package", "me/two@>=1.0.0,<2.0.0")).stdout).toContain(
    "Installed from version 1.5.0",
  );
  expect(readFileSync(path, "utf8")).toBe(
    "packages:\n  # the one\n  - package: me/one\n    version: 1.0.0\n  - package: me/two\n    version:\n      - '>=1.0.0'\n      - <2.0.0\n",
  );
  expect((await deps("--add-package", "me/one@1.1.0")).stdout).toContain(
    "Found duplicate package in packages.yml, removing",
  );
  expect(readFileSync(path, "utf8")).toBe(
    "packages:\n  - package: me/two\n    version:\n      - '>=1.0.0'\n      - <2.0.0\n  - package: me/one\n    version: 1.1.0\n",
  );
  expect((await deps("--add-package", "me/two")).stdout).toContain("Version is required in --add-package");
  project.write("packages.yml", "packages:\n- version: 1.0.0\n  package: me/one\n");
  await deps("--add-package", "me/two@1.5.0");
  expect(readFileSync(path, "utf8")).toBe(
    "packages:\n  - package: me/one\n    version: 1.0.0\n  - package: me/two\n    version: 1.5.0\n",
  );
  expect(readFileSync(join(project.root, "logs/dbt.log"), "utf8")).toContain("Added new package me/two@1.5.0");
});

test("no packages", async () => {
  const { code, stdout } = await deps();
  expect(stdout).toContain("Warning: No packages were found in packages.yml");
  expect(code).toBe(0);
});

test.each([
  [
    "an unknown package",
    "{package: me/onee, version: 1.0.0}",
    'Package me/onee was not found in the package index\n  did you mean "me/one"?',
  ],
  [
    "no such version",
    '{package: me/one, version: ">=1.5.0"}',
    "Could not find a matching compatible version for package me/one",
  ],
  [
    "wishes that exclude each other",
    "{package: me/one, version: 1.1.0}, {package: me/two, version: 2.0.0}",
    "Version error for package me/two: Could not find a satisfactory version",
  ],
  [
    "a list in one text",
    '{package: me/one, version: ">=1.0.0,<2.0.0"}',
    'write a list: [">=1.0.0", "<2.0.0"]',
  ],
  ["no version", "{package: me/one}", "me/one is missing the version"],
  ["no namespace", "{package: one, version: 1.0.0}", "Packages on the index require a namespace"],
  ["an unknown kind", "{hub: me/one}", "is not valid under any of the given schemas"],
  [
    "a misspelt key",
    "{package: me/one, version: 1.0.0, prerelease: true}",
    '"prerelease" is no key of a package package',
  ],
  [
    "a private package",
    "{private: me/one}",
    'Cannot resolve private package me/one because git provider integration is missing. Please use a "git" package instead.',
  ],
  [
    "two revisions",
    "{git: REPO, revision: v1}, {git: REPO.git, revision: v2}",
    "git dependencies should contain exactly one version.",
  ],
  ["an unknown revision", "{git: REPO, revision: nope}", "couldn't find remote ref nope"],
  ["an option in place of a revision", "{git: REPO, revision: --upload-pack=x}", "cannot begin with a dash"],
  ["no repository", "{git: 'file:///nowhere', revision: v1}", "does not appear to be a git repository"],
  ["no project there", "{local: nowhere}", "No dbt_project.yml found at expected path"],
  ["the root's own name", "{local: .}", "Found a dependency with the same name as the root project"],
  [
    "one name twice",
    "{local: BESIDE}, {tarball: 'URLtar/beside-1.0.0.tar.gz', name: beside}",
    'Found duplicate project "beside"',
  ],
  ["a name that leads outside", "{package: me/evil, version: 1.0.0}", "Invalid package name '../evil'"],
  ["an archive that is none", "{tarball: 'URLapi/v1/index.json', name: x}", "it is no tar archive"],
  ["a missing archive", "{tarball: 'URLnothing', name: x}", "the server answered 404"],
])("%s", async (_, entry, text) => {
  const filled = entry
    .replaceAll("REPO", `file://${outside}/repository`)
    .replaceAll("BESIDE", `${outside}/beside`)
    .replaceAll("URL", url);
  project.write("packages.yml", `packages: [${filled}]\n`);
  const { code, stdout } = await deps();
  expect(stdout.replaceAll(outside, "")).toContain(text);
  expect(code).toBe(2);
});

test("packages-install-path must not be the project", async () => {
  project.write("dbt_project.yml", "name: shop\nprofile: shop\npackages-install-path: .\n");
  project.write("packages.yml", "packages: [{package: me/two, version: 1.0.0}]\n");
  const { code, stdout } = await deps();
  expect(stdout).toContain("packages-install-path: . holds the project itself");
  expect(code).toBe(2);
  expect(existsSync(join(project.root, "models/a.sql"))).toBe(true);
});

test("packages that go by another name now are told of once, counted, and errors with --warn-error", async () => {
  project.write("dbt_project.yml", "name: shop\nprofile: shop\n");
  project.write("packages.yml", "packages: [{package: me/old, version: 1.0.0}, {package: me/older, version: 1.0.0}]\n");
  const { code, stdout } = await deps();
  expect(code, stdout).toBe(0);
  expect(stdout.match(/is deprecated in favor of/g)).toHaveLength(1);
  expect(stdout).toContain("The `me/old` package is deprecated in favor of `me/new`");
  expect(stdout).toContain("- PackageRedirectDeprecation: 2 occurrences");
  expect((await deps("--show-all-deprecations")).stdout.match(/is deprecated in favor of/g)).toHaveLength(2);
  const strict = await deps("--warn-error");
  expect([strict.code, strict.stdout]).toEqual([2, expect.stringContaining("Compilation Error\n  The `me/old` package is deprecated")]);
});
