/**
 * Values of nodes ⇄ JSON that loses nothing: what YAML tells apart and JSON does not (1.0 and 1, dates, mappings with
 * numbers for keys) is written as `{"$": kind, "v": …}`.
 */
import { PyDict, PyFloat } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";
import { PyDateTime } from "../template/python/date-time.ts";
import { PyDate } from "../template/python/date.ts";
import { FixedZone } from "../template/python/time-zone.ts";

/** Something that cannot be kept: then the project is not cached. */
export class NotCacheable extends Error {}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** @throws NotCacheable for values of kinds that no YAML file has */
export function encodeValue(value: unknown): Json {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : tagged("number", String(Object.is(value, -0) ? "-0" : value));
    case "bigint":
      return tagged("bigint", String(value));
    case "undefined":
      return tagged("undefined", null);
    case "object":
      return value === null ? null : encodeObject(value);
    default:
      throw new NotCacheable(`a ${typeof value} among the values of a node`);
  }
}

const tagged = (kind: string, value: Json): Json => ({ $: kind, v: value });

function encodeObject(value: object): Json {
  if (Array.isArray(value)) return value.map(encodeValue);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return encodeRecord(value as { [key: string]: unknown });
  if (value instanceof PyFloat) return tagged("float", encodeValue(value.n));
  if (value instanceof PyDict)
    return tagged(
      "dict",
      value.entries().map(([key, item]) => [encodeValue(key), encodeValue(item)]),
    );
  if (value instanceof PyDateTime) return tagged("datetime", encodeDateTime(value));
  if (value instanceof PyDate && prototype === PyDate.prototype)
    return tagged("date", [value.year, value.month, value.day]);
  if (value instanceof Map)
    return tagged(
      "map",
      [...value].map(([key, item]) => [encodeValue(key), encodeValue(item)]),
    );
  if (value instanceof Set) return tagged("set", [...value].map(encodeValue));
  throw new NotCacheable(
    `a ${(value as { pyTypeName?: string }).pyTypeName ?? value.constructor.name} among the values of a node`,
  );
}

function encodeRecord(record: { readonly [key: string]: unknown }): Json {
  if ("$" in record)
    return tagged(
      "record",
      Object.keys(record).map((key) => [key, encodeValue(record[key])]),
    );
  const encoded: { [key: string]: Json } = {};
  for (const key of Object.keys(record)) encoded[key] = encodeValue(record[key]);
  return encoded;
}

function encodeDateTime({ year, month, day, clock }: PyDateTime): Json {
  const { hour, minute, second, microsecond, zone, fold } = clock;
  if (zone !== null && !(zone instanceof FixedZone))
    throw new NotCacheable("a time zone among the values of a node");
  return [year, month, day, hour, minute, second, microsecond, fold, zone === null ? null : zone.utcOffset()];
}

export function decodeValue(json: unknown): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map(decodeValue);
  const record = json as { readonly [key: string]: unknown };
  if ("$" in record) return decodeTagged(String(record["$"]), record["v"]);
  const decoded: { [key: string]: unknown } = {};
  for (const key of Object.keys(record)) decoded[key] = decodeValue(record[key]);
  return decoded;
}

type Pairs = readonly (readonly [unknown, unknown])[];
const pairs = (value: unknown): [unknown, unknown][] =>
  (value as Pairs).map(([key, item]) => [decodeValue(key), decodeValue(item)]);

function decodeTagged(kind: string, value: unknown): unknown {
  switch (kind) {
    case "number":
      return Number(value);
    case "bigint":
      return BigInt(value as string);
    case "undefined":
      return undefined;
    case "float":
      return new PyFloat(decodeValue(value) as number);
    case "dict":
      return PyDict.of(pairs(value) as [Value, Value][]);
    case "date": {
      const [year, month, day] = value as [number, number, number];
      return new PyDate(year, month, day);
    }
    case "datetime":
      return decodeDateTime(value as readonly (number | null)[]);
    case "map":
      return new Map(pairs(value));
    case "set":
      return new Set((value as unknown[]).map(decodeValue));
    case "record":
      return Object.fromEntries(pairs(value));
    default:
      throw new NotCacheable(`a value of the kind ${kind}`);
  }
}

function decodeDateTime(parts: readonly (number | null)[]): PyDateTime {
  const [year, month, day, hour, minute, second, microsecond, fold] = parts as readonly number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = parts[8];
  const zone = typeof offset === "number" ? new FixedZone(offset) : null;
  return new PyDateTime({ year, month, day }, { hour, minute, second, microsecond, fold, zone });
}
