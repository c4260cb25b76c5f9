import { isYamlObject, type YamlObject, type YamlValue } from "../../project/yaml-value.ts";
import type { ParseState } from "../parse-state.ts";
import type { RawEntry } from "./properties-file.ts";

/** A source entry in dbt's words where the database has its own ("project" for "database"). */
export function translateSource(state: ParseState, raw: RawEntry): RawEntry {
  const aliases = state.project.profile.plugin.configAliases ?? {};
  if (Object.keys(aliases).length === 0) return raw;
  const translate = (value: YamlValue): YamlValue => {
    if (Array.isArray(value)) return (value as readonly YamlValue[]).map(translate);
    if (!isYamlObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [aliases[key] ?? key, translate(item)]),
    );
  };
  return { ...raw, value: translate(raw.value) as YamlObject };
}
