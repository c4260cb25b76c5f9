import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database, Project, Workspace } from "@tsmodel/core";
import type { CommandContext } from "./command-context.ts";

/** Threads of Node's pool for commands that ask the database on several occasions at once, and read files meanwhile. */
const MANY_THREADS = 16;

/** Opens the profile's database for the length of one piece of work, and closes it whatever happens. */
export function withDatabase<T>(context: CommandContext, { project }: Workspace, work: (database: Database) => Promise<T>): Promise<T> {
  return withOpening(openDatabase(context, project, MANY_THREADS), work);
}

/** The same with a database that is being opened. */
export async function withOpening<T>(opening: Promise<Database>, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await opening;
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** @param poolSize of Node's thread pool, at least: in a larger one every thread takes its turn, each with memory of its own */
export function openDatabase({ effects, terminal }: CommandContext, { profile, root }: Project, poolSize: number = 0): Promise<Database> {
  const { plugin, credentials, threads } = profile;
  if (plugin.poolSize !== undefined) terminal.sizePool?.(Math.max(poolSize, plugin.poolSize(threads)));
  return plugin.open(credentials, { env: effects.env, projectDir: root.root, threads, now: effects.now });
}

/** Work with a database that is being opened; what the work leaves to be done `afterwards` is done while it is closed. */
export async function whileOpen<T>(opening: Promise<Database>, work: (afterwards: (rest: () => void) => void) => Promise<T>): Promise<T> {
  let rest = (): void => undefined;
  try {
    return await work((left) => (rest = left));
  } finally {
    const closing = opening.then((database) => database.close(), () => undefined);
    try {
      // For the database to start writing on a thread of its own.
      await nextTurn();
      rest();
    } finally {
      await closing;
    }
  }
}
