/** Rows from outside → a temporary table, by COPY. */
import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { LoadedTable, LoadKind, LoadTable, LoadValue } from "@tsmodel/core/adapter";
import { escapeCopyText } from "./copy-rows.ts";
import type { PgClient } from "./driver.ts";

const TYPES: { readonly [kind in LoadKind]: string } = {
  boolean: "boolean",
  bigint: "bigint",
  numeric: "numeric",
  double: "double precision",
  text: "text",
  timestamptz: "timestamp with time zone",
  bytes: "bytea",
  json: "jsonb",
};

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export function createLoadTable({ name, columns }: LoadTable): { readonly sql: string; readonly loaded: LoadedTable } {
  const relation = `pg_temp.${quote(name)}`;
  const definitions = columns.map((column) => `${quote(column.name)} ${TYPES[column.kind]}`);
  return {
    sql: `create temporary table ${quote(name)} (${definitions.join(", ")})`,
    loaded: { relation, types: columns.map(({ kind }) => TYPES[kind]) },
  };
}

/** @throws what `pg` and the rows throw */
export async function copyLoadedRows(client: PgClient, sql: string, batches: AsyncIterable<readonly (readonly LoadValue[])[]>): Promise<void> {
  const module = await import("pg-copy-streams");
  const from = module.from ?? module.default.from;
  await pipeline(Readable.from(pieces(batches)), client.query(from(sql)));
}

async function* pieces(batches: AsyncIterable<readonly (readonly LoadValue[])[]>): AsyncGenerator<Buffer> {
  for await (const rows of batches) {
    if (rows.length > 0) yield Buffer.from(rows.map((row) => `${row.map(loadText).join("\t")}\n`).join(""));
  }
}

function loadText(value: LoadValue): string {
  if (value === null) return "\\N";
  if (typeof value === "string") return escapeCopyText(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString("hex")}`;
  return String(value);
}
