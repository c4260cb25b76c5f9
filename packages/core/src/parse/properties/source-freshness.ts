/** Freshness and meta of a source table: what source, source config, table and table config say, joined as dbt joins them. */
import { fail } from "../../errors/tsmodel-error.ts";
import { completeFreshness, type Freshness, NO_FRESHNESS, type Time } from "../config/freshness.ts";
import type { MutableEntry } from "./render-entry.ts";

/** null when a level switched freshness off; undefined when nothing was said. */
export function freshnessOf(source: MutableEntry, table: MutableEntry): Freshness | null | undefined {
  const written = [source.freshness, configOf(source).freshness, table.freshness, configOf(table).freshness];
  const levels = written.map((level) => (level === undefined ? NO_FRESHNESS : completeFreshness(level)));
  let merged: Freshness | null = levels[0] ?? null;
  for (const level of levels.slice(1)) merged = joinFreshness(merged, level);
  if (merged === null) return null;
  return isSet(merged.warn_after) || isSet(merged.error_after) ? merged : undefined;
}

export function configOf(value: MutableEntry): MutableEntry {
  return (value.config ?? {}) as MutableEntry;
}

function isSet(time: Time | null): time is Time {
  return time !== null && time.count !== null && time.period !== null;
}

function joinFreshness(base: Freshness | null, update: Freshness | null): Freshness | null {
  if (base !== null && update !== null) {
    return {
      warn_after: joinTime(base.warn_after, update.warn_after),
      error_after: joinTime(base.error_after, update.error_after),
      filter: update.filter ?? base.filter,
    };
  }
  return base === null && update !== null && (isSet(update.warn_after) || isSet(update.error_after))
    ? update
    : null;
}

function joinTime(base: Time | null, update: Time | null): Time | null {
  if (update === null) return null;
  return isSet(update) ? update : base;
}

export interface LoadedAt {
  readonly field: unknown;
  readonly query: unknown;
}

/** A table's own word counts even when it is null: that switches back to metadata. @throws TsmodelError source-loaded-at */
export function loadedAtOf(source: MutableEntry, table: MutableEntry): LoadedAt {
  const tableFieldWritten = "loaded_at_field" in table || Boolean(configOf(table).loaded_at_field);
  const own = (level: MutableEntry, key: string): unknown => level[key] || configOf(level)[key];
  if (tableFieldWritten && own(table, "loaded_at_query"))
    throw fail("source-loaded-at", { level: "table", name: String(table.name) });
  if (own(source, "loaded_at_field") && own(source, "loaded_at_query"))
    throw fail("source-loaded-at", { level: "source", name: String(source.name) });
  const field = tableFieldWritten ? own(table, "loaded_at_field") : own(source, "loaded_at_field");
  const tableQuery = own(table, "loaded_at_query");
  const query = tableQuery ?? (tableFieldWritten ? null : own(source, "loaded_at_query"));
  return { field: field ?? null, query: query ?? null };
}
