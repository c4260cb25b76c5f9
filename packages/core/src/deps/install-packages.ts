/** `deps`: packages.yml → package-lock.yml → dbt_packages/. */
import { join, relative } from "node:path";
import { fail } from "../errors/tsmodel-error.ts";
import { specifiedPackages } from "../project/load-packages.ts";
import type { YamlValue } from "../project/yaml-value.ts";
import { addPackage, type AddedPackage } from "./add-package.ts";
import type { DepsScope } from "./deps-scope.ts";
import { hashPackages, LOCK_FILE, lockPath, readLockFile, writeLockFile } from "./lock-file.ts";
import type { PackageSpec } from "./package-spec.ts";
import type { PinnedPackage } from "./pinned-package.ts";
import { pinLocked, resolvePackages } from "./resolve-packages.ts";

export interface DepsOptions {
  /** Only write the lock file. */
  readonly lock: boolean;
  /** Resolve anew although the lock file fits. */
  readonly upgrade: boolean;
  readonly add?: AddedPackage;
}

/** @throws TsmodelError packages-…, package-…, git-…, download-failed, hub-answer, archive-invalid */
export async function installPackages(scope: DepsScope, { lock, upgrade, add }: DepsOptions): Promise<void> {
  try {
    if (add !== undefined) addPackage(add, scope);
    const { entries, file } = specifiedPackages(scope.root.root, scope.effects.files);
    const specs = scope.parse(entries as readonly YamlValue[], file);
    if (upgrade || readLockFile(scope)?.hash !== hashPackages(specs)) await writeLock(specs, scope);
    if (!lock) await installLocked(scope);
  } finally {
    scope.removeDownloads();
  }
}

async function writeLock(specs: readonly PackageSpec[], scope: DepsScope): Promise<void> {
  if (specs.length === 0) return reportNone(scope);
  writeLockFile(await resolvePackages(specs, scope), hashPackages(specs), scope);
  scope.report("DepsLockUpdating", "M031", `Updating lock file in file path: ${lockPath(scope)}`);
}

const reportNone = (scope: DepsScope): void =>
  scope.report("DepsNoPackagesFound", "M013", "Warning: No packages were found in packages.yml");

async function installLocked(scope: DepsScope): Promise<void> {
  const specs = scope.parse(readLockFile(scope)?.entries ?? [], LOCK_FILE);
  const packages = await pinLocked(specs, scope);
  clearFolder(scope);
  if (packages.length === 0) return reportNone(scope);
  const outdated: string[] = [];
  for (const pinned of packages) {
    await installOne(pinned, scope);
    if (pinned.versions !== undefined && pinned.versions.latest !== pinned.versions.installed)
      outdated.push(pinned.title);
  }
  if (outdated.length === 0) return;
  scope.report("Formatting", "Z017", "");
  scope.report(
    "DepsNotifyUpdatesAvailable",
    "M019",
    `Updates available for packages: [${outdated.map((name) => `'${name}'`).join(", ")}]\nName the newer versions in packages.yml, then run deps again`,
  );
}

async function installOne(pinned: PinnedPackage, scope: DepsScope): Promise<void> {
  scope.report("DepsStartPackageInstall", "M014", `Installing ${pinned.title}`);
  const { name } = await pinned.metadata();
  const folder = scope.installFolder(name);
  scope.deps.folders.remove(folder);
  await pinned.install(folder);
  scope.report("DepsInstallInfo", "M015", `Installed from ${pinned.describe()}`);
  if (pinned.versions !== undefined) {
    const { installed, latest } = pinned.versions;
    if (installed === latest) scope.report("DepsUpToDate", "M017", "Up to date!");
    else scope.report("DepsUpdateAvailable", "M016", `Updated version available: ${latest}`);
  }
  if (pinned.subdirectory !== undefined)
    scope.report("DepsListSubdirectory", "M018", `and subdirectory ${pinned.subdirectory}`);
}

/** @throws TsmodelError packages-folder-unsafe when the project itself would be deleted */
function clearFolder({ root, deps }: DepsScope): void {
  const folder = join(root.root, root.packagesInstallPath);
  const back = relative(folder, root.root);
  if (back === "" || !back.startsWith(".."))
    throw fail("packages-folder-unsafe", { path: root.packagesInstallPath });
  deps.folders.remove(folder);
  deps.folders.make(folder);
}
