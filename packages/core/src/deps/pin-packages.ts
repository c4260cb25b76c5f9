/** From what is asked for to what is taken, for each kind of package. */
import { join, resolve } from "node:path";
import { fail } from "../errors/tsmodel-error.ts";
import { readTar } from "../util/read-tar.ts";
import { download } from "./download.ts";
import { checkOut, type GitCheckout } from "./git-checkout.ts";
import type { DepsScope } from "./deps-scope.ts";
import type { GitSpec, HubSpec, LocalSpec, PackageSpec, TarballSpec } from "./package-spec.ts";
import type { PackageMetadata, PinnedPackage } from "./pinned-package.ts";
import { chooseVersion } from "./version-choice.ts";

/** @throws TsmodelError as chooseVersion does, git-revisions */
export async function pinPackage(spec: PackageSpec, scope: DepsScope): Promise<PinnedPackage> {
  switch (spec.kind) {
    case "local":
      return pinLocal(spec, scope);
    case "git":
      return pinGit(spec, scope);
    case "tarball":
      return pinTarball(spec, scope);
    case "hub":
      return pinHub(spec, scope);
  }
}

function pinLocal({ local }: LocalSpec, scope: DepsScope): PinnedPackage {
  // Paths count from the root project, those of packages' own packages too.
  const folder = resolve(scope.root.root, local);
  return {
    title: local,
    metadata: async () => scope.readMetadata(folder),
    lockEntry: () => ({ local }),
    install: async (target) => scope.deps.folders.link(folder, target),
    describe: () => `<local @ ${local}>`,
  };
}

/** @throws TsmodelError git-revisions */
function pinGit(
  { git, gitUnrendered, revisions, subdirectory, warnUnpinned }: GitSpec,
  scope: DepsScope,
): PinnedPackage {
  const [revision = "HEAD", ...others] = new Set(revisions);
  const title = subdirectory === null ? git : `${git}/${subdirectory}`;
  if (others.length > 0)
    throw fail("git-revisions", { package: scope.scrub(title), revisions: [revision, ...others] });
  let checkout: Promise<GitCheckout> | undefined;
  let commit = revision;
  const get = (): Promise<GitCheckout> =>
    (checkout ??= checkOut({ repository: git, revision, subdirectory }, scope.newPath(), scope.deps));
  return {
    title,
    async metadata() {
      if (warnUnpinned && ["HEAD", "main", "master"].includes(revision) && checkout === undefined) {
        scope.warn("DepsUnpinned", "M029", fail("git-unpinned", { package: scope.scrub(git), revision }));
      }
      const found = await get();
      commit = found.commit;
      return scope.readMetadata(found.folder);
    },
    lockEntry: () => ({
      git: scope.scrub(gitUnrendered),
      revision: commit,
      ...(subdirectory !== null && { subdirectory }),
    }),
    install: async (target) => scope.deps.folders.move((await get()).folder, target),
    describe: () => (revision === "HEAD" ? "HEAD (default revision)" : `revision ${commit}`),
    ...(subdirectory !== null && { subdirectory }),
  };
}

function pinTarball({ tarball, tarballUnrendered, name }: TarballSpec, scope: DepsScope): PinnedPackage {
  let folder: Promise<string> | undefined;
  const get = (): Promise<string> => (folder ??= unpack(tarball, scope));
  return {
    title: name,
    async metadata(): Promise<PackageMetadata> {
      return { ...scope.readMetadata(await get()), name };
    },
    lockEntry: () => ({ tarball: scope.scrub(tarballUnrendered) }),
    install: async (target) => scope.deps.folders.move(await get(), target),
    describe: () => `tarball (url: ${tarball})`,
  };
}

async function pinHub(spec: HubSpec, scope: DepsScope): Promise<PinnedPackage> {
  const { versions, redirect } = await scope.hub.find(spec.package);
  if (redirect !== undefined)
    scope.deprecate(
      "PackageRedirectDeprecation",
      "D001",
      spec.package,
      fail("package-redirected", { package: spec.package, now: redirect }),
      { old_name: spec.package, new_name: redirect },
    );
  const { version, latest } = chooseVersion({
    package: spec.package,
    wanted: spec.versions,
    available: [...versions.values()],
    installPrerelease: spec.installPrerelease,
    checkVersion: scope.flags["version_check"] !== false,
  });
  const info = versions.get(version)!;
  return {
    title: spec.package,
    metadata: async () => ({
      name: info.name,
      packages: scope.parse(info.packages as never, `the hub's entry of ${spec.package}`),
    }),
    lockEntry: () => ({ package: spec.package, version }),
    install: async (target) => scope.deps.folders.move(await unpack(info.tarball, scope), target),
    describe: () => `version ${version}`,
    versions: { installed: version, latest },
  };
}

/** The one folder of an archive, unpacked. @throws TsmodelError download-failed, archive-invalid */
async function unpack(url: string, scope: DepsScope): Promise<string> {
  const bytes = await download(url, scope.deps);
  const folder = scope.newPath();
  const invalid = (problem: string): Error => fail("archive-invalid", { url: scope.scrub(url), problem });
  let files: ReturnType<typeof readTar>;
  try {
    files = readTar(bytes);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  for (const file of files) {
    if (file.path.startsWith("/") || /^[A-Za-z]:/.test(file.path) || file.path.split(/[\\/]/).includes(".."))
      throw invalid(`"${file.path}" points outside of it`);
    scope.deps.folders.writeBytes(join(folder, file.path), file.bytes, file.executable);
  }
  const [name, ...others] = files.length === 0 ? [] : scope.deps.folders.names(folder);
  if (name === undefined || others.length > 0)
    throw invalid("it has to hold one folder, and everything in that");
  return join(folder, name);
}
