import { didYouMean, type ErrorText } from "./error-text.ts";

const runtime = (message: string, hint?: string): ErrorText => ({ label: "Runtime", message, hint });

/** Installing packages. */
export const depsMessages = {
  "archive-invalid": (e: { url: string; problem: string }): ErrorText =>
    runtime(`the package at ${e.url} is not built as one: ${e.problem}`),
  "download-failed": (e: { url: string; problem: string }): ErrorText =>
    runtime(
      `External connection exception occurred: ${e.url}: ${e.problem}`,
      "is the network there? DBT_PACKAGE_HUB_URL names another hub",
    ),
  "git-failed": (e: { repository: string; revision: string; problem: string }): ErrorText => ({
    label: "Internal",
    message: `Error checking out spec='${e.revision}' for repo ${e.repository}\n${e.problem}`,
  }),
  "git-missing": (e: { problem: string }): ErrorText =>
    runtime(`git could not be run: ${e.problem}`, "packages from git repositories need git on the PATH"),
  "git-revision-not-found": (e: { repository: string; revision: string }): ErrorText => ({
    label: "Internal",
    message: `Error checking out spec='${e.revision}' for repo ${e.repository}\nfatal: couldn't find remote ref ${e.revision}`,
    hint: "a revision is a tag, a branch, or a commit's id of 40 digits",
  }),
  "git-revisions": (e: { package: string; revisions: readonly string[] }): ErrorText =>
    runtime(
      `git dependencies should contain exactly one version. ${e.package} contains: {${e.revisions.map((revision) => `'${revision}'`).join(", ")}}`,
    ),
  "git-unpinned": (e: { package: string; revision: string }): ErrorText =>
    runtime(
      `The git package "${e.package}" is ${e.revision === "HEAD" ? "not pinned, using HEAD (default branch)" : `pinned to the "${e.revision}" branch`}. This can introduce breaking changes into your project without warning!`,
      "name a tag or a commit as its revision, or set warn-unpinned: false",
    ),
  "hub-answer": (e: { url: string; problem: string }): ErrorText =>
    runtime(`The answer of ${e.url} cannot be understood: ${e.problem}`),
  "package-kinds-differ": (e: { name: string; kinds: readonly [string, string] }): ErrorText =>
    runtime(
      `Cannot incorporate ${e.name} as a ${e.kinds[1]} package: it is asked for as a ${e.kinds[0]} package, too (mismatched types)`,
    ),
  "package-name-invalid": (e: { name: string; folder: string }): ErrorText =>
    runtime(
      `Invalid package name '${e.name}': resolves outside of the packages-install-path ('${e.folder}')`,
    ),
  "package-name-twice-specified": (e: { name: string; packages: readonly [string, string] }): ErrorText =>
    runtime(
      `Found duplicate project "${e.name}": two packages have this name.\n - ${e.packages.join("\n - ")}`,
    ),
  "package-named-as-root": (e: { name: string; package: string }): ErrorText =>
    runtime(
      `Found a dependency with the same name as the root project "${e.name}": ${e.package}. Package names must be unique in a project.`,
      "rename one of them",
    ),
  "package-redirected": (e: { package: string; now: string }): ErrorText => ({
    message: `The \`${e.package}\` package is deprecated in favor of \`${e.now}\`.`,
    hint: `write ${e.now} in packages.yml`,
  }),
  "package-not-found": (e: { package: string; nearest?: string }): ErrorText =>
    runtime(`Package ${e.package} was not found in the package index`, didYouMean(e.nearest)),
  "package-private": (e: { name: string }): ErrorText =>
    runtime(
      `Cannot resolve private package ${e.name} because git provider integration is missing. Please use a "git" package instead.`,
    ),
  "package-version-invalid": (e: { package: string; version: string }): ErrorText =>
    runtime(
      `"${e.version}" is not a valid semantic version (package ${e.package})`,
      e.version.includes(",")
        ? `write a list: [${e.version
            .split(",")
            .map((part) => `"${part.trim()}"`)
            .join(", ")}]`
        : "e.g. 1.2.3, >=1.0.0, 1.0.0-rc1",
    ),
  "package-version-not-found": (e: {
    package: string;
    range: string;
    available: readonly string[];
    checked: boolean;
  }): ErrorText =>
    runtime(
      `Could not find a matching compatible version for package ${e.package}\n  Requested range: ${e.range}\n  Compatible versions: [${e.available.map((version) => `'${version}'`).join(", ")}]`,
      e.checked
        ? "versions made for another dbt are not shown; --no-version-check counts them, too"
        : undefined,
    ),
  "package-version-required": (e: { package: string; source: string }): ErrorText => ({
    label: "Usage",
    message: `Version is required in --add-package when source is ${e.source}`,
    hint: `e.g. --add-package ${e.package}@1.0.0`,
  }),
  "package-versions-conflict": (e: { package: string; versions: readonly string[] }): ErrorText =>
    runtime(
      `Version error for package ${e.package}: Could not find a satisfactory version from options: [${e.versions.map((version) => `'${version}'`).join(", ")}]`,
      "these come from packages.yml and from packages that need this one",
    ),
  "package-without-project": (e: { path: string }): ErrorText =>
    runtime(
      `No dbt_project.yml found at expected path ${e.path}`,
      "each entry of packages.yml, and of the packages' own, has to lead to a folder with a dbt_project.yml",
    ),
  "packages-folder-unsafe": (e: { path: string }): ErrorText =>
    runtime(
      `packages-install-path: ${e.path} holds the project itself: its contents would be deleted`,
      "name a folder of its own in dbt_project.yml",
    ),
} as const;
