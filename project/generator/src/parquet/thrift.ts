/**
 * The part of Thrift's compact protocol that Parquet's headers and footer use: values are described as plain data and
 * written in one go (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
 */
import type { ByteSink } from "./byte-sink.ts";

export type ThriftValue =
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "i32" | "i64"; readonly value: number }
  | { readonly type: "binary"; readonly value: Uint8Array | string }
  | { readonly type: "list"; readonly of: ThriftValue["type"]; readonly values: readonly ThriftValue[] }
  | { readonly type: "struct"; readonly fields: ThriftFields };

/** Values by field id; undefined fields are left out. Ids ascend, as integer keys of an object do. */
export type ThriftFields = Readonly<Record<number, ThriftValue | undefined>>;

export const boolean = (value: boolean): ThriftValue => ({ type: "boolean", value });
export const i32 = (value: number): ThriftValue => ({ type: "i32", value });
export const i64 = (value: number): ThriftValue => ({ type: "i64", value });
export const binary = (value: Uint8Array | string): ThriftValue => ({ type: "binary", value });
export const struct = (fields: ThriftFields): ThriftValue => ({ type: "struct", fields });
export const list = (of: ThriftValue["type"], values: readonly ThriftValue[]): ThriftValue => ({
  type: "list",
  of,
  values,
});

/** Type codes of the protocol; a boolean field carries its value in the code, 1 for true and 2 for false. */
const typeCodes = { boolean: 1, i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;
const FALSE_CODE = 2;
/** Longer lists have their length in a number of its own. */
const SHORT_LIST = 15;

export function writeStruct(sink: ByteSink, fields: ThriftFields): void {
  let before = 0;
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const id = Number(key);
    const code = value.type === "boolean" && !value.value ? FALSE_CODE : typeCodes[value.type];
    if (id - before > 15) throw new RangeError(`field ${id} is too far from field ${before}`);
    sink.addByte(((id - before) << 4) | code);
    if (value.type !== "boolean") writeValue(sink, value);
    before = id;
  }
  sink.addByte(0);
}

function writeValue(sink: ByteSink, value: ThriftValue): void {
  switch (value.type) {
    case "boolean":
      return sink.addByte(value.value ? typeCodes.boolean : FALSE_CODE);
    case "i32":
    case "i64":
      return sink.addZigzag(value.value);
    case "binary": {
      const bytes = typeof value.value === "string" ? new TextEncoder().encode(value.value) : value.value;
      sink.addVarint(bytes.length);
      return sink.addBytes(bytes);
    }
    case "list": {
      const { length } = value.values;
      sink.addByte((Math.min(length, SHORT_LIST) << 4) | typeCodes[value.of]);
      if (length >= SHORT_LIST) sink.addVarint(length);
      for (const each of value.values) writeValue(sink, each);
      return;
    }
    case "struct":
      return writeStruct(sink, value.fields);
  }
}
