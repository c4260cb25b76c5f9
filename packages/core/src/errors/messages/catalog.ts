import type { ErrorText } from "./error-text.ts";

/** docs generate. */
export const catalogMessages = {
  "catalog-ambiguous": (e: { id: string; relations: readonly string[] }): ErrorText => ({
    message: `two relations of the database have names that differ in case only, and either could be "${e.id}":\n${e.relations.map((name) => ` - ${name}`).join("\n")}`,
    hint: "drop or rename one of them",
  }),
  "catalog-key-missing": (e: { key: string; keys: readonly string[] }): ErrorText => ({
    message: `Catalog information missing required key '${e.key}' (got ${e.keys.join(", ")})`,
    hint: "get_catalog and get_catalog_relations have to give this column",
  }),
} as const;
