/** Names for the numbers of parquet.thrift, and the column types this program writes. */
import { binary, boolean, i32, struct, type ThriftFields, type ThriftValue } from "./thrift.ts";

export const encoding = { plain: 0, rle: 3, deltaBinary: 5, deltaText: 7, dictionary: 8 } as const;
export const pageType = { data: 0, dictionary: 2 } as const;
const physical = { boolean: 0, int32: 1, int64: 2, bytes: 6 } as const;
const converted = { utf8: 0, timestampMicros: 10 } as const;
const OPTIONAL = 1;

export type ColumnType = "text" | "timestamp" | "integer" | "boolean";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export function physicalType(type: ColumnType): number {
  switch (type) {
    case "text":
      return physical.bytes;
    case "timestamp":
      return physical.int64;
    case "integer":
      return physical.int32;
    case "boolean":
      return physical.boolean;
  }
}

/** The schema as a list of elements: the row, then its columns, every one of which may hold nulls. */
export function schemaElements(columns: readonly Column[]): ThriftValue[] {
  const root = struct({ 4: binary("schema"), 5: i32(columns.length) });
  return [
    root,
    ...columns.map(({ name, type }) =>
      struct({ 1: i32(physicalType(type)), 3: i32(OPTIONAL), 4: binary(name), ...annotation(type) }),
    ),
  ];
}

/** What the bytes mean, in the old way and the new one, for old readers and new ones. */
function annotation(type: ColumnType): ThriftFields {
  const nothing = struct({});
  if (type === "text") return { 6: i32(converted.utf8), 10: struct({ 1: nothing }) };
  if (type !== "timestamp") return {};
  const microsInUtc = struct({ 1: boolean(true), 2: struct({ 2: nothing }) });
  return { 6: i32(converted.timestampMicros), 10: struct({ 8: microsInUtc }) };
}
