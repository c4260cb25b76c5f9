import type { JsonObject, JsonValue } from "@tsmodel/core/adapter";
import { escapeString, quoteString, settingText } from "../sql.ts";

/** Keys whose values DuckDB wants bare. */
const BARE_KEYS: ReadonlySet<string> = new Set(["type", "provider", "extra_http_headers"]);

/** CREATE SECRET for one entry of `secrets:`; `number` names those without a name. */
export function secretSql(secret: JsonObject, number: number): string {
  const { name = `_dbt_secret_${number}`, persistent, scope, ...rest } = secret;
  const parts = Object.entries(rest)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => parameter(key, value));
  const scopes = scope === undefined || scope === null ? [] : Array.isArray(scope) ? scope : [scope];
  for (const one of scopes) parts.push(`scope ${quoteString(settingText(one))}`);
  const head = name === null ? "CREATE" : "CREATE OR REPLACE";
  return `${head}${persistent === true ? " PERSISTENT" : ""} SECRET${name === null ? "" : ` ${settingText(name)}`} (\n    ${parts.join(",\n    ")}\n)`;
}

function parameter(key: string, value: JsonValue): string {
  if (Array.isArray(value))
    return `${key} array [${value.map((item) => quoteString(settingText(item))).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([name, item]) => `'${escapeString(name)}': ${quoteString(settingText(item))}`,
    );
    return `${key} map {${entries.join(", ")}}`;
  }
  return BARE_KEYS.has(key) ? `${key} ${settingText(value)}` : `${key} ${quoteString(settingText(value))}`;
}
