/**
 * How a later run knows what an earlier one made, without a file of its own: nothing but the server is asked.
 * Questions have an entity id made of their name in the project; dashboards and collections a last line in their
 * description; tiles a key in their settings; alerts an odd second in their schedule, since they have no text at all.
 */
import { createHash } from "node:crypto";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** 21 letters of URL-safe base64: what Metabase itself gives, but the same every time. */
export const entityId = (key: string): string => digest(`tsmodel|${key}`).toString("base64url").slice(0, 21);

/** A version-4 uuid that is the same every time. */
export function stableUuid(key: string): string {
  const bytes = digest(`tsmodel-uuid|${key}`).subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const MARK = "Kept by tsmodel:";

/** "What it is.\n\nKept by tsmodel: reporting/exec" */
export const describe = (text: string | undefined, key: string): string =>
  [...(text === undefined ? [] : [text]), `${MARK} ${key}`].join("\n\n");

/** The key that a description ends with. */
export const readMark = (description: string | null | undefined): string | undefined =>
  new RegExp(`${MARK} (\\S+)\\s*$`).exec(description ?? "")?.[1];

const SQL_MARK = "-- Kept by tsmodel:";

export const markSql = (sql: string, key: string): string => `${SQL_MARK} ${key}\n${sql}`;

/** The key in the first line of a question's SQL. */
export const readSqlMark = (sql: string): string | undefined =>
  new RegExp(`^${SQL_MARK} (\\S+)`).exec(sql)?.[1];

/** Where a tile says which one it is. */
export const TILE_KEY = "tsmodel.tile";

/** Alerts of ours go out 22 seconds past the minute; those made by hand at second 0. */
export const ALERT_SECOND = "22";
