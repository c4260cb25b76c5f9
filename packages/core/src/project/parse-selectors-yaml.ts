import type { JsonValue } from "../manifest/json.ts";

/** One entry of selectors.yml with its definition spelt out as dbt writes it to manifest.json. */
export interface SelectorEntry {
  readonly name: string;
  readonly description?: string;
  readonly default?: boolean;
  readonly definition: JsonValue;
}

/** selectors.yml, expanded, by name: the manifest's `selectors`. @throws TsmodelError selectors-invalid */
export declare function parseSelectorsYaml(data: JsonValue): Map<string, SelectorEntry>;
