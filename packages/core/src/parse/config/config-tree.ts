/**
 * One section of dbt_project.yml as a tree over fqns. What a folder's resources start from is merged once and shared
 * by all of them: ten thousand models have a few dozen places here.
 */
import type { ResourceType } from "../../manifest/node.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { configSchemaOf } from "./config-schema.ts";
import { finishConfig } from "./finish-config.ts";
import type { ConfigAliases, ConfigLevel, ConfigValues } from "./merge-config.ts";
import { mergeConfig, mergeUnrendered } from "./merge-config.ts";

export interface ConfigPlace {
  /** Merged from the section's top down to here. Shared, as all of these: copy before changing. */
  readonly config: ConfigValues;
  /** The same, checked and complete. @throws TsmodelError config-value */
  readonly finished: () => ConfigValues;
  readonly unrendered: ConfigValues;
  /** What each level on the way says, "+" taken off. */
  readonly levels: readonly ConfigLevel[];
  readonly unrenderedLevels: readonly ConfigLevel[];
}

interface TreeInput {
  readonly section: ConfigLevel;
  readonly unrendered: ConfigLevel;
  readonly resourceType: ResourceType;
  readonly aliases: ConfigAliases;
}

interface Branch extends ConfigPlace {
  /** What is written here and below; undefined where nothing is. */
  readonly written: ConfigLevel | undefined;
  readonly unrenderedWritten: ConfigLevel | undefined;
  readonly children: Map<string, Branch>;
}

export class ConfigTree {
  private readonly input: TreeInput;
  private readonly top: Branch;

  constructor(input: TreeInput) {
    this.input = input;
    const config = configSchemaOf(input.resourceType).initial;
    const nothing = { config, unrendered: {}, levels: [], unrenderedLevels: [], finished: () => config };
    this.top = this.grow(nothing, input.section, input.unrendered);
  }

  /** The deepest place along an fqn that dbt_project.yml speaks of. @throws TsmodelError config-value */
  walk(fqn: readonly string[]): ConfigPlace {
    let branch = this.top;
    for (const step of fqn) {
      const next = branch.children.get(step) ?? this.growChild(branch, step);
      if (next === undefined) break;
      branch = next;
    }
    return branch;
  }

  private growChild(parent: Branch, step: string): Branch | undefined {
    const written = childOf(parent.written, step);
    const unrendered = childOf(parent.unrenderedWritten, step);
    if (written === undefined && unrendered === undefined) return undefined;
    const child = this.grow(parent, written, unrendered);
    parent.children.set(step, child);
    return child;
  }

  private grow(
    parent: ConfigPlace,
    written: ConfigLevel | undefined,
    unrenderedWritten: ConfigLevel | undefined,
  ): Branch {
    const { resourceType, aliases } = this.input;
    const schema = configSchemaOf(resourceType);
    const level = written && levelOf(written);
    const unrenderedLevel = unrenderedWritten && levelOf(unrenderedWritten);
    const config = level ? mergeConfig(parent.config, level, schema, aliases) : parent.config;
    let finished: ConfigValues | undefined;
    return {
      config,
      finished: () => (finished ??= finishConfig({ ...config }, resourceType, schema)),
      unrendered: unrenderedLevel
        ? mergeUnrendered(parent.unrendered, unrenderedLevel, aliases)
        : parent.unrendered,
      levels: level ? [...parent.levels, level] : parent.levels,
      unrenderedLevels: unrenderedLevel
        ? [...parent.unrenderedLevels, unrenderedLevel]
        : parent.unrenderedLevels,
      written,
      unrenderedWritten,
      children: new Map(),
    };
  }
}

function childOf(written: ConfigLevel | undefined, step: string): ConfigLevel | undefined {
  const child = written === undefined || !Object.hasOwn(written, step) ? undefined : written[step];
  return isYamlObject(child) ? child : undefined;
}

/** The settings of one level: everything with a "+", and of the rest what is no mapping (mappings are folders). */
function levelOf(written: ConfigLevel): ConfigLevel {
  const level: { [key: string]: unknown } = {};
  for (const key in written) {
    if (key.startsWith("+")) level[key.slice(1).trim()] = written[key];
    else if (!isYamlObject(written[key])) level[key] = written[key];
  }
  return level;
}
