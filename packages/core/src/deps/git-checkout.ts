/** A revision of a git repository in a folder, by the git program; only what is needed is fetched. */
import { join } from "node:path";
import { fail } from "../errors/tsmodel-error.ts";
import type { DepsEffects } from "./deps-effects.ts";

export interface GitRequest {
  readonly repository: string;
  /** A tag, a branch, a full commit id, or "HEAD" for the default branch. */
  readonly revision: string;
  readonly subdirectory: string | null;
}

export interface GitCheckout {
  /** Folder of the package: the subdirectory, where there is one. */
  readonly folder: string;
  /** The full commit id. */
  readonly commit: string;
}

const COMMIT = /^[0-9a-f]{40}$/;

/** `folder` must not exist. @throws TsmodelError git-missing, git-failed, git-revision-not-found */
export async function checkOut(
  request: GitRequest,
  folder: string,
  effects: DepsEffects,
): Promise<GitCheckout> {
  const { repository, revision, subdirectory } = request;
  for (const word of [repository, revision, subdirectory ?? ""]) {
    if (word.startsWith("-"))
      throw fail("git-failed", { repository, revision, problem: `"${word}" cannot begin with a dash` });
  }
  const git = new Git(request, effects);
  const sparse = subdirectory === null ? [] : ["--filter=blob:none", "--sparse"];
  await git.run(["clone", "--quiet", "--depth", "1", ...sparse, "--", repository, folder], ".");
  if (subdirectory !== null) await git.run(["sparse-checkout", "set", subdirectory], folder);
  if (revision !== "HEAD") {
    await git.run(
      ["fetch", "--quiet", "--depth", "1", "origin", await findReference(git, request, folder)],
      folder,
    );
    await git.run(["reset", "--quiet", "--hard", "FETCH_HEAD"], folder);
  }
  const commit = (await git.run(["rev-parse", "HEAD"], folder)).trim();
  return { folder: subdirectory === null ? folder : join(folder, subdirectory), commit };
}

/** Tags come before branches of the same name. */
async function findReference(
  git: Git,
  { repository, revision }: GitRequest,
  folder: string,
): Promise<string> {
  if (COMMIT.test(revision)) return revision;
  const listed = await git.run(
    ["ls-remote", "origin", `refs/tags/${revision}`, `refs/heads/${revision}`],
    folder,
  );
  const found = listed.split("\n").map((line) => line.split("\t")[1]);
  const reference = [`refs/tags/${revision}`, `refs/heads/${revision}`].find((name) => found.includes(name));
  if (reference === undefined) throw fail("git-revision-not-found", { repository, revision });
  return reference;
}

class Git {
  private readonly request: GitRequest;
  private readonly effects: DepsEffects;

  constructor(request: GitRequest, effects: DepsEffects) {
    this.request = request;
    this.effects = effects;
  }

  /** What the program printed. */
  async run(args: readonly string[], folder: string): Promise<string> {
    let outcome: Awaited<ReturnType<DepsEffects["run"]>>;
    try {
      outcome = await this.effects.run("git", args, folder);
    } catch (error) {
      throw fail("git-missing", { problem: (error as Error).message }, { cause: error });
    }
    if (outcome.code === 0) return outcome.stdout;
    const { repository, revision } = this.request;
    throw fail("git-failed", {
      repository,
      revision,
      problem: outcome.stderr.trim().split("\nusage: git")[0]!,
    });
  }
}
