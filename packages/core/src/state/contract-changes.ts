/** What a change of a model does to those who rely on its contract: dbt's rules for `state:modified.contract`. */
import type { Constraint, ModelNode } from "../manifest/node.ts";
import { enforcesConstraints } from "../parse/properties/contract-checksum.ts";
import { sameValue } from "../util/same-value.ts";

/** "enforced" by constraint type: only losing what the database enforced breaks anyone. */
export type ConstraintSupport = { readonly [type: string]: string };

/** `breaking` lists what breaks, empty when the change is harmless. */
export interface ContractComparison {
  readonly same: boolean;
  readonly breaking: readonly string[];
}

export function compareContracts(
  node: ModelNode,
  old: ModelNode,
  support: ConstraintSupport,
): ContractComparison {
  const before = old.contract?.enforced === true;
  const now = node.contract?.enforced === true;
  if (!before) return { same: !now, breaking: [] };
  if (now && node.contract.checksum === old.contract.checksum) return { same: true, breaking: [] };
  return { same: false, breaking: breakingChanges(node, old, now, support) };
}

/** A model with an enforced contract that is gone; not breaking once its deprecation date has passed. */
export function compareRemovedContract(node: ModelNode, now: Date): ContractComparison {
  if (node.contract?.enforced !== true) return { same: true, breaking: [] };
  if (node.deprecation_date && new Date(node.deprecation_date) < now) return { same: true, breaking: [] };
  const fate = node.config.enabled === false ? "disabled" : "deleted or renamed";
  return { same: false, breaking: [`Contracted model '${node.unique_id}' was ${fate}.`] };
}

function breakingChanges(
  node: ModelNode,
  old: ModelNode,
  enforced: boolean,
  support: ConstraintSupport,
): string[] {
  const listed = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${title}: \n    - ${lines.join("\n    - ")}`];
  return [
    ...(enforced
      ? []
      : ["Contract enforcement was removed: this model had an enforced contract and has none any more."]),
    ...listed("Columns were removed", removedColumns(node, old)),
    ...listed("Columns with data_type changes", typeChanges(node, old)),
    ...listed("Enforced column level constraints were removed", lostColumnConstraints(node, old, support)),
    ...listed("Enforced model level constraints were removed", lostModelConstraints(node, old, support)),
    ...listed("Materialization changed with enforced constraints", lostMaterialization(node, old)),
  ];
}

function sortedColumns(old: ModelNode): [string, ModelNode["columns"][string]][] {
  return Object.entries(old.columns).sort(([a], [b]) => (a < b ? -1 : 1));
}

function removedColumns(node: ModelNode, old: ModelNode): string[] {
  return sortedColumns(old)
    .filter(([key]) => !Object.hasOwn(node.columns, key))
    .map(([, column]) => column.name);
}

function typeChanges(node: ModelNode, old: ModelNode): string[] {
  return sortedColumns(old).flatMap(([key, column]) => {
    const current = node.columns[key];
    if (current === undefined || baseType(current.data_type) === baseType(column.data_type)) return [];
    return [`${column.name} (${column.data_type ?? "None"} -> ${current.data_type ?? "None"})`];
  });
}

/** Size, precision and scale may change: "varchar(10)" is "varchar". */
function baseType(type: string | null): string | null {
  return type ? type.split("(")[0]!.trim().toLowerCase() : type;
}

function lost(
  before: readonly Constraint[],
  now: readonly Constraint[],
  support: ConstraintSupport,
): Constraint[] {
  return before.filter(
    (constraint) =>
      support[constraint.type] === "enforced" && !now.some((other) => sameValue(other, constraint)),
  );
}

function lostColumnConstraints(node: ModelNode, old: ModelNode, support: ConstraintSupport): string[] {
  if (!enforcesConstraints(old)) return [];
  return sortedColumns(old).flatMap(([key, column]) => {
    const current = node.columns[key];
    if (current === undefined) return [];
    return lost(column.constraints, current.constraints, support).map(
      ({ name, type }) => `'${name ?? type}' constraint on column ${key}`,
    );
  });
}

function lostModelConstraints(node: ModelNode, old: ModelNode, support: ConstraintSupport): string[] {
  if (!enforcesConstraints(old)) return [];
  return lost(old.constraints, node.constraints, support).map(
    ({ name, type, columns }) =>
      `'${name ?? type}' constraint on columns [${(columns ?? []).map((column) => `'${column}'`).join(", ")}]`,
  );
}

function lostMaterialization(node: ModelNode, old: ModelNode): string[] {
  if (!enforcesConstraints(old) || enforcesConstraints(node)) return [];
  const constrained =
    old.constraints.length > 0 || Object.values(old.columns).some((column) => column.constraints.length > 0);
  return constrained ? [`${old.config.materialized} -> ${node.config.materialized}`] : [];
}
