/**
 * Config keys that are probably misspelt. Any key may be a project's own or an adapter's, so only those are told that
 * stand close to a known one.
 */
import { join } from "node:path";
import type { Location } from "../../errors/location.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { ParsedNode, ResourceType } from "../../manifest/node.ts";
import { readYaml } from "../../project/read-yaml.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import { positionAt } from "../../util/text-position.ts";
import type { ParseState } from "../parse-state.ts";
import { configSchemaOf } from "./config-schema.ts";
import type { ConfigLevel } from "./merge-config.ts";

/** The known key that was meant; undefined for known keys and for those that resemble none. */
export function nearestConfigKey(key: string, type: ResourceType, state: ParseState): string | undefined {
  const { fields } = configSchemaOf(type);
  if (fields.has(key) || fields.has(key.replace("_", "-")) || OTHERS.has(key)) return undefined;
  if (key in (state.project.profile.plugin.configAliases ?? {})) return undefined;
  const nearest = findNearestName(key, fields.keys());
  const close = nearest !== undefined && nearest[0] === key[0] && Math.abs(nearest.length - key.length) <= 2;
  return close ? nearest : undefined;
}

/** Known keys that are no fields of dbt's config classes. */
const OTHERS: ReadonlySet<string> = new Set(["sql_header", "tests"]);

export function warnConfigKey(
  state: ParseState,
  found: {
    readonly key: string;
    readonly nearest: string;
    readonly file: string;
    readonly at: readonly Location[];
  },
): void {
  const { key, nearest, file, at } = found;
  state.warnings.add(
    "CustomKeyInConfigDeprecation",
    fail("config-key-misspelled", { key, file, nearest }, { at }),
    { key, file },
  );
}

/** What a model's own `config()` says. */
export function warnMisspelledCall(state: ParseState, node: ParsedNode, call: ConfigLevel | undefined): void {
  if (call === undefined || node.package_name !== state.project.root.name) return;
  for (const key in call) {
    const nearest = nearestConfigKey(key, node.resource_type, state);
    if (nearest === undefined) continue;
    const path = join(state.project.root.root, node.original_file_path);
    const text = state.effects.files.readText(path);
    const offset = text.search(new RegExp(`(?<!\\w)${key.replace(/\W/g, "\\$&")}["']?\\s*[=:]`));
    const at = offset < 0 ? [] : [placeAt(text, offset, key, node.original_file_path)];
    warnConfigKey(state, { key, nearest, file: node.original_file_path, at });
  }
}

function placeAt(text: string, offset: number, key: string, file: string): Location {
  const { line, column } = positionAt(text, offset);
  return { file, line, column, endColumn: column + key.length, text };
}

/** dbt_project.yml: keys with a "+", at every level. */
export function warnMisspelledSection(state: ParseState, section: string, type: ResourceType): void {
  const walk = (level: ConfigLevel, path: readonly string[]): void => {
    for (const [key, value] of Object.entries(level)) {
      if (!key.startsWith("+")) {
        if (isYamlObject(value)) walk(value, [...path, key]);
        continue;
      }
      const nearest = nearestConfigKey(key.slice(1), type, state);
      if (nearest !== undefined)
        warnConfigKey(state, {
          key,
          nearest: `+${nearest}`,
          file: "dbt_project.yml",
          at: [locateInProjectFile(state, [...path, key])],
        });
    }
  };
  walk(state.project.root.configSections[section] ?? {}, [section]);
}

/** Where a key of dbt_project.yml stands; read again, because only warnings ask. */
export function locateInProjectFile(
  { project, effects }: ParseState,
  [section = "", ...path]: readonly string[],
): Location {
  const document = readYaml(
    effects.files.readText(join(project.root.root, "dbt_project.yml")),
    "dbt_project.yml",
  );
  const written = [section, section.replace("_", "-"), section.replace(/^data_/, "")].find(
    (name) => isYamlObject(document.value) && name in document.value,
  );
  return document.locate([written ?? section, ...path], "key");
}
