/** DuckDB's SQL, as far as dbt's objects depend on it. Values are those of dbt-duckdb. */
import type { Dialect } from "@tsmodel/core/adapter";
import { exclusiveGroups } from "./exclusive-groups.ts";
import { fileReads } from "./file-reads.ts";
import { templateMethods } from "./methods/template-methods.ts";
import { sourceLocation } from "./source-location.ts";
import { escapeString } from "./sql.ts";

const ALL = { database: true, schema: true, identifier: true };

/** dbt's SQL adapter types for inferred seed columns. */
const SEED_TYPES = {
  boolean: "boolean",
  integer: "integer",
  number: "float8",
  text: "text",
  date: "date",
  datetime: "timestamp without time zone",
  time: "time",
} as const;

export const dialect: Dialect = {
  quoteCharacter: '"',
  classPrefix: "DuckDB",
  requireSubqueryAlias: false,
  foldsTests: true,
  resultsTellTypes: true,
  defaultQuoting: ALL,
  defaultInclude: ALL,
  renameableTypes: [],
  replaceableTypes: [],
  maxIdentifierLength: null,
  typeLabels: { STRING: "TEXT" },
  convertSeedType: (type) => SEED_TYPES[type],
  errorLabel: "Runtime",
  constraintSupport: {
    check: "enforced",
    not_null: "enforced",
    unique: "enforced",
    primary_key: "enforced",
    foreign_key: "enforced",
  },
  validIncrementalStrategies: ["append", "delete+insert", "merge", "microbatch"],
  string: { literalEscape: escapeString },
  typeClasses: {
    string: ["text", "character varying", "character", "varchar"],
    float: ["real", "float", "float4", "float8", "double"],
    integer: [
      "tinyint",
      "smallint",
      "integer",
      "bigint",
      "hugeint",
      "utinyint",
      "usmallint",
      "uinteger",
      "ubigint",
      "int1",
      "int2",
      "int4",
      "int8",
      "short",
      "int",
      "signed",
      "long",
    ],
    numeric: ["numeric", "decimal"],
  },
  dateFunction: "now()",
  sourceLocation,
  fileReads,
  foreignKeyTarget,
  exclusiveGroups,
  templateMethods,
};

/** DuckDB takes no database in front of a foreign key's target, not even the current one. */
export function foreignKeyTarget(target: string): string {
  const parts = target.split(".");
  return parts.length > 2 ? parts.slice(1).join(".") : target;
}
