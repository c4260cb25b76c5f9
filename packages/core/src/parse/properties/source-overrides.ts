/** `overrides: package` on a source entry: the root project's words on a package's source. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { ParseState } from "../parse-state.ts";
import { listOf, type Entry } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";
import type { SourceTable } from "./sources.ts";

export class SourceOverrides {
  private readonly overrides = new Map<string, Entry>();
  private readonly used = new Map<Entry, Set<string>>();

  /** @throws TsmodelError source-override-twice */
  add(entry: Entry): void {
    const key = `${String(entry.value.overrides)}.${entry.name}`;
    const known = this.overrides.get(key);
    const path = entry.raw.file.source.originalPath;
    if (known !== undefined) {
      throw fail(
        "source-override-twice",
        {
          name: entry.name,
          package: String(entry.value.overrides),
          paths: [known.raw.file.source.originalPath, path],
        },
        { at: [placeOf(entry.raw)] },
      );
    }
    this.overrides.set(key, entry);
  }

  /** The tables of an entry, overridden where an override exists. */
  tablesOf(entry: Entry): SourceTable[] {
    const override = this.overrides.get(`${entry.raw.file.packageName}.${entry.name}`);
    return listOf(entry.value.tables).map((table, index) => {
      if (override === undefined) return { entry, source: entry.value, table, index };
      const patch = this.tablePatch(override, table.name as string);
      const { name: _name, overrides: _overrides, tables: _tables, ...source } = override.value;
      const { name: _tableName, ...rest } = patch ?? {};
      return {
        entry,
        source: { ...entry.value, ...UNWRITTEN, config: {}, ...given(source) },
        table: patch === undefined ? table : { ...table, ...UNWRITTEN, quoting: {}, ...given(rest) },
        index,
      };
    });
  }

  private tablePatch(override: Entry, name: string): MutableEntry | undefined {
    const used = this.used.get(override) ?? new Set();
    this.used.set(override, used);
    const patch = listOf(override.value.tables).find((table) => table.name === name);
    if (patch !== undefined) used.add(name);
    return patch;
  }

  /** Overrides of sources and tables that do not exist. */
  warnUnused(state: ParseState): void {
    const unused: string[] = [];
    for (const [key, entry] of this.overrides) {
      const used = this.used.get(entry);
      const path = entry.raw.file.source.originalPath;
      if (used === undefined) unused.push(`  - Source ${key} (in ${path})`);
      else
        for (const table of listOf(entry.value.tables))
          if (!used.has(table.name as string))
            unused.push(`  - Source table ${key}.${String(table.name)} (in ${path})`);
    }
    if (unused.length > 0)
      state.warnings.add("UnusedTables", fail("source-overrides-unused", { lines: unused.sort() }), {
        unused_tables: unused,
      });
  }
}

/** dbt takes an override's defaults for words of its own: freshness, configuration and quoting are gone unless repeated. */
const UNWRITTEN: MutableEntry = { freshness: {} };

/** What was written, but for nulls; a null freshness switches it off. */
function given(values: MutableEntry): MutableEntry {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => value !== null || key === "freshness"),
  );
}
