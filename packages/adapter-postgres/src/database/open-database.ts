/** Credentials → Database. Nothing is connected yet: a command that asks the server nothing needs none. */
import type { AdapterEffects, Credentials, Database } from "@tsmodel/core/adapter";
import type { PostgresSettings } from "../credentials/settings.ts";
import { PostgresDatabase } from "./database.ts";

export function openDatabase(credentials: Credentials, { env }: AdapterEffects): Promise<Database> {
  return Promise.resolve(new PostgresDatabase({ settings: credentials.settings as PostgresSettings, env }));
}
