/** The checksum of an enforced contract: dbt's text of columns, types and constraints, printed as Python prints dataclasses. */
import type { Constraint, ModelNode } from "../../manifest/node.ts";
import { sha256 } from "../../util/hash.ts";
import { reprOf, strOf } from "../python-text.ts";

/** null when the contract is not enforced. */
export function contractChecksum(node: ModelNode): string | null {
  if (node.contract.enforced !== true) return null;
  const columns = Object.values(node.columns).sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
  );
  let text = "";
  for (const column of columns)
    text += `|${column.name}${strOf(column.data_type)}${printConstraints("ColumnLevelConstraint", column.constraints)}`;
  if (enforcesConstraints(node))
    text += `${strOf(node.config.materialized)}${printConstraints("ModelLevelConstraint", node.constraints)}`;
  return sha256(text);
}

/** Only tables have constraints in the database. */
export function enforcesConstraints(node: ModelNode): boolean {
  return node.config.materialized === "table" || node.config.materialized === "incremental";
}

function printConstraints(className: string, constraints: readonly Constraint[]): string {
  return `[${constraints.map((constraint) => printConstraint(className, constraint)).join(", ")}]`;
}

function printConstraint(className: string, constraint: Constraint): string {
  const fields = [
    `type=<ConstraintType.${constraint.type}: '${constraint.type}'>`,
    `name=${reprOf(constraint.name)}`,
    `expression=${reprOf(constraint.expression)}`,
    `warn_unenforced=${reprOf(constraint.warn_unenforced)}`,
    `warn_unsupported=${reprOf(constraint.warn_unsupported)}`,
    `to=${reprOf(constraint.to)}`,
    `to_columns=${reprOf(constraint.to_columns)}`,
    ...(constraint.columns === undefined ? [] : [`columns=${reprOf(constraint.columns)}`]),
  ];
  return `${className}(${fields.join(", ")})`;
}
