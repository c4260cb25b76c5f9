/**
 * Where a node's relation lives: generate_database_name, generate_schema_name and generate_alias_name are asked, dbt's
 * own or the project's. Most projects ask the same question for ten thousand nodes, so answers are kept: a macro that
 * only looks at the custom name and at plain fields of the node gives the same answer for the same fields.
 */
import type { RenderContext, Value } from "@tsmodel/jinja";
import { callMacroSync, createGenerateNameContext } from "../../context/parse-context.ts";
import type { SharedContext } from "../../context/shared-context.ts";
import type { MacroRegistry } from "../../macro/macro-registry.ts";
import type { MacroNode, ParsedNode } from "../../manifest/node.ts";
import type { ConfigLevel } from "../config/merge-config.ts";
import { toTemplateValue } from "../python-text.ts";
import { isRefable } from "../../manifest/name-index.ts";
import { NodeValue } from "./node-value.ts";

type Component = "database" | "schema" | "alias";

/** What a name is generated for: a node, or an export of a saved query. */
export interface Nameable {
  readonly package_name?: string;
  /** dbt's own database macro looks at the catalog that is named here. */
  readonly config?: { readonly [key: string]: unknown };
  database?: string | null;
  schema?: string | null;
  alias?: string | null;
}

export class RelationNames {
  private readonly shared: SharedContext;
  private readonly registry: MacroRegistry;
  private readonly generators = new Map<string, NameGenerator>();

  constructor(shared: SharedContext, registry: MacroRegistry) {
    this.shared = shared;
    this.registry = registry;
  }

  /** Sets database, schema, alias and relation_name of a node. @throws TsmodelError what the macros raise */
  update(node: ParsedNode, config: ConfigLevel): void {
    this.name(node, config);
    if (node.resource_type === "snapshot") {
      if (config.target_database) node.database = config.target_database as string;
      if (config.target_schema) node.schema = config.target_schema as string;
    }
    node.relation_name = this.isStored(node) ? this.render(node) : null;
  }

  /** Sets database, schema and alias. @throws TsmodelError what the macros raise */
  name(target: Nameable, config: ConfigLevel): void {
    target.database = this.generator("database", target).generate(config.database ?? null, target) as
      string | null;
    target.schema = this.generator("schema", target).generate(config.schema ?? null, target) as string;
    target.alias = this.generator("alias", target).generate(config.alias ?? null, target) as string;
  }

  /** The quoted name of a node's relation. */
  render(node: ParsedNode): string {
    const { shared } = this;
    return shared.relationClass
      .createFrom(
        { database: node.database, schema: node.schema, identifier: node.alias },
        shared.project.root.quoting,
      )
      .render();
  }

  private isStored(node: ParsedNode): boolean {
    if (isRefable(node)) return node.config.materialized !== "ephemeral";
    if (node.resource_type !== "test") return false;
    return Boolean(node.config.store_failures) || this.shared.project.flags.store_failures === true;
  }

  /** A package's nodes are named by its own macro when it has one, all others by the root project's or dbt's. */
  private generator(component: Component, target: Nameable): NameGenerator {
    const packageName = target.package_name ?? this.registry.rootPackage;
    const key = `${component}:${packageName}`;
    let generator = this.generators.get(key);
    if (generator === undefined) {
      const own =
        packageName === this.registry.rootPackage
          ? undefined
          : this.registry.findGenerateMacro(component, packageName);
      const macro = own ?? this.registry.findGenerateMacro(component)!;
      this.generators.set(key, (generator = new NameGenerator(this.shared, this.registry, macro)));
    }
    return generator;
  }
}

class NameGenerator {
  private readonly shared: SharedContext;
  private readonly macro: MacroNode;
  private readonly context: RenderContext;
  /** Fields of the node that the answer depends on; undefined when that cannot be told. */
  private readonly fields: readonly string[] | undefined;
  /** dbt's own alias macro: asked for every node, and it gives the node's name. */
  private readonly isPlainAlias: boolean;
  private readonly answers = new Map<string, Value>();

  constructor(shared: SharedContext, registry: MacroRegistry, macro: MacroNode) {
    this.shared = shared;
    this.macro = macro;
    this.context = createGenerateNameContext(shared, macro.package_name);
    const body = isBuiltIn(macro) ? registry.dispatch(macro.name, "dbt", macro.package_name) : macro;
    this.fields =
      isBuiltIn(body) && macro.name === "generate_database_name" ? [] : fieldsRead(registry, body);
    this.isPlainAlias = isBuiltIn(body) && macro.name === "generate_alias_name";
  }

  generate(custom: unknown, target: Nameable): Value {
    if (this.isPlainAlias)
      return typeof custom === "string" && custom !== "" ? custom.trim() : plainAlias(target);
    if (this.fields === undefined) return this.ask(custom, target);
    const { config } = target;
    const key = JSON.stringify([
      custom,
      config?.catalog_name,
      config?.catalog,
      ...this.fields.map((field) => (target as { [key: string]: unknown })[field]),
    ]);
    let answer = this.answers.get(key);
    if (answer === undefined) this.answers.set(key, (answer = this.ask(custom, target)));
    return answer;
  }

  private ask(custom: unknown, target: Nameable): Value {
    const answer = callMacroSync(this.shared, this.context, this.macro.unique_id, [
      toTemplateValue(custom),
      new NodeValue(target),
    ]);
    return typeof answer === "string" ? answer.trim() : answer;
  }
}

/** Fields whose values are plain, so that they can stand in a key. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set([
  "name",
  "version",
  "resource_type",
  "package_name",
  "path",
  "original_file_path",
  "unique_id",
  "fqn",
  "tags",
]);

/** The fields of its `node` argument that a macro reads, when it does nothing else with it. */
function fieldsRead(registry: MacroRegistry, body: MacroNode): readonly string[] | undefined {
  const node = registry.compile(body).argumentNames[1];
  if (/\b(?:varargs|kwargs)\b/.test(body.macro_sql)) return undefined;
  if (node === undefined) return [];
  const uses = body.macro_sql
    .slice(body.macro_sql.indexOf(")"))
    .matchAll(new RegExp(`(?<![\\w.])${node}\\b(\\.(\\w+)(?![\\w(.\\[]))?`, "g"));
  const fields = new Set<string>();
  for (const use of uses) {
    if (use[2] === undefined || !PLAIN_FIELDS.has(use[2])) return undefined;
    fields.add(use[2]);
  }
  return [...fields];
}

/** What default__generate_alias_name gives without a custom alias. */
function plainAlias(target: Nameable): string {
  const { name, version } = target as { readonly name: string; readonly version?: string | number | null };
  return version ? `${name}_v${String(version).replaceAll(".", "_")}` : name.trim();
}

/** dbt's own generators only dispatch: what they do is in the implementation. */
function isBuiltIn(macro: MacroNode): boolean {
  return macro.package_name === "dbt";
}
