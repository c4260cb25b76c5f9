/** One output of profiles.yml → Credentials, by dbt-duckdb's rules. What needs Python or a network service is refused by name. */
import { resolve } from "node:path";
import { findNearestName } from "@tsmodel/core/adapter";
import type { Credentials, CredentialsContext, JsonObject, JsonValue } from "@tsmodel/core/adapter";
import { failDuckDb } from "../messages.ts";
import { settingText } from "../sql.ts";
import { readAttachment } from "./attachment.ts";
import { databaseName, pathScheme } from "./database-name.ts";
import { refuseUnsupported } from "./refuse-unsupported.ts";
import { secretSql } from "./secret-sql.ts";
import type { DuckDbExtension, DuckDbRetries, DuckDbSettings } from "./settings.ts";

type Kind = "text" | "integer" | "boolean" | "mapping" | "list" | "any";

const KEYS: { readonly [key: string]: Kind } = {
  type: "text",
  database: "text",
  schema: "text",
  path: "text",
  threads: "integer",
  config_options: "mapping",
  extensions: "list",
  settings: "mapping",
  secrets: "list",
  external_root: "text",
  use_credential_provider: "text",
  attach: "list",
  filesystems: "list",
  remote: "mapping",
  plugins: "list",
  disable_transactions: "boolean",
  keep_open: "boolean",
  module_paths: "list",
  retries: "mapping",
  flights: "mapping",
  is_ducklake: "boolean",
  motherduck_token: "text",
};
/** What `target` shows, in dbt-duckdb's order. */
const SHOWN_KEYS = [
  "database",
  "schema",
  "path",
  "config_options",
  "extensions",
  "settings",
  "external_root",
  "use_credential_provider",
  "attach",
  "filesystems",
  "remote",
  "plugins",
  "disable_transactions",
] as const;
/** A stray https:// path must not fetch an extension: what is used is named in the profile. */
const CLOSED: { readonly [name: string]: string } = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
};

/** @throws TsmodelError duckdb-key-unknown, duckdb-key-type, duckdb-not-supported, duckdb-database-mismatch, … */
export function parseCredentials(output: JsonObject, where: CredentialsContext): Credentials {
  checkKeys(output);
  refuseUnsupported(output);
  const writtenPath = (output.path as string | undefined) ?? ":memory:";
  const database = targetDatabase(output, writtenPath);
  const settings = readSettings(output, writtenPath, where.projectDir);
  return {
    type: "duckdb",
    database,
    schema: (output.schema as string | undefined) ?? "main",
    threads: (output.threads as number | undefined) ?? 1,
    shown: shownKeys({ ...output, database, schema: output.schema ?? "main", path: writtenPath }),
    place: writtenPath,
    settings,
  };
}

/** dbt takes no notice of keys that it does not know; here one that looks like another, which is not given, is refused. */
function checkKeys(output: JsonObject): void {
  const free = Object.keys(KEYS).filter((key) => !Object.hasOwn(output, key));
  for (const [key, value] of Object.entries(output)) {
    const kind = Object.hasOwn(KEYS, key) ? KEYS[key]! : undefined;
    if (kind === undefined) {
      const nearest = findNearestName(key, free);
      if (nearest !== undefined) throw failDuckDb("duckdb-key-unknown", { key, nearest });
      continue;
    }
    if (value !== null && !isKind(value, kind))
      throw failDuckDb("duckdb-key-type", { key, expected: KIND_WORDS[kind], got: JSON.stringify(value) });
  }
}

const KIND_WORDS: { readonly [kind in Kind]: string } = {
  text: "a text",
  integer: "a whole number",
  boolean: "true or false",
  mapping: "a mapping",
  list: "a list",
  any: "a value",
};

function isKind(value: JsonValue, kind: Kind): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string" || typeof value === "number";
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value);
    case "mapping":
      return typeof value === "object" && !Array.isArray(value);
    case "any":
      return true;
  }
}

/** The file's own name, or the alias of an attached database. */
function targetDatabase(output: JsonObject, path: string): string {
  const derived = databaseName(path);
  if (derived === "") throw failDuckDb("duckdb-database-unnamed", { path });
  if (output.database === undefined) return derived;
  const given = String(output.database);
  const aliases = attachEntries(output).map((entry) => entry.alias);
  if (given !== derived && !aliases.includes(given))
    throw failDuckDb("duckdb-database-mismatch", { database: given, expected: derived, path });
  return given;
}

