import { MAX_NAME_BYTES } from "../quote.ts";
import { PublishError } from "../publish-error.ts";
import type { PublishOptions, PublishTable } from "../publish-options.ts";
import { nextSchema, previousSchemas } from "./work-schemas.ts";

const PRIVILEGES = new Set([
  "SELECT",
  "INSERT",
  "UPDATE",
  "DELETE",
  "TRUNCATE",
  "REFERENCES",
  "TRIGGER",
  "MAINTAIN",
  "ALL",
]);

/**
 * Refuses what can be seen to be wrong without asking either database.
 * @throws PublishError name-invalid
 */
export function checkOptions({ schema, tables }: PublishOptions): void {
  checkSchemaName(schema);
  if (tables.length === 0) {
    throw new PublishError("name-invalid", {
      message: "there is no table to publish",
      hint: "select at least one",
    });
  }
  const seen = new Set<string>();
  for (const table of tables) {
    checkName(table.name, "table", table.name);
    if (seen.has(table.name)) {
      throw new PublishError(
        "name-invalid",
        {
          message: `two tables are to be published as "${table.name}"`,
          hint: "give one of them another name",
        },
        { table: table.name },
      );
    }
    seen.add(table.name);
    checkPrivileges(table);
  }
}

function checkSchemaName(schema: string): void {
  checkName(schema, "schema");
  const longest = previousSchemas(schema).at(-1)!;
  if (Buffer.byteLength(longest) > MAX_NAME_BYTES) {
    const text = {
      message: `the schema name "${schema}" is too long: ${longest} must fit into ${MAX_NAME_BYTES} bytes`,
    };
    throw new PublishError("name-invalid", text);
  }
  if (/^pg_|^information_schema$/.test(schema) || /__(next|prev\d*)$/.test(schema)) {
    const text = {
      message: `"${schema}" cannot be published to`,
      hint: `names that begin with pg_ belong to Postgres, and ${nextSchema("…")} and …__prev are work schemas`,
    };
    throw new PublishError("name-invalid", text);
  }
}

/** @throws PublishError name-invalid */
export function checkName(name: string, what: "schema" | "table" | "column", table?: string): void {
  const place = table === undefined ? {} : { table };
  if (name === "" || name.includes("\0")) {
    throw new PublishError("name-invalid", { message: `a ${what} needs a name` }, place);
  }
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) {
    const text = {
      message: `the ${what} name "${name}" is longer than the ${MAX_NAME_BYTES} bytes Postgres keeps`,
    };
    throw new PublishError("name-invalid", text, place);
  }
}

function checkPrivileges(table: PublishTable): void {
  for (const privilege of Object.keys(table.grants ?? {})) {
    if (PRIVILEGES.has(privilege.toUpperCase())) continue;
    const text = {
      message: `"${privilege}" is not a privilege on tables`,
      hint: `the privileges are ${[...PRIVILEGES].join(", ").toLowerCase()}`,
    };
    throw new PublishError("name-invalid", text, { table: table.name });
  }
}
