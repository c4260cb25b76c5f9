/**
 * Macros of a project that stand for what dbt does itself everywhere: when one of their files is another, dbt tells that
 * it starts a full parse.
 */
import type { Manifest } from "../manifest/manifest.ts";
import type { TraceRecord } from "./parse-trace.ts";

const NAMES = [
  "ref",
  "source",
  "config",
  "generate_schema_name",
  "generate_database_name",
  "generate_alias_name",
];

/** Which of them there are, in which texts: equal texts are equal overrides. */
export function describeOverrides({ macros, packageRoots }: Manifest, { reads }: TraceRecord): string {
  const found: string[] = [];
  for (const [packageName, root] of packageRoots)
    for (const name of NAMES) {
      const macro = macros.get(`macro.${packageName}.${name}`);
      if (macro === undefined) continue;
      found.push(`${macro.unique_id} ${reads.get(`${root}/${macro.original_file_path}`)?.hash ?? ""}`);
    }
  return found.join("\n");
}
