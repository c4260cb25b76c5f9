/**
 * DuckDB type → Postgres type, and how its values travel in COPY's binary format. The whole table is here;
 * docs/publish.md shows it to users.
 */
import {
  type DuckDBDecimalType,
  type DuckDBEnumType,
  type DuckDBListType,
  type DuckDBType,
  DuckDBTypeId,
} from "@duckdb/node-api";
import { quoteName } from "./quote.ts";

/** Shape of stored integers in a DuckDB vector: signedness and bits. */
export type StoredInteger = "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "i64" | "u64" | "i128" | "u128";

/** From the bytes of a DuckDB vector to the bytes Postgres reads. */
export type Wire =
  | { readonly kind: "bool" }
  | { readonly kind: "integer"; readonly stored: StoredInteger; readonly bytes: 2 | 4 | 8 }
  /** `digits` in all, `scale` of them after the point; stored as the number times 10^scale. */
  | {
      readonly kind: "numeric";
      readonly stored: StoredInteger;
      readonly digits: number;
      readonly scale: number;
    }
  | { readonly kind: "float"; readonly bytes: 4 | 8 }
  | { readonly kind: "text" }
  | { readonly kind: "jsonb" }
  | { readonly kind: "bytes" }
  | { readonly kind: "enum"; readonly stored: "u8" | "u16" | "u32"; readonly values: readonly string[] }
  | { readonly kind: "uuid" }
  | { readonly kind: "date" }
  | { readonly kind: "timestamp" }
  | { readonly kind: "time" }
  | { readonly kind: "time-zoned" }
  | { readonly kind: "interval" };

/** Everything needed to create and fill one column. */
export interface ColumnMapping {
  readonly name: string;
  readonly sourceType: string; // as DuckDB prints it, e.g. "DECIMAL(18,2)"
  /** Type of the column while it is loaded. */
  readonly loadType: string;
  /** Type of the column in the end; differs from `loadType` when Postgres itself must convert from text. */
  readonly finalType: string;
  /** DuckDB expression that is read, e.g. `to_json("payload")::VARCHAR`. */
  readonly expression: string;
  readonly wire: Wire;
}

interface Mapped {
  readonly type: string;
  readonly wire: Wire;
  /** Applied to the quoted column name; absent when the column is read as it is. */
  readonly cast?: (column: string) => string;
  /** Set when Postgres converts from text after the load. */
  readonly viaText?: boolean;
}

const T = DuckDBTypeId;
const integer = (type: string, stored: StoredInteger, bytes: 2 | 4 | 8): Mapped => ({
  type,
  wire: { kind: "integer", stored, bytes },
});
const numeric = (digits: number, scale: number, stored: StoredInteger): Mapped => ({
  type: `numeric(${digits},${scale})`,
  wire: { kind: "numeric", stored, digits, scale },
});
const asTimestamp = (column: string): string => `${column}::TIMESTAMP`;
const asVarchar = (column: string): string => `${column}::VARCHAR`;
const asJson = (column: string): string => `to_json(${column})::VARCHAR`;
const jsonb = (cast: (column: string) => string): Mapped => ({
  type: "jsonb",
  wire: { kind: "jsonb" },
  cast,
});

