import { isAbsolute, resolve } from "node:path";
import type { JsonObject, JsonValue } from "@tsmodel/core/adapter";
import { failDuckDb } from "../messages.ts";
import { quoteString, settingText } from "../sql.ts";
import { databaseName, pathScheme } from "./database-name.ts";
import type { DuckDbAttachment } from "./settings.ts";

/** Keys that may stand by themselves or under `options:`, not both. */
const OWN_KEYS = ["type", "secret", "read_only"] as const;
/** Kinds whose path is a file, so that it is taken from the project's folder. */
const FILE_KINDS: ReadonlySet<string> = new Set(["duckdb", "sqlite"]);

/** One entry of `attach:`. @throws TsmodelError duckdb-attach-conflict */
export function readAttachment(entry: JsonObject, projectDir: string): DuckDbAttachment {
  const path = entry.path as string;
  const alias = entry.alias as string | null | undefined;
  const sql = `ATTACH IF NOT EXISTS ${quoteString(attachedPath(entry, projectDir))}${alias ? ` AS ${alias}` : ""}`;
  const options = attachOptions(entry);
  return {
    path,
    name: alias || databaseName(path),
    sql: options.length === 0 ? sql : `${sql} (${options.join(", ")})`,
  };
}

function attachedPath(entry: JsonObject, projectDir: string): string {
  const path = entry.path as string;
  const type = entry.type ?? (entry.options as JsonObject | null | undefined)?.type ?? "duckdb";
  const isFile =
    path !== ":memory:" && pathScheme(path) === undefined && FILE_KINDS.has(String(type).toLowerCase());
  return isFile && !isAbsolute(path) ? resolve(projectDir, path) : path;
}

function attachOptions(entry: JsonObject): string[] {
  const options = (entry.options ?? {}) as JsonObject;
  const twice = OWN_KEYS.filter((key) => entry[key] && key in options);
  if (twice.length > 0)
    throw failDuckDb("duckdb-attach-conflict", { path: String(entry.path), options: twice });
  const {
    type = entry.type,
    secret = entry.secret,
    read_only: readOnly = entry.read_only,
    ...others
  } = options;
  return [
    ...(type ? [`TYPE ${settingText(type)}`] : []),
    ...(secret ? [`SECRET ${settingText(secret)}`] : []),
    ...(readOnly ? ["READ_ONLY"] : []),
    ...Object.entries(others).flatMap(([key, value]) => option(key.toUpperCase(), value)),
  ];
}

/** Flags stand alone; a text that is quoted already is left as it is. */
function option(key: string, value: JsonValue): string[] {
  if (typeof value === "boolean") return value ? [key] : [];
  if (value === null) return [];
  if (typeof value !== "string") return [`${key} ${settingText(value)}`];
  const quoted = /^\s*('.*'|".*")\s*$/s.test(value);
  return [`${key} ${quoted ? value : quoteString(value)}`];
}
