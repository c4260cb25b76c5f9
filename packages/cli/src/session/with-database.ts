import type { Database, Workspace } from "@tsmodel/core";
import type { CommandContext } from "./command-context.ts";

/** Opens the profile's database for the length of one piece of work, and closes it whatever happens. */
export async function withDatabase<T>({ effects }: CommandContext, { project }: Workspace, work: (database: Database) => Promise<T>): Promise<T> {
  const { plugin, credentials, threads } = project.profile;
  const database = await plugin.open(credentials, { env: effects.env, projectDir: project.root.root, threads, now: effects.now });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