/** Types whose mapping needs nothing but their id. HUGEINT reaches 39 digits, so 38 would not hold them all. */
const simpleTypes: ReadonlyMap<DuckDBTypeId, Mapped> = new Map<DuckDBTypeId, Mapped>([
  [T.BOOLEAN, { type: "boolean", wire: { kind: "bool" } }],
  [T.TINYINT, integer("smallint", "i8", 2)],
  [T.UTINYINT, integer("smallint", "u8", 2)],
  [T.SMALLINT, integer("smallint", "i16", 2)],
  [T.USMALLINT, integer("integer", "u16", 4)],
  [T.INTEGER, integer("integer", "i32", 4)],
  [T.UINTEGER, integer("bigint", "u32", 8)],
  [T.BIGINT, integer("bigint", "i64", 8)],
  [T.UBIGINT, numeric(20, 0, "u64")],
  [T.HUGEINT, numeric(39, 0, "i128")],
  [T.UHUGEINT, numeric(39, 0, "u128")],
  [T.BIGNUM, { type: "numeric", wire: { kind: "text" }, cast: asVarchar, viaText: true }],
  [T.FLOAT, { type: "real", wire: { kind: "float", bytes: 4 } }],
  [T.DOUBLE, { type: "double precision", wire: { kind: "float", bytes: 8 } }],
  [T.VARCHAR, { type: "text", wire: { kind: "text" } }],
  [T.BLOB, { type: "bytea", wire: { kind: "bytes" } }],
  [T.BIT, { type: "bit varying", wire: { kind: "text" }, cast: asVarchar, viaText: true }],
  [T.DATE, { type: "date", wire: { kind: "date" } }],
  [T.TIME, { type: "time without time zone", wire: { kind: "time" } }],
  [
    T.TIME_NS,
    { type: "time without time zone", wire: { kind: "time" }, cast: (column) => `${column}::TIME` },
  ],
  [T.TIME_TZ, { type: "time with time zone", wire: { kind: "time-zoned" } }],
  [T.TIMESTAMP, { type: "timestamp without time zone", wire: { kind: "timestamp" } }],
  [T.TIMESTAMP_S, { type: "timestamp without time zone", wire: { kind: "timestamp" }, cast: asTimestamp }],
  [T.TIMESTAMP_MS, { type: "timestamp without time zone", wire: { kind: "timestamp" }, cast: asTimestamp }],
  [T.TIMESTAMP_NS, { type: "timestamp without time zone", wire: { kind: "timestamp" }, cast: asTimestamp }],
  [T.TIMESTAMP_TZ, { type: "timestamp with time zone", wire: { kind: "timestamp" } }],
  [T.INTERVAL, { type: "interval", wire: { kind: "interval" } }],
  [T.UUID, { type: "uuid", wire: { kind: "uuid" } }],
  [T.SQLNULL, { type: "text", wire: { kind: "text" }, cast: asVarchar }],
  [T.LIST, jsonb(asJson)],
  [T.ARRAY, jsonb(asJson)],
  [T.STRUCT, jsonb(asJson)],
  [T.MAP, jsonb(asJson)],
  [T.UNION, jsonb(asJson)],
  // Its NULL would become the JSON word null.
  [T.VARIANT, jsonb((column) => `CASE WHEN ${column} IS NOT NULL THEN ${column}::JSON::VARCHAR END`)],
]);

/** Postgres types a column can be told to have that we can write directly, by the type's fixed oid. */
const overrideTypes: ReadonlyMap<number, { readonly duckdb: string; readonly wire: Wire }> = new Map([
  [16, { duckdb: "BOOLEAN", wire: { kind: "bool" } as Wire }],
  [21, { duckdb: "SMALLINT", wire: { kind: "integer", stored: "i16", bytes: 2 } }],
  [23, { duckdb: "INTEGER", wire: { kind: "integer", stored: "i32", bytes: 4 } }],
  [20, { duckdb: "BIGINT", wire: { kind: "integer", stored: "i64", bytes: 8 } }],
  [700, { duckdb: "FLOAT", wire: { kind: "float", bytes: 4 } }],
  [701, { duckdb: "DOUBLE", wire: { kind: "float", bytes: 8 } }],
  [25, { duckdb: "VARCHAR", wire: { kind: "text" } }], // text
  [1042, { duckdb: "VARCHAR", wire: { kind: "text" } }], // char(n)
  [1043, { duckdb: "VARCHAR", wire: { kind: "text" } }], // varchar(n)
  [114, { duckdb: "JSON", wire: { kind: "text" } }],
  [3802, { duckdb: "JSON", wire: { kind: "jsonb" } }],
  [17, { duckdb: "BLOB", wire: { kind: "bytes" } }],
  [1082, { duckdb: "DATE", wire: { kind: "date" } }],
  [1083, { duckdb: "TIME", wire: { kind: "time" } }],
  [1266, { duckdb: "TIMETZ", wire: { kind: "time-zoned" } }],
  [1114, { duckdb: "TIMESTAMP", wire: { kind: "timestamp" } }],
  [1184, { duckdb: "TIMESTAMPTZ", wire: { kind: "timestamp" } }],
  [1186, { duckdb: "INTERVAL", wire: { kind: "interval" } }],
  [2950, { duckdb: "UUID", wire: { kind: "uuid" } }],
]);

