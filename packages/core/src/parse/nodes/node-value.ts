/** A node as macros like generate_schema_name get it: an object with the manifest's fields as attributes. */
import { PyObject } from "@tsmodel/jinja";
import type { Callable, Kwargs, Value } from "@tsmodel/jinja";
import { toTemplateValue } from "../python-text.ts";

type Fields = { readonly [key: string]: unknown };

export class NodeValue extends PyObject {
  readonly pyTypeName: string = "Node";
  readonly node: Fields;

  constructor(node: object) {
    super();
    this.node = node as Fields;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "config") return new ConfigValue((this.node.config ?? {}) as Fields);
    if (Object.hasOwn(this.node, name)) return toTemplateValue(this.node[name]);
    return Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name]!(this.node) : undefined;
  }
}

/** What dbt's nodes tell of themselves beside their fields. */
const PROPERTIES: { readonly [name: string]: (node: Fields) => Value } = {
  search_name: (node) =>
    ((node.version ?? null) === null ? node.name : `${String(node.name)}.v${String(node.version)}`) as Value,
  file_id: (node) => `${String(node.package_name)}://${String(node.original_file_path)}`,
  identifier: (node) => (node.alias ?? node.identifier ?? null) as Value,
  is_versioned: (node) => (node.version ?? null) !== null,
  is_ephemeral: (node) => (node.config as Fields).materialized === "ephemeral",
  is_refable: (node) => ["model", "seed", "snapshot"].includes(node.resource_type as string),
};

/** `node.config`: attributes, items and `get`. */
class ConfigValue extends PyObject {
  readonly pyTypeName: string = "NodeConfig";
  private readonly config: Fields;

  constructor(config: Fields) {
    super();
    this.config = config;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "get") return this.getter();
    const key = name === "pre_hook" || name === "post_hook" ? name.replace("_", "-") : name;
    return this.has(key) ? toTemplateValue(this.config[key]) : undefined;
  }

  override pyGetItem(key: Value): Value | undefined {
    return typeof key === "string" && this.has(key) ? toTemplateValue(this.config[key]) : null;
  }

  override pyContains(key: Value): boolean {
    return typeof key === "string" && this.has(key);
  }

  private has(key: string): boolean {
    return Object.hasOwn(this.config, key);
  }

  private getter(): Callable {
    return (args: Value[], kwargs: Kwargs | null) => {
      const key = args[0] ?? kwargs?.key;
      const fallback = args[1] ?? kwargs?.default ?? null;
      return typeof key === "string" && this.has(key) ? toTemplateValue(this.config[key]) : fallback;
    };
  }
}
