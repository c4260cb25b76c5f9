/** Constraints of a contract as DDL: dbt's render_raw_columns_constraints and render_raw_model_constraints. */
import { asString, isTruthy, PyDict, pyIterate, pyRepr, pyStr, type Value } from "@tsmodel/jinja";
import { fail } from "../../errors/tsmodel-error.ts";
import type { SharedContext } from "../shared-context.ts";
import { quote } from "./quote.ts";

interface Constraint {
  readonly type: string;
  readonly name: string;
  readonly expression: string;
  readonly to: string;
  readonly toColumns: readonly string[];
  readonly columns: readonly string[];
  readonly warnUnenforced: boolean;
  readonly warnUnsupported: boolean;
}

const TYPES = new Set(["check", "not_null", "unique", "primary_key", "foreign_key", "custom"]);

/** `"id" integer not null primary key`, one text for each column. @throws TsmodelError constraint-invalid */
export function renderColumnConstraints(shared: SharedContext, columns: Value): string[] {
  const definitions = columns instanceof PyDict ? columns.values() : [...pyIterate(columns)];
  return definitions.map((column) => {
    const name = text(column, "name");
    const constraints = listOf(column, "constraints").map(readConstraint);
    const rendered = constraints.flatMap(
      (constraint) => process(shared, constraint, renderColumnConstraint) ?? [],
    );
    return [
      `${isTruthy(member(column, "quote")) ? quote(shared, name) : name} ${text(column, "data_type")}`,
      ...rendered,
    ].join(" ");
  });
}

/** `constraint name primary key (a, b)`, one text for each constraint that the database takes. @throws TsmodelError constraint-invalid */
export function renderModelConstraints(shared: SharedContext, constraints: Value): string[] {
  return [...pyIterate(constraints)].flatMap(
    (raw) => process(shared, readConstraint(raw), renderModelConstraint) ?? [],
  );
}

type Render = (constraint: Constraint, target: (to: string) => string) => string | null;

/** Warns as dbt does; null when the database has no such constraint. */
function process(shared: SharedContext, constraint: Constraint, render: Render): string | null {
  const { plugin } = shared.project.profile;
  const target = (to: string): string => plugin.dialect.foreignKeyTarget?.(to) ?? to;
  if (constraint.type === "custom") return render(constraint, target);
  const support = plugin.dialect.constraintSupport[constraint.type] ?? "not_supported";
  const { type } = constraint;
  if (constraint.warnUnsupported && support === "not_supported") {
    const message = `The constraint type ${type} is not supported by ${plugin.type}: it is left out. 'warn_unsupported: false' on the constraint silences this.`;
    shared.warn({
      name: "ConstraintNotSupported",
      code: "E049",
      message,
      data: { constraint: type, adapter: plugin.type },
    });
  }
  if (constraint.warnUnenforced && support === "not_enforced") {
    const message = `The constraint type ${type} is not enforced by ${plugin.type}: it becomes part of the table, and promises nothing about the rows. 'warn_unenforced: false' on the constraint silences this.`;
    shared.warn({
      name: "ConstraintNotEnforced",
      code: "E048",
      message,
      data: { constraint: type, adapter: plugin.type },
    });
  }
  return support === "not_supported" ? null : render(constraint, target);
}

const renderColumnConstraint: Render = ({ type, expression, to, toColumns }, target) => {
  switch (type) {
    case "check":
      return expression ? `check (${expression})` : null;
    case "not_null":
      return `not null ${expression}`.trim();
    case "unique":
      return `unique ${expression}`.trim();
    case "primary_key":
      return `primary key ${expression}`.trim();
    case "foreign_key":
      if (to && toColumns.length > 0) return `references ${target(to)} (${toColumns.join(", ")})`;
      return expression ? `references ${expression}` : null;
    default:
      return expression || null;
  }
};

const renderModelConstraint: Render = ({ type, name, expression, to, toColumns, columns }, target) => {
  const prefix = name ? `constraint ${name} ` : "";
  const list = columns.join(", ");
  const extra = expression ? ` ${expression}` : "";
  switch (type) {
    case "check":
      return expression ? `${prefix}check (${expression})` : null;
    case "unique":
      return `${prefix}unique${extra} (${list})`;
    case "primary_key":
      return `${prefix}primary key${extra} (${list})`;
    case "foreign_key":
      if (to && toColumns.length > 0)
        return `${prefix}foreign key (${list}) references ${target(to)} (${toColumns.join(", ")})`;
      return expression ? `${prefix}foreign key (${list}) references ${expression}` : null;
    case "custom":
      return expression ? `${prefix}${expression}` : null;
    default:
      return null;
  }
};

/** @throws TsmodelError constraint-invalid */
function readConstraint(raw: Value): Constraint {
  const type = asString(member(raw, "type")) ?? "";
  if (!TYPES.has(type)) throw fail("constraint-invalid", { constraint: pyRepr(raw) });
  return {
    type,
    name: text(raw, "name"),
    expression: text(raw, "expression"),
    to: text(raw, "to"),
    toColumns: listOf(raw, "to_columns").map(pyStr),
    columns: listOf(raw, "columns").map(pyStr),
    warnUnenforced: member(raw, "warn_unenforced") !== false,
    warnUnsupported: member(raw, "warn_unsupported") !== false,
  };
}

const member = (record: Value, key: string): Value =>
  record instanceof PyDict ? (record.get(key) ?? null) : null;

function text(record: Value, key: string): string {
  const value = member(record, key);
  return value === null ? "" : pyStr(value);
}

function listOf(record: Value, key: string): Value[] {
  const value = member(record, key);
  return Array.isArray(value) ? value : [];
}
