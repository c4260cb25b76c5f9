import type { Location } from "../errors/location.ts";
import type { YamlValue } from "./yaml-value.ts";

export interface YamlDocument {
  /** null for an empty file. */
  readonly value: YamlValue;
  /** Keys written twice in one mapping (the last one counts), with the place of the later one. */
  readonly duplicateKeys: readonly { readonly key: string; readonly at: Location }[];
  /** Where a path's key or value stands; of a path that does not exist, the nearest part that does. */
  locate(path: readonly (string | number)[], what?: "key" | "value"): Location;
}

/** Reads one YAML document by PyYAML's (YAML 1.1) rules. `file` is shown in errors. @throws TsmodelError yaml-syntax */
export declare function readYaml(text: string, file: string): YamlDocument;
