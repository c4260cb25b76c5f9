/** All packages that a project needs, those of its packages included: wishes for the same package are put together. */
import { fail } from "../errors/tsmodel-error.ts";
import type { DepsScope } from "./deps-scope.ts";
import type { GitSpec, PackageSpec } from "./package-spec.ts";
import { pinPackage } from "./pin-packages.ts";
import type { PackageMetadata, PinnedPackage } from "./pinned-package.ts";

export interface ResolvedPackage {
  readonly pinned: PinnedPackage;
  readonly metadata: PackageMetadata;
}

/** @throws TsmodelError package-kinds-differ, package-name-twice-specified, package-named-as-root, and as pinning throws */
export async function resolvePackages(
  specs: readonly PackageSpec[],
  scope: DepsScope,
): Promise<ResolvedPackage[]> {
  const wishes = new Wishes();
  const pins = new Map<string, PinnedPackage>();
  let pending = mergeAll(specs);
  while (pending.length > 0) {
    const next: PackageSpec[] = [];
    for (const spec of pending) {
      const key = wishes.add(spec);
      // Nothing new was wished for: what it needs is known.
      if (key === undefined) continue;
      const pinned = await pinPackage(wishes.get(key), scope);
      pins.set(key, pinned);
      next.push(...(await pinned.metadata()).packages);
    }
    pending = mergeAll(next);
  }
  const resolved: ResolvedPackage[] = [];
  for (const pinned of pins.values()) resolved.push({ pinned, metadata: await pinned.metadata() });
  checkNames(resolved, scope.root.name);
  return resolved;
}

/** What a lock file says, as it is. */
export async function pinLocked(specs: readonly PackageSpec[], scope: DepsScope): Promise<PinnedPackage[]> {
  return Promise.all(mergeAll(specs).map((spec) => pinPackage(spec, scope)));
}

function mergeAll(specs: readonly PackageSpec[]): PackageSpec[] {
  const wishes = new Wishes();
  for (const spec of specs) wishes.add(spec);
  return wishes.all();
}

/** Packages by name, wishes for the same one merged. */
class Wishes {
  private readonly byName = new Map<string, PackageSpec>();

  /** Its key, or undefined when it brings nothing new. */
  add(spec: PackageSpec): string | undefined {
    const names = namesOf(spec);
    const key = names.find((name) => this.byName.has(name)) ?? names[0]!;
    const existing = this.byName.get(key);
    const merged = existing === undefined ? spec : merge(existing, spec);
    if (merged === existing) return undefined;
    this.byName.set(key, merged);
    return key;
  }

  get(key: string): PackageSpec {
    return this.byName.get(key)!;
  }

  all(): PackageSpec[] {
    return [...this.byName.values()];
  }
}

/** A repository goes by its name with and without ".git". */
function namesOf(spec: PackageSpec): string[] {
  if (spec.kind === "local") return [spec.local];
  if (spec.kind === "tarball") return [spec.tarball];
  if (spec.kind === "hub") return [spec.package];
  const { git, subdirectory } = spec;
  const other = git.endsWith(".git") ? git.slice(0, -4) : `${git}.git`;
  return [git, other].map((name) => (subdirectory === null ? name : `${name}/${subdirectory}`));
}

/** `existing` itself when nothing changes. @throws TsmodelError package-kinds-differ */
function merge(existing: PackageSpec, added: PackageSpec): PackageSpec {
  if (existing.kind === "git" && added.kind === "git") return mergeGit(existing, added);
  if (existing.kind === "hub" && added.kind === "hub") {
    const fresh = added.versions.filter((version) => !existing.versions.includes(version));
    return fresh.length === 0 ? existing : { ...existing, versions: [...existing.versions, ...fresh] };
  }
  if (existing.kind !== added.kind)
    throw fail("package-kinds-differ", { name: namesOf(added)[0]!, kinds: [existing.kind, added.kind] });
  return existing;
}

function mergeGit(existing: GitSpec, added: GitSpec): GitSpec {
  const fresh = added.revisions.filter((revision) => !existing.revisions.includes(revision));
  const warnUnpinned = existing.warnUnpinned && added.warnUnpinned;
  if (fresh.length === 0 && warnUnpinned === existing.warnUnpinned) return existing;
  return { ...existing, revisions: [...existing.revisions, ...fresh], warnUnpinned };
}

function checkNames(resolved: readonly ResolvedPackage[], rootName: string): void {
  const seen = new Map<string, string>();
  for (const { pinned, metadata } of resolved) {
    const { name } = metadata;
    const twin = seen.get(name);
    if (twin !== undefined)
      throw fail("package-name-twice-specified", { name, packages: [twin, pinned.title] });
    if (name === rootName) throw fail("package-named-as-root", { name, package: pinned.title });
    seen.set(name, pinned.title);
  }
}
