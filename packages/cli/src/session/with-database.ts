import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database, Project, Workspace } from "@tsmodel/core";
import type { CommandContext } from "./command-context.ts";

/** Opens the profile's database for the length of one piece of work, and closes it whatever happens. */
export function withDatabase<T>(context: CommandContext, { project }: Workspace, work: (database: Database) => Promise<T>): Promise<T> {
  return withOpening(openDatabase(context, project), work);
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

export function openDatabase({ effects }: CommandContext, { profile, root }: Project): Promise<Database> {
  const { plugin, credentials, threads } = profile;
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
