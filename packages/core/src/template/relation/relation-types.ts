import type { Value } from "@tsmodel/jinja";
import { PyObject, pyStr, Undefined } from "@tsmodel/jinja";
import { valueError } from "../python/function.ts";

export type RelationType =
  "table" | "view" | "cte" | "materialized_view" | "ephemeral" | "external" | "pointer_table" | "function";

/** `api.Relation.View` and friends. */
export const relationTypeConstants: ReadonlyMap<string, RelationType> = new Map([
  ["Table", "table"],
  ["View", "view"],
  ["CTE", "cte"],
  ["MaterializedView", "materialized_view"],
  ["External", "external"],
  ["PointerTable", "pointer_table"],
  ["Function", "function"],
]);
const relationTypes: ReadonlySet<string> = new Set([...relationTypeConstants.values(), "ephemeral"]);

/** @throws JinjaError ValueError for words that are no relation type */
export function toRelationType(value: Value): RelationType | null {
  if (value === null || value instanceof Undefined) return null;
  const text = pyStr(value);
  if (!relationTypes.has(text)) throw valueError(`'${text}' is not a valid RelationType`);
  return text as RelationType;
}

/** The enumeration itself: `relation.get_relation_type('view')`, `relation.get_relation_type.View`. */
export class RelationTypes extends PyObject {
  readonly pyTypeName: string = "EnumMeta";
  override pyCall(args: Value[]): Value {
    return toRelationType(args[0] ?? null);
  }
  override pyGetAttr(name: string): Value | undefined {
    return name === "Ephemeral" ? "ephemeral" : relationTypeConstants.get(name);
  }
}
