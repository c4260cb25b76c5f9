/** Names and ids of generic tests, letter for letter as dbt makes them. */
import { pyRepr } from "@tsmodel/jinja";
import { isYamlObject } from "../../project/yaml-value.ts";
import { md5 } from "../../util/hash.ts";
import { strOf } from "../python-text.ts";

export interface TestNames {
  /** Below 64 characters: file name and alias. */
  readonly short: string;
  /** In the unique id and the fqn. */
  readonly full: string;
}

/**
 * A name from everything that tells one test from another.
 * @param type e.g. "source_not_null" or "dbt_utils_equality"
 * @param target the tested resource's name, with its version
 */
export function synthesizeTestNames(
  type: string,
  target: string,
  args: { readonly [name: string]: unknown },
): TestNames {
  const parts: string[] = [];
  for (const name of Object.keys(args).sort(compareText)) {
    if (name === "model") continue;
    const value = args[name];
    for (const part of isYamlObject(value)
      ? Object.values(value)
      : Array.isArray(value)
        ? (value as unknown[])
        : [value]) {
      parts.push(strOf(part).replace(/[^0-9a-zA-Z_]+/g, "_"));
    }
  }
  const identifier = `${type}_${target}`;
  const full = `${identifier}_${parts.join("__")}`;
  return {
    full,
    short: full.length >= 64 && [...full].length >= 64 ? `${[...identifier].slice(0, 30).join("")}_${md5(full)}` : full,
  };
}

export interface TestMetadataInput {
  readonly namespace: string | null;
  readonly name: string;
  readonly kwargs: { readonly [name: string]: unknown };
}

/** The ten characters that end a generic test's unique id. */
export function testHash(name: string, metadata: TestMetadataInput): string {
  return md5(`${name}${hashable(metadata)}`).slice(-10);
}

/** Python's repr of a value whose mappings are sorted by key, and of which everything else that is no list is text. */
function hashable(value: unknown): string {
  if (Array.isArray(value)) return `[${(value as unknown[]).map(hashable).join(", ")}]`;
  if (!isYamlObject(value)) return pyRepr(strOf(value));
  const entries = Object.keys(value)
    .sort(compareText)
    .map((key) => `${pyRepr(key)}: ${hashable(value[key])}`);
  return `{${entries.join(", ")}}`;
}

/** By code point, as Python sorts. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
