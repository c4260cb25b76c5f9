/** Names of files and folders that are being written, beside the place they are for. */
import { randomBytes } from "node:crypto";
import { open, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** `/data/marts.duckdb` → `/data/.marts.duckdb.tsmodel-4711-a1b2c3` */
export function workPath(path: string): string {
  return join(dirname(path), `${prefix(path)}${process.pid}-${randomBytes(3).toString("hex")}`);
}

/** `/data/marts` → `/data/.marts.generation-a1b2c3`: a finished folder, for a link to point to. */
export function generationPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.generation-${randomBytes(3).toString("hex")}`);
}

/** Removes what killed exports left beside `path`, and finished generations other than those to keep. */
export async function removeStale(path: string, keep: readonly string[] = []): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    const isOldGeneration = name.startsWith(`.${basename(path)}.generation-`) && !keep.includes(name);
    if (isOldGeneration || isAbandoned(name, path))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAbandoned(name: string, path: string): boolean {
  return name.startsWith(prefix(path)) && !isRunning(Number(name.slice(prefix(path).length).split("-")[0]));
}

/** Makes a file's or a folder's content outlive a power cut; not every system can do so for folders. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!["EISDIR", "EPERM", "EINVAL", "EBADF"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
  } finally {
    await handle.close();
  }
}

function prefix(path: string): string {
  return `.${basename(path)}.tsmodel-`;
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
