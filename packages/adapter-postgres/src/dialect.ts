/** Postgres's SQL, as far as dbt's objects depend on it. Values are those of dbt-postgres. */
import type { Dialect } from "@tsmodel/core/adapter";
import { MAX_IDENTIFIER_LENGTH, relationMethods } from "./methods/relation-methods.ts";
import { templateMethods } from "./methods/template-methods.ts";
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
  classPrefix: "Postgres",
  keepStringType: (dtype, size) =>
    dtype.toLowerCase() === "text" || (dtype.toLowerCase() === "character varying" && size === null),
  defaultQuoting: ALL,
  defaultInclude: ALL,
  renameableTypes: ["view", "table"],
  replaceableTypes: ["view", "table"],
  maxIdentifierLength: MAX_IDENTIFIER_LENGTH,
  typeLabels: { STRING: "TEXT" },
  convertSeedType: (type) => SEED_TYPES[type],
  errorLabel: "Database",
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
    float: ["real", "float4", "float", "double precision", "float8", "double"],
    integer: [
      "smallint",
      "integer",
      "bigint",
      "smallserial",
      "serial",
      "bigserial",
      "int2",
      "int4",
      "int8",
      "serial2",
      "serial4",
      "serial8",
    ],
    numeric: ["numeric", "decimal"],
  },
  dateFunction: "now()",
  behaviorFlags: { postgres_skip_autocommit_transaction_statements: true },
  implicitTransactions: true,
  relationLinksMacro: "postgres__get_relations",
  relationMethods,
  templateMethods,
};
