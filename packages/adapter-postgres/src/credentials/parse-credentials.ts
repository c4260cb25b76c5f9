/** One output of profiles.yml → Credentials, by dbt-postgres's rules. */
import { homedir } from "node:os";
import { resolve } from "node:path";
import { findNearestName } from "@tsmodel/core/adapter";
import type { Credentials, CredentialsContext, JsonObject, JsonValue } from "@tsmodel/core/adapter";
import type { SslMode } from "@tsmodel/postgres-tls";
import { failPostgres } from "../messages.ts";
import type { PostgresSettings } from "./settings.ts";

type Kind = "text" | "integer" | "boolean";

const KEYS: { readonly [key: string]: Kind } = {
  host: "text",
  port: "integer",
  user: "text",
  password: "text",
  database: "text",
  schema: "text",
  threads: "integer",
  type: "text",
  connect_timeout: "integer",
  role: "text",
  search_path: "text",
  keepalives_idle: "integer",
  sslmode: "text",
  sslcert: "text",
  sslkey: "text",
  sslrootcert: "text",
  application_name: "text",
  autocommit: "boolean",
  retries: "integer",
};
const ALIASES: { readonly [alias: string]: string } = { dbname: "database", pass: "password" };
const REQUIRED = ["host", "user", "port", "password", "database", "schema"] as const;
const DEFAULTS: JsonObject = {
  connect_timeout: 10,
  keepalives_idle: 0,
  application_name: "dbt",
  autocommit: false,
  retries: 1,
};
/** What `target` shows, in dbt-postgres's order: no password. */
const SHOWN_KEYS = [
  "host",
  "port",
  "user",
  "database",
  "schema",
  "connect_timeout",
  "role",
  "search_path",
  "keepalives_idle",
  "sslmode",
  "sslcert",
  "sslkey",
  "sslrootcert",
  "application_name",
  "autocommit",
  "retries",
] as const;
const SSL_MODES: readonly SslMode[] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/** Keys that are not known are left alone, as dbt does. @throws TsmodelError postgres-key-missing, postgres-key-type, postgres-key-twice, postgres-ssl-mode */
export function parseCredentials(output: JsonObject, where: CredentialsContext): Credentials {
  const given = withoutAliases(output);
  const values: { [key: string]: JsonValue } = { ...DEFAULTS, ...given };
  for (const key of REQUIRED) requireKey(key, values);
  for (const [key, kind] of Object.entries(KEYS))
    values[key] = checked(key, kind, values[key] ?? null);
  const settings = readSettings(values, where);
  const shown = Object.fromEntries(SHOWN_KEYS.map((key) => [key, values[key] ?? null]));
  return {
    type: "postgres",
    database: settings.database,
    schema: values.schema as string,
    threads: (values.threads as number | null) ?? 1,
    shown: { ...shown, dbname: settings.database },
    place: `${settings.host}:${settings.port}/${settings.database}`,
    settings,
  };
}

function withoutAliases(output: JsonObject): JsonObject {
  const values: { [key: string]: JsonValue } = {};
  for (const [key, value] of Object.entries(output)) {
    const name = Object.hasOwn(ALIASES, key) ? ALIASES[key]! : key;
    if (Object.hasOwn(values, name))
      throw failPostgres("postgres-key-twice", { keys: keysFor(name, output), name });
    values[name] = value;
  }
  return values;
}

const keysFor = (name: string, output: JsonObject): string[] =>
  Object.keys(output).filter((key) => (ALIASES[key] ?? key) === name);

function requireKey(key: string, values: JsonObject): void {
  if (values[key] !== undefined && values[key] !== null) return;
  const strangers = Object.keys(values).filter((name) => !Object.hasOwn(KEYS, name));
  throw failPostgres("postgres-key-missing", { key, nearest: findNearestName(key, strangers) });
}

const KIND_WORDS: { readonly [kind in Kind]: string } = {
  text: "string",
  integer: "integer",
  boolean: "boolean",
};

/** Environment variables make numbers come as text: digits are taken for the number. */
function checked(key: string, kind: Kind, value: JsonValue): JsonValue {
  if (value === null) return null;
  if (kind === "text" && (typeof value === "string" || typeof value === "number")) return String(value);
  if (kind === "integer" && typeof value === "string" && /^\d+$/.test(value)) return Number(value);
  if (kind === "integer" && typeof value === "number" && Number.isInteger(value)) return value;
  if (kind === "boolean" && typeof value === "boolean") return value;
  const got = key === "password" ? "what it is" : JSON.stringify(value);
  throw failPostgres("postgres-key-type", { key, got, expected: KIND_WORDS[kind] });
}

function readSettings(values: JsonObject, where: CredentialsContext): PostgresSettings {
  const text = (key: string): string | null => (values[key] as string | null) || null;
  const mode = text("sslmode");
  if (mode !== null && !SSL_MODES.includes(mode as SslMode))
    throw failPostgres("postgres-ssl-mode", {
      mode,
      modes: SSL_MODES,
      nearest: findNearestName(mode, SSL_MODES),
    });
  const file = (key: string): string | null => {
    const path = text(key);
    return path === null || path === "system"
      ? path
      : resolve(where.projectDir, path.replace(/^~(?=\/)/, homedir()));
  };
  return {
    host: values.host as string,
    port: values.port as number,
    user: values.user as string,
    password: values.password as string,
    database: values.database as string,
    connectTimeout: values.connect_timeout as number,
    keepalivesIdle: values.keepalives_idle as number,
    retries: values.retries as number,
    role: text("role"),
    searchPath: text("search_path"),
    applicationName: text("application_name"),
    autocommit: values.autocommit === true,
    ssl: {
      mode: mode as SslMode | null,
      certificate: file("sslcert"),
      key: file("sslkey"),
      rootCertificate: file("sslrootcert"),
    },
  };
}