/** Folders in which files are searched count from the project, wherever the command was started. */
function fromProject(setting: string, value: string, projectDir: string): string {
  if (setting.toLowerCase() !== "file_search_path") return value;
  const folders = value.split(",").filter((folder) => folder.trim() !== "");
  return [projectDir, ...folders.map((folder) => resolve(projectDir, folder.trim()))].join(",");
}

function readSettings(output: JsonObject, writtenPath: string, projectDir: string): DuckDbSettings {
  const attachments = attachEntries(output).map((entry) => ({
    ...readAttachment(entry, projectDir),
    isDuckLake: isDuckLake(entry),
  }));
  return {
    path:
      writtenPath === ":memory:" || pathScheme(writtenPath) !== undefined
        ? writtenPath
        : resolve(projectDir, writtenPath),
    configOptions: { ...CLOSED, ...texts(output.config_options) },
    sessionSettings: Object.entries(texts(output.settings)).map(([name, value]) => [name, fromProject(name, value, projectDir)]),
    extensions: listOf(output.extensions).map(readExtension),
    secrets: readSecrets(output),
    attachments: attachments.map(({ path, name, sql }) => ({ path, name, sql })),
    externalRoot: (output.external_root as string | undefined) ?? ".",
    disableTransactions: output.disable_transactions === true,
    retries: readRetries(output.retries as JsonObject | undefined),
    duckLakes: [
      ...(isDuckLake({ path: writtenPath, is_ducklake: output.is_ducklake ?? null })
        ? [databaseName(writtenPath)]
        : []),
      ...attachments.filter((attachment) => attachment.isDuckLake).map(({ name }) => name),
    ],
  };
}

const isDuckLake = (entry: JsonObject): boolean =>
  entry.is_ducklake === true || String(entry.path).toLowerCase().includes("ducklake:");

function attachEntries(output: JsonObject): JsonObject[] {
  return listOf(output.attach).map((entry) => {
    if (
      typeof entry !== "object" ||
      entry === null ||
      Array.isArray(entry) ||
      typeof (entry as JsonObject).path !== "string"
    ) {
      throw failDuckDb("duckdb-key-type", {
        key: "attach",
        expected: "a list of mappings with a path",
        got: JSON.stringify(entry),
      });
    }
    return entry as JsonObject;
  });
}

function readExtension(entry: JsonValue): DuckDbExtension {
  if (typeof entry === "string") return { name: entry, repo: undefined };
  const { name, repo } = (entry ?? {}) as { name?: JsonValue; repo?: JsonValue };
  if (typeof name !== "string" || typeof repo !== "string") {
    throw failDuckDb("duckdb-key-type", {
      key: "extensions",
      expected: "a list of names, or of {name, repo}",
      got: JSON.stringify(entry),
    });
  }
  return { name, repo };
}

function readSecrets(output: JsonObject): string[] {
  const provider = output.use_credential_provider;
  if (provider && provider !== "aws")
    throw failDuckDb("duckdb-credential-provider", { value: String(provider) });
  const given = [
    ...listOf(output.secrets),
    ...(provider === "aws" ? [{ type: "s3", provider: "credential_chain" }] : []),
  ];
  return given.map((secret, index) => {
    if (typeof secret !== "object" || secret === null || typeof (secret as JsonObject).type !== "string") {
      throw failDuckDb("duckdb-key-type", {
        key: "secrets",
        expected: "a list of mappings with a type",
        got: "something else",
      });
    }
    return secretSql(secret as JsonObject, index + 1);
  });
}

function readRetries(retries: JsonObject | undefined): DuckDbRetries {
  return {
    connectAttempts: Math.max(1, Number(retries?.connect_attempts ?? 1)),
    queryAttempts: Math.max(1, Number(retries?.query_attempts ?? 1)),
    exceptions: listOf(retries?.retryable_exceptions ?? ["IOException"]).map(String),
  };
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: JsonValue | undefined): { [name: string]: string } {
  const entries = Object.entries((value ?? {}) as JsonObject).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([name, item]) => [name, settingText(item)]));
}

function shownKeys(output: JsonObject): JsonObject {
  const defaults: JsonObject = { settings: {}, external_root: ".", disable_transactions: false };
  const attach = output.attach ? attachEntries(output).map(shownAttachment) : null;
  const filled: JsonObject = { ...defaults, ...output, attach };
  return Object.fromEntries(SHOWN_KEYS.map((key) => [key, filled[key] ?? null]));
}

function shownAttachment(entry: JsonObject): JsonObject {
  const {
    path,
    type = null,
    alias = null,
    secret = null,
    read_only = false,
    options = null,
    is_ducklake = null,
  } = entry;
  return { path: path!, type, alias, secret, read_only, options, is_ducklake };
}
