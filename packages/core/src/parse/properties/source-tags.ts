import type { Location } from "../../errors/location.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { ParseState } from "../parse-state.ts";
import { strOf } from "../python-text.ts";
import type { MutableEntry } from "./render-entry.ts";
import { configOf } from "./source-freshness.ts";

/** Tags of a source and its table, from `tags` and `config.tags`, each once, sorted. `at` says where the table stands. */
export function sourceTags(state: ParseState, levels: readonly MutableEntry[], at: () => Location): string[] {
  const tags = new Set<string>();
  for (const level of levels) {
    for (const tag of (level.tags ?? []) as string[]) tags.add(tag);
    for (const tag of configuredTags(state, level, at)) tags.add(tag);
  }
  return [...tags].sort();
}

function configuredTags(state: ParseState, level: MutableEntry, at: () => Location): string[] {
  const written = configOf(level).tags ?? [];
  const list: unknown[] = Array.isArray(written) ? written : [written];
  for (const tag of list) {
    if (typeof tag === "string") continue;
    const name = String(level.name);
    state.warnings.add(
      "ValidationWarning",
      fail("source-tag", { source: name, tag: strOf(tag) }, { at: [at()] }),
      { field_name: "config.tags", resource_type: "source", node_name: name },
    );
  }
  return list.filter((tag) => typeof tag === "string");
}
