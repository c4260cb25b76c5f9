/** One server for a test file, and a database of its own for each test. */
import type { AdapterEffects, Database, JsonObject } from "@tsmodel/core/adapter";
import { startPostgres, type PostgresServer } from "../../publish/test/support/postgres-server.ts";
import { postgres } from "../src/index.ts";

const WHERE = { profilesDir: "/home/.dbt", projectDir: "/shop", targetName: "dev", profileName: "shop" };

export class PostgresFixture {
  private server: PostgresServer | undefined;
  private count: number = 0;

  /** `tls`: PEM texts of the server's certificate and key. */
  async start(
    settings: Readonly<Record<string, string>> = {},
    tls?: { readonly cert: string; readonly key: string },
  ): Promise<void> {
    this.server = await startPostgres(settings, tls);
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** The profile's connection keys of the superuser. */
  output(changes: JsonObject = {}): JsonObject {
    const { host, port, user, password } = this.server!.target;
    return { host, port, user, password, dbname: "postgres", schema: "public", ...changes };
  }

  /** An empty database. */
  async open(changes: JsonObject = {}, env: AdapterEffects["env"] = {}): Promise<Database> {
    const dbname = `test_${++this.count}`;
    await this.execute(`create database ${dbname} template template0`);
    return this.openWith(this.output({ dbname, ...changes }), env);
  }

  openWith(output: JsonObject, env: AdapterEffects["env"] = {}): Promise<Database> {
    return postgres.open(postgres.parseCredentials(output, WHERE), {
      env,
      projectDir: "/shop",
      threads: 4,
      now: () => new Date(0),
    });
  }

  /** SQL as the superuser, in the database "postgres". */
  async execute(sql: string): Promise<readonly object[]> {
    const client = await this.server!.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }
}
