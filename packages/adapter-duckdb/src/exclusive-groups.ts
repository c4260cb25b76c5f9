import type { ModelNode } from "@tsmodel/core/adapter";

/** The group of all models that foreign keys tie together. */
const GROUP = "duckdb-foreign-keys";
const TARGET_CONSTRAINTS: ReadonlySet<string> = new Set(["primary_key", "unique"]);

/**
 * Creating or dropping a table with a foreign key also alters the table it points at, so two such models at the same
 * time would get a write-write conflict. Those that declare a foreign key, and those that one may point at, go one
 * after the other.
 */
export function exclusiveGroups(models: readonly ModelNode[]): ReadonlyMap<string, string> {
  const constraints = models.map((model) => [model.unique_id, declaredConstraints(model)] as const);
  if (!constraints.some(([, types]) => types.has("foreign_key"))) return new Map();
  const tied = constraints.filter(
    ([, types]) => types.has("foreign_key") || [...TARGET_CONSTRAINTS].some((type) => types.has(type)),
  );
  return new Map(tied.map(([id]) => [id, GROUP]));
}

/** Constraint types count only under an enforced contract. */
function declaredConstraints(model: ModelNode): ReadonlySet<string> {
  if (!model.contract.enforced) return new Set();
  const ofColumns = Object.values(model.columns).flatMap((column) => column.constraints ?? []);
  return new Set([...(model.constraints ?? []), ...ofColumns].map((constraint) => constraint.type));
}
