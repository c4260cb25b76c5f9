/**
 * The configuration of one resource, from everything that has a word in it: dbt_project.yml of its own package along
 * its fqn, the properties file, its own `config()` calls, and for packages the root project's dbt_project.yml on top.
 */
import type { JsonObject } from "../../manifest/json.ts";
import type { ResourceType } from "../../manifest/node.ts";
import type { Project, ProjectConfig } from "../../project/project.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { ConfigTree } from "./config-tree.ts";
import type { ConfigAliases, ConfigLevel, ConfigValues } from "./merge-config.ts";
import { mergeConfig, mergeUnrendered } from "./merge-config.ts";
import type { ConfigSchema } from "./config-schema.ts";
import { configSchemaOf } from "./config-schema.ts";
import { finishConfig } from "./finish-config.ts";

export interface ConfigRequest {
  readonly resourceType: ResourceType;
  readonly packageName: string;
  readonly fqn: readonly string[];
  /** `config:` of the properties file. */
  readonly patch?: ConfigLevel;
  /** The same before rendering, when it counts (see unrendered_config). */
  readonly unrenderedPatch?: ConfigLevel;
  /** `call` as it is written, for `unrendered_config`. */
  readonly unrenderedCall?: ConfigLevel;
  /** Merged `config()` calls. */
  readonly call?: ConfigLevel;
}

export interface ResolvedConfig {
  readonly config: ConfigValues;
  readonly unrendered: ConfigValues;
}

export class ConfigResolver {
  private readonly projects: ReadonlyMap<string, ProjectConfig>;
  private readonly root: ProjectConfig;
  private readonly aliases: ConfigAliases;
  private readonly trees = new Map<string, ConfigTree>();
  /** Configurations that many resources share, with their defaults. */
  private readonly completed = new WeakMap<ConfigValues, ConfigValues>();

  constructor(project: Project) {
    this.root = project.root;
    this.projects = new Map([project.root, ...project.packages].map((config) => [config.name, config]));
    this.aliases = project.profile.plugin.configAliases ?? {};
  }

  /**
   * What dbt_project.yml alone says: the configuration before a resource's text is rendered. Known keys that are None
   * have their default again. Shared: copy before changing. @throws TsmodelError config-value
   */
  projectConfig(resourceType: ResourceType, packageName: string, fqn: readonly string[]): ConfigValues {
    const { config } = this.resolve({ resourceType, packageName, fqn });
    let complete = this.completed.get(config);
    if (complete === undefined) {
      complete = withDefaults(config, configSchemaOf(resourceType));
      this.completed.set(config, complete);
    }
    return complete;
  }

  /** The config may be shared: copy before changing. @throws TsmodelError config-value */
  resolve(request: ConfigRequest): ResolvedConfig {
    const { resourceType, packageName, fqn, patch, call } = request;
    const schema = configSchemaOf(resourceType);
    const own = this.tree(packageName, resourceType).walk(fqn);
    let config = own.config;
    let unrendered: ConfigValues = { ...own.unrendered };
    if (patch === undefined && call === undefined && packageName === this.root.name)
      return { config: own.finished(), unrendered };
    if (patch !== undefined) {
      config = mergeConfig(config, patch, schema, this.aliases);
      unrendered = mergeUnrendered(unrendered, request.unrenderedPatch ?? patch, this.aliases);
    }
    if (call !== undefined) {
      config = mergeConfig(config, call, schema, this.aliases);
      unrendered = mergeUnrendered(unrendered, request.unrenderedCall ?? call, this.aliases);
    }
    if (packageName !== this.root.name) {
      config = this.mergeRoot(config, resourceType, fqn);
      for (const level of this.tree(this.root.name, resourceType).walk(fqn).unrenderedLevels) {
        unrendered = mergeUnrendered(unrendered, level, this.aliases);
      }
    }
    return {
      config: finishConfig(config === own.config ? { ...config } : config, resourceType, schema),
      unrendered,
    };
  }

  /** The root project's words for a package's resource, on top of all others. */
  private mergeRoot(config: ConfigValues, resourceType: ResourceType, fqn: readonly string[]): ConfigValues {
    const schema = configSchemaOf(resourceType);
    let merged = config;
    for (const level of this.tree(this.root.name, resourceType).walk(fqn).levels)
      merged = mergeConfig(merged, level, schema, this.aliases);
    return merged;
  }

  private tree(packageName: string, resourceType: ResourceType): ConfigTree {
    const key = `${packageName}:${resourceType}`;
    let tree = this.trees.get(key);
    if (tree === undefined) this.trees.set(key, (tree = this.plantTree(packageName, resourceType)));
    return tree;
  }

  private plantTree(packageName: string, resourceType: ResourceType): ConfigTree {
    const project = this.projects.get(packageName);
    return new ConfigTree({
      section: sectionOf(project?.configSections, SECTIONS[resourceType] ?? "models"),
      unrendered: sectionOf(project?.unrenderedSections, UNRENDERED_SECTIONS[resourceType] ?? "models"),
      resourceType,
      aliases: this.aliases,
    });
  }
}

function withDefaults(config: ConfigValues, { fields }: ConfigSchema): ConfigValues {
  let complete = config;
  for (const [key, { initial }] of fields) {
    if (config[key] !== null || initial === null) continue;
    if (complete === config) complete = { ...config };
    complete[key] = initial;
  }
  return complete;
}

/** Where dbt_project.yml speaks of a kind of resource; "models" for those without a section of their own. */
export const SECTIONS: { readonly [type in ResourceType]?: string } = {
  seed: "seeds",
  snapshot: "snapshots",
  source: "sources",
  test: "data_tests",
  metric: "metrics",
  semantic_model: "semantic-models",
  saved_query: "saved-queries",
  exposure: "exposures",
  unit_test: "unit_tests",
  function: "functions",
};

/** As dbt reads them: with underscores (never written so, hence empty) and without functions. */
const UNRENDERED_SECTIONS: { readonly [type in ResourceType]?: string } = {
  ...SECTIONS,
  semantic_model: "semantic_models",
  saved_query: "saved_queries",
  function: "models",
};

const NO_SECTION: JsonObject = Object.freeze({});

function sectionOf(
  sections: { readonly [section: string]: JsonObject } | undefined,
  name: string,
): JsonObject {
  const section = sections?.[name];
  return isYamlObject(section) ? (section as JsonObject) : NO_SECTION;
}
