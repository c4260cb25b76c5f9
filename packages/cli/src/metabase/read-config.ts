/** `vars: metabase:` of dbt_project.yml and the environment → where Metabase is, who asks, and what it connects to. */
import { fail, type JsonObject, type Workspace } from "@tsmodel/core";
import type { Connection, Credentials } from "@tsmodel/dashboards/metabase";

type Env = { readonly [name: string]: string | undefined };

export interface MetabaseConfig {
  /** Without a slash at the end. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly site: string;
  readonly collection: string;
  readonly connection: Connection;
}

const KEYS = ["url", "database", "collection", "schema", "connection", "site"] as const;

/** @throws TsmodelError metabase-config, metabase-credentials, metabase-output */
export function readMetabaseConfig(workspace: Workspace, env: Env): MetabaseConfig {
  const { vars } = workspace.project.root;
  const own = readSection(vars.metabase);
  const published = (vars.publish ?? {}) as JsonObject;
  const schema =
    own.schema ?? (typeof published.schema === "string" ? published.schema : undefined) ?? "reporting";
  const url = (env.METABASE_URL || own.url || `http://localhost:${env.METABASE_PORT || "3000"}`).replace(
    /\/+$/,
    "",
  );
  if (!/^https?:\/\/[^\s/]+/.test(url))
    throw fail("metabase-config", {
      key: "url",
      value: `"${url}"`,
      expected: "an address, e.g. http://localhost:3000",
    });
  const name = own.database ?? "Reporting";
  return {
    url,
    credentials: readCredentials(env),
    site: own.site ?? "Reporting",
    collection: own.collection ?? "Reporting",
    connection:
      own.connection === undefined
        ? connectionOfEnv(env, name, schema)
        : connectionOfOutput(workspace, own.connection, name, schema),
  };
}

type Section = { readonly [key in (typeof KEYS)[number]]?: string };

function readSection(section: unknown): Section {
  if (section === undefined || section === null) return {};
  if (typeof section !== "object" || Array.isArray(section))
    throw fail("metabase-config", {
      key: "",
      value: JSON.stringify(section),
      expected: `a mapping with ${KEYS.join(", ")}`,
    });
  for (const [key, value] of Object.entries(section)) {
    if (!(KEYS as readonly string[]).includes(key))
      throw fail("metabase-config", { key, value: "not known", expected: `one of ${KEYS.join(", ")}` });
    if (typeof value !== "string" || value.trim() === "")
      throw fail("metabase-config", { key, value: JSON.stringify(value), expected: "text" });
  }
  return section as Section;
}

function readCredentials(env: Env): Credentials {
  if (env.METABASE_API_KEY) return { key: env.METABASE_API_KEY };
  const { METABASE_USER: user, METABASE_PASSWORD: password } = env;
  if (!user || !password) throw fail("metabase-credentials", undefined);
  return { user, password };
}

/** Those of docker-compose.yml, unless they are said. */
function connectionOfEnv(env: Env, name: string, schema: string): Connection {
  return {
    name,
    schema,
    host: env.METABASE_DB_HOST || "postgres",
    port: Number(env.METABASE_DB_PORT || 5432),
    database: env.METABASE_DB_NAME || "analytics",
    user: env.METABASE_DB_USER || "metabase_reader",
    password: env.METABASE_DB_PASSWORD || env.METABASE_READER_PASSWORD || undefined,
    ssl: env.METABASE_DB_SSL === "true",
  };
}

function connectionOfOutput(
  { project: { profile } }: Workspace,
  output: string,
  name: string,
  schema: string,
): Connection {
  const found = profile.output(output);
  if (found === undefined || found.type !== "postgres")
    throw fail("metabase-output", {
      output,
      profile: profile.profileName,
      type: found === undefined ? undefined : String(found.type),
    });
  const text = (...keys: readonly string[]): string | undefined => {
    const value = keys
      .map((key) => found[key])
      .find((each) => each !== undefined && each !== null && each !== "");
    return value === undefined ? undefined : String(value);
  };
  return {
    name,
    schema,
    host: text("host") ?? "postgres",
    port: Number(text("port") ?? 5432),
    database: text("dbname", "database") ?? "analytics",
    user: text("user") ?? "metabase_reader",
    password: text("password", "pass"),
    ssl: !["disable", "allow", undefined].includes(text("sslmode")),
  };
}

/** Everything that may not be printed. */
export function secretsOf({ credentials, connection }: MetabaseConfig): string[] {
  const own = "key" in credentials ? credentials.key : credentials.password;
  return [own, connection.password ?? ""]
    .filter((secret) => secret.length > 3)
    .sort((a, b) => b.length - a.length);
}
