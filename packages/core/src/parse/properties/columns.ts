/** Columns of properties files → `columns` of nodes and sources. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { ColumnInfo, Constraint } from "../../manifest/node.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { findNearestName } from "../../util/nearest-name.ts";
import { strOf } from "../python-text.ts";
import { semanticWord } from "./semantic-words.ts";

export type ColumnEntry = { readonly [key: string]: unknown; readonly name: string };

/** What is no key of a column of its own stays on it. */
const COLUMN_KEYS: ReadonlySet<string> = new Set([
  "name",
  "description",
  "meta",
  "data_type",
  "constraints",
  "docs",
  "config",
  "data_tests",
  "tests",
  "quote",
  "tags",
  "granularity",
]);

/** @throws TsmodelError constraint-type */
export function buildColumns(columns: readonly ColumnEntry[]): { [name: string]: ColumnInfo } {
  const built: { [name: string]: ColumnInfo } = {};
  for (const column of columns) built[column.name] = buildColumn(column);
  return built;
}

function buildColumn(column: ColumnEntry): ColumnInfo {
  const config = (column.config ?? {}) as { meta?: unknown; tags?: unknown };
  const meta = { ...(column.meta as object | undefined), ...(isYamlObject(config.meta) ? config.meta : {}) };
  const tags = columnTags(column);
  const info: ColumnInfo = {
    name: column.name,
    description: (column.description ?? "") as string,
    meta,
    data_type: (column.data_type ?? null) as string | null,
    constraints: constraintsOf(column),
    quote: (column.quote ?? null) as boolean | null,
    config: { meta, tags },
    tags,
    granularity: semanticWord(column.granularity),
    doc_blocks: [],
  };
  for (const key in column) if (!COLUMN_KEYS.has(key)) info[key] = column[key];
  // A key that was free before dbt took it: what was kept there under the name is no list of blocks.
  if (!isTextList(info.doc_blocks)) info.doc_blocks = [];
  return info;
}

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** `tags` and `config.tags`, each once. */
export function columnTags(column: ColumnEntry): string[] {
  const configured = (column.config as { tags?: unknown } | undefined)?.tags;
  const more =
    typeof configured === "string" ? [configured] : Array.isArray(configured) ? (configured as string[]) : [];
  return [...new Set([...((column.tags ?? []) as string[]), ...more])];
}

function constraintsOf(column: ColumnEntry): Constraint[] {
  const constraints = (column.constraints ?? []) as readonly { readonly [key: string]: unknown }[];
  for (const constraint of constraints) checkConstraintType(constraint, `column ${column.name}`);
  return constraints.map((constraint) => buildConstraint(constraint));
}

const CONSTRAINT_TYPES: readonly string[] = [
  "check",
  "not_null",
  "unique",
  "primary_key",
  "foreign_key",
  "custom",
];

/** @throws TsmodelError constraint-type */
export function checkConstraintType(constraint: { readonly type?: unknown }, owner: string): void {
  const type = constraint.type;
  if (typeof type === "string" && CONSTRAINT_TYPES.includes(type)) return;
  const nearest = typeof type === "string" ? findNearestName(type, CONSTRAINT_TYPES) : undefined;
  throw fail("constraint-type", {
    owner,
    type: type === undefined ? "none" : strOf(type),
    types: CONSTRAINT_TYPES,
    nearest,
  });
}

export function buildConstraint(constraint: { readonly [key: string]: unknown }): Constraint {
  return {
    type: constraint.type as Constraint["type"],
    name: (constraint.name ?? null) as string | null,
    expression: (constraint.expression ?? null) as string | null,
    warn_unenforced: (constraint.warn_unenforced ?? true) as boolean,
    warn_unsupported: (constraint.warn_unsupported ?? true) as boolean,
    to: (constraint.to ?? null) as string | null,
    to_columns: (constraint.to_columns ?? []) as string[],
  };
}

export function buildModelConstraint(constraint: { readonly [key: string]: unknown }): Constraint {
  return { ...buildConstraint(constraint), columns: (constraint.columns ?? []) as string[] };
}
