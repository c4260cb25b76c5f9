/** PyYAML's safe_dump: template values to YAML text. */
import type { Value } from "@tsmodel/jinja";
import { asString, JinjaError, PyDict, PyFloat, PySet, pyCompare, pyRepr, Tuple } from "@tsmodel/jinja";
import { PyDate } from "../python/date.ts";
import { PyDateTime } from "../python/date-time.ts";
import { valueError } from "../python/function.ts";
import type { ScalarTag } from "./implicit-tag.ts";
import type { EmitOptions, MappingNode, SequenceNode, YamlNode } from "./yaml-emitter.ts";
import { emitYaml } from "./yaml-emitter.ts";

/** @throws JinjaError ValueError for values YAML has no words for */
export function dumpYaml(value: Value, options: { readonly sortKeys?: boolean } & EmitOptions = {}): string {
  return emitYaml(new Representer(options.sortKeys ?? false).represent(value), options);
}

/** Objects met twice get an anchor; so does an object that contains itself. */
class Representer {
  private readonly sortKeys: boolean;
  private readonly nodes: Map<object, YamlNode> = new Map();
  private anchors: number = 0;

  constructor(sortKeys: boolean) {
    this.sortKeys = sortKeys;
  }

  represent(value: Value): YamlNode {
    if (typeof value !== "object" || value === null) return this.scalar(value);
    const known = this.nodes.get(value);
    if (known === undefined) return this.container(value);
    known.anchor ??= `id${String(++this.anchors).padStart(3, "0")}`;
    return known;
  }

  private scalar(value: Value): YamlNode {
    if (value === null) return scalarNode("null", "null");
    const text = asString(value);
    if (text !== undefined) return scalarNode("str", text);
    switch (typeof value) {
      case "boolean":
        return scalarNode("bool", String(value));
      case "number":
      case "bigint":
        return scalarNode("int", String(value));
      default:
        throw valueError(`cannot represent an object: ${pyRepr(value)}`);
    }
  }

  private container(value: Value & object): YamlNode {
    if (value instanceof PyFloat) return scalarNode("float", floatText(value));
    if (Array.isArray(value)) return this.sequence(value, value);
    if (value instanceof Tuple)
      return value.items.length === 0 ? { kind: "sequence", items: [] } : this.sequence(value, value.items);
    if (value instanceof PyDict) return this.mapping(value, "map", this.sorted(value.entries()));
    if (value instanceof PySet)
      return this.mapping(value, "set", this.sorted(value.values().map((item) => [item, null])));
    if (value instanceof PyDate)
      return this.remember(
        value,
        scalarNode("timestamp", value instanceof PyDateTime ? value.isoformat(" ") : value.isoformat()),
      );
    return this.scalar(value);
  }

  private remember<T extends YamlNode>(value: object, node: T): T {
    this.nodes.set(value, node);
    return node;
  }

  private sequence(value: object, items: readonly Value[]): SequenceNode {
    const node = this.remember<SequenceNode>(value, { kind: "sequence", items: [] });
    for (const item of items) node.items.push(this.represent(item));
    return node;
  }

  private mapping(
    value: PyDict | PySet,
    tag: MappingNode["tag"],
    entries: readonly [Value, Value][],
  ): MappingNode {
    const node = this.remember<MappingNode>(value, { kind: "mapping", tag, entries: [] });
    for (const [key, item] of entries) node.entries.push([this.represent(key), this.represent(item)]);
    return node;
  }

  /** Keys that have no order stay as they are. */
  private sorted(entries: [Value, Value][]): [Value, Value][] {
    if (!this.sortKeys) return entries;
    try {
      return [...entries].sort(([a], [b]) => pyCompare(a, b));
    } catch (error) {
      if (error instanceof JinjaError) return entries;
      throw error;
    }
  }
}

function scalarNode(tag: ScalarTag, text: string): YamlNode {
  return { kind: "scalar", tag, text };
}

/** YAML 1.1 has no floats without a point: 1e+20 is written 1.0e+20. */
function floatText(value: PyFloat): string {
  if (Number.isNaN(value.n)) return ".nan";
  if (!Number.isFinite(value.n)) return value.n > 0 ? ".inf" : "-.inf";
  const text = pyRepr(value);
  return text.includes(".") ? text : text.replace("e", ".0e");
}