const NUMERIC_OID = 1700;

/** The mapping of a column that has no type of its own in Postgres; undefined when there is none. */
export function findMapping(name: string, type: DuckDBType): ColumnMapping | undefined {
  const mapped = findMapped(type);
  if (mapped === undefined) return undefined;
  const column = quoteName(name);
  return {
    name,
    sourceType: String(type),
    loadType: mapped.viaText ? "text" : mapped.type,
    finalType: mapped.type,
    expression: mapped.cast?.(column) ?? column,
    wire: mapped.wire,
  };
}

/**
 * The mapping of a column whose Postgres type was chosen by the user. `oid` is what Postgres says the type is;
 * a type we cannot write ourselves is loaded as text and converted by Postgres.
 */
export function overrideMapping(name: string, type: DuckDBType, chosen: string, oid: number): ColumnMapping {
  const column = quoteName(name);
  const base = { name, sourceType: String(type), loadType: chosen, finalType: chosen };
  const mapped = findMapped(type);
  if (oid === NUMERIC_OID && mapped?.wire.kind === "numeric") {
    return { ...base, expression: column, wire: mapped.wire };
  }
  if (oid === NUMERIC_OID && mapped?.wire.kind === "integer") {
    return {
      ...base,
      expression: `${column}::HUGEINT`,
      wire: { kind: "numeric", stored: "i128", digits: 39, scale: 0 },
    };
  }
  const target = overrideTypes.get(oid);
  if (target === undefined) {
    return { ...base, loadType: "text", expression: textExpression(column, type), wire: { kind: "text" } };
  }
  return { ...base, expression: castExpression(column, type, target.duckdb), wire: target.wire };
}

function findMapped(type: DuckDBType): Mapped | undefined {
  if (type.typeId === T.VARCHAR && type.alias === "JSON") return jsonb(asVarchar);
  if (type.typeId === T.DECIMAL) {
    const { width, scale } = type as DuckDBDecimalType;
    return numeric(width, scale, width <= 4 ? "i16" : width <= 9 ? "i32" : width <= 18 ? "i64" : "i128");
  }
  if (type.typeId === T.ENUM) {
    const { values, internalTypeId } = type as DuckDBEnumType;
    const stored = internalTypeId === T.UTINYINT ? "u8" : internalTypeId === T.USMALLINT ? "u16" : "u32";
    return { type: "text", wire: { kind: "enum", stored, values } };
  }
  return simpleTypes.get(type.typeId);
}

/** DuckDB's own casts, except where they would depend on the connection's time zone or lose structure. */
function castExpression(column: string, type: DuckDBType, target: string): string {
  const zoned = type.typeId === T.TIMESTAMP_TZ;
  if (zoned && (target === "TIMESTAMP" || target === "DATE")) {
    return `(${column} AT TIME ZONE 'UTC')::${target}`;
  }
  if (target === "TIMESTAMPTZ" && !zoned) return `(${column}::TIMESTAMP AT TIME ZONE 'UTC')`;
  if (target === "JSON") {
    return type.typeId === T.VARCHAR || type.typeId === T.VARIANT
      ? `${column}::JSON::VARCHAR`
      : asJson(column);
  }
  if (target === "VARCHAR" && isNested(type)) return asJson(column);
  return `CAST(${column} AS ${target})`;
}

/** Text that Postgres can parse: a list becomes an array literal (`{"a","b"}`), other nesting becomes JSON. */
function textExpression(column: string, type: DuckDBType): string {
  if (type.typeId !== T.LIST) return isNested(type) ? asJson(column) : asVarchar(column);
  if (isNested((type as DuckDBListType).valueType)) return asJson(column);
  const escaped = String.raw`replace(replace(x::VARCHAR, '\', '\\'), '"', '\"')`;
  const element = `CASE WHEN x IS NULL THEN 'NULL' ELSE '"' || ${escaped} || '"' END`;
  return `'{' || array_to_string(list_transform(${column}, lambda x: ${element}), ',') || '}'`;
}

function isNested(type: DuckDBType): boolean {
  return [T.LIST, T.ARRAY, T.STRUCT, T.MAP, T.UNION, T.VARIANT].includes(type.typeId);
}
