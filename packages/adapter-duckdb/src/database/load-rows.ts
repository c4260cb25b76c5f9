/** Rows from outside → a temporary table, through DuckDB's appender, chunk by chunk. */
import type { LoadColumn, LoadedTable, LoadKind, LoadTable, LoadValue } from "@tsmodel/core/adapter";
import { quoteName } from "../sql.ts";
import type { DuckDbConnection, DuckDbDriver, DuckDbType, DuckDbValue } from "./driver.ts";

/** Type of the finished column, and of the one that is filled. */
const TYPES: { readonly [kind in LoadKind]: { readonly type: string; readonly filled: string } } = {
  boolean: { type: "BOOLEAN", filled: "BOOLEAN" },
  bigint: { type: "BIGINT", filled: "BIGINT" },
  numeric: { type: "HUGEINT", filled: "HUGEINT" },
  double: { type: "DOUBLE", filled: "DOUBLE" },
  text: { type: "VARCHAR", filled: "VARCHAR" },
  timestamptz: { type: "TIMESTAMP WITH TIME ZONE", filled: "TIMESTAMP WITH TIME ZONE" },
  bytes: { type: "BLOB", filled: "BLOB" },
  json: { type: "JSON", filled: "VARCHAR" },
};

export function createLoadTable({ name, columns }: LoadTable): { readonly sql: string; readonly loaded: LoadedTable } {
  const relation = `temp.main.${quoteName(name)}`;
  const definitions = columns.map((column) => `${quoteName(column.name)} ${TYPES[column.kind].filled}`);
  return {
    sql: `create or replace temporary table ${quoteName(name)} (${definitions.join(", ")})`,
    loaded: { relation, types: columns.map(({ kind }) => TYPES[kind].type) },
  };
}

/** Rows of one data chunk. */
const CHUNK = 2048;

/** @throws what the driver throws */
export async function appendRows(
  connection: DuckDbConnection,
  driver: DuckDbDriver,
  { name, columns }: LoadTable,
  batches: AsyncIterable<readonly (readonly LoadValue[])[]>,
): Promise<void> {
  const appender = await connection.createAppender(name, "main", "temp");
  const types = columns.map(({ kind }) => typeOf(driver, kind));
  const convert = columns.map((column) => converter(driver, column));
  try {
    for await (const rows of batches) {
      for (let start = 0; start < rows.length; start += CHUNK) {
        const part = rows.slice(start, start + CHUNK);
        const chunk = driver.DuckDBDataChunk.create(types, part.length);
        chunk.setColumns(convert.map((value, column) => part.map((row) => value(row[column] ?? null))));
        appender.appendDataChunk(chunk);
      }
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function typeOf(driver: DuckDbDriver, kind: LoadKind): DuckDbType {
  switch (kind) {
    case "boolean":
      return driver.BOOLEAN;
    case "bigint":
      return driver.BIGINT;
    case "numeric":
      return driver.HUGEINT;
    case "double":
      return driver.DOUBLE;
    case "timestamptz":
      return driver.TIMESTAMPTZ;
    case "bytes":
      return driver.BLOB;
    default:
      return driver.VARCHAR;
  }
}

function converter(driver: DuckDbDriver, { kind }: LoadColumn): (value: LoadValue) => DuckDbValue {
  switch (kind) {
    case "bigint":
    case "numeric":
      return (value) => (value === null ? null : BigInt(value as number | bigint));
    case "double":
      return (value) => (value === null ? null : Number(value));
    case "timestamptz":
      return (value) =>
        value === null ? null : new driver.DuckDBTimestampTZValue(BigInt((value as Date).getTime()) * 1000n);
    case "bytes":
      return (value) => (value === null ? null : new driver.DuckDBBlobValue(value as Uint8Array));
    default:
      return (value) => value as DuckDbValue;
  }
}
