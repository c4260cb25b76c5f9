/** Constraints of models: checks by dbt's rules, and the references that foreign keys make. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { Constraint, ModelNode } from "../../manifest/node.ts";
import type { ParseState } from "../parse-state.ts";
import { readRefOrSource } from "../static-call.ts";
import { buildModelConstraint, checkConstraintType } from "./columns.ts";
import { enforcesConstraints } from "./contract-checksum.ts";
import type { MutableEntry } from "./render-entry.ts";

/** @throws TsmodelError constraint-type, constraint-primary-key, contract-columns, static-call-invalid */
export function patchConstraints(state: ParseState, node: ModelNode, written: readonly MutableEntry[]): void {
  if (node.config.contract !== undefined && (node.config.contract as { enforced: unknown }).enforced === true)
    checkContract(state, node);
  for (const constraint of written) checkConstraintType(constraint, `model ${node.name}`);
  const constraints = written.map(buildModelConstraint);
  checkPrimaryKeys(node, constraints);
  node.constraints = constraints;
  addForeignKeys(state, node);
}

export function allConstraints(node: ModelNode): Constraint[] {
  return [...node.constraints, ...Object.values(node.columns).flatMap((column) => column.constraints)];
}

function checkContract(state: ParseState, node: ModelNode): void {
  if (allConstraints(node).some((constraint) => constraint.warn_unsupported) && !enforcesConstraints(node)) {
    const materialized = node.config.materialized as string;
    state.warnings.add(
      "UnsupportedConstraintMaterialization",
      fail("constraint-materialization", { materialized }, { node }),
      { materialized },
    );
  }
  if (Object.keys(node.columns).length === 0)
    throw fail("contract-columns", { path: node.original_file_path }, { node });
  if (node.language === "python")
    throw fail("contract-language", { path: node.original_file_path, language: node.language }, { node });
}

function checkPrimaryKeys(node: ModelNode, constraints: readonly Constraint[]): void {
  const isKey = (constraint: Constraint): boolean => constraint.type === "primary_key";
  const columns = Object.values(node.columns).flatMap((column) =>
    column.constraints.filter(isKey).map(() => column.name),
  );
  const onModel = constraints.some(isKey) || node.constraints.some(isKey);
  if (columns.length > 1 || (columns.length > 0 && onModel)) {
    throw fail(
      "constraint-primary-key",
      { path: node.original_file_path, columns, onModel: columns.length > 0 && onModel },
      { node },
    );
  }
}

function addForeignKeys(state: ParseState, node: ModelNode): void {
  for (const { type, to } of allConstraints(node)) {
    if (type !== "foreign_key" || !to) continue;
    const target = readRefOrSource(state.environment, to);
    if (target === undefined) throw fail("constraint-foreign-key", { model: node.name, to }, { node });
    if ("ref" in target) node.refs.push(target.ref);
    else node.sources.push(target.source);
  }
}
