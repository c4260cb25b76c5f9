/** generate_schema_name, generate_database_name, generate_alias_name: where a node is built, by the project's macros. */
import { asString, type Callable, type Value } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import type { MacroNode } from "../manifest/node.ts";
import type { ContextNode } from "./context-node.ts";
import { lazyRecord } from "./lazy-value.ts";
import { NodeParseContext } from "./parse-context.ts";
import type { SharedContext } from "./shared-context.ts";

/** The name for a node with this custom name (its config's `schema`, `database` or `alias`). @throws TsmodelError */
export type NameGenerator = (node: ContextNode, custom: string | null) => string | null;

/**
 * Packages may bring their own macro for their own nodes; all others use the root project's or the built-in one.
 * @throws TsmodelError macro-not-found
 */
export function createNameGenerator(shared: SharedContext, component: "schema" | "database" | "alias" | (string & {})): NameGenerator {
  const { registry, project } = shared;
  const macro = registry.findGenerateMacro(component);
  if (macro === undefined) throw fail("macro-not-found", { name: `generate_${component}_name` });
  const standard = bindGenerator(shared, macro);
  const byPackage = new Map<string, Callable>();
  for (const { name } of project.packages) {
    const own = registry.findGenerateMacro(component, name);
    if (own !== undefined) byPackage.set(name, bindGenerator(shared, own));
  }
  return (node, custom) => toName((byPackage.get(node.package_name) ?? standard)([custom, lazyRecord(node)], null) as Value);
}

function bindGenerator(shared: SharedContext, macro: MacroNode): Callable {
  return new NodeParseContext(shared, macro, "answer").bind(macro);
}

const toName = (value: Value): string | null => asString(value)?.trim() ?? (value === null ? null : String(value));

