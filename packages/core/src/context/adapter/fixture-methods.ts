/**
 * Rows of unit tests as SQL. Macros write them (macros/unit-tests/fixtures.sql), with six calls for each value; where none of
 * these macros is anybody's own, this does the same in one.
 */
import { asString, PyDict, pyStr, type Value } from "@tsmodel/jinja";
import { method, type Methods } from "../../template/python/function.ts";
import type { SharedContext } from "../shared-context.ts";
import type { PureScope } from "./adapter-scope.ts";

/** What writes a value. */
const WRITERS: readonly string[] = ["format_row", "safe_cast", "string_literal", "escape_single_quotes"];

export const fixtureMethods: Methods<PureScope> = {
  /** None where the macros are to write the rows, or to say what is wrong with them. */
  tsmodel_write_fixture_rows: method(
    ["rows", "types", "quoted", "fill"],
    ({ shared }, rows: Value, types: Value, quoted: Value, fill: Value) => {
      if (!Array.isArray(rows) || rows.length === 0 || !(types instanceof PyDict) || !(quoted instanceof PyDict)) return null;
      return isWritingUsual(shared) ? (writeFixtureRows(rows, types, quoted, fill === true) ?? null) : null;
    },
  ),
};

/** Whether values are written by the built-in macros that serve any adapter. */
export const isWritingUsual = ({ registry }: SharedContext): boolean => registry.areDefaults(WRITERS);

/**
 * "select … union all select …".
 * @param types of columns, by names in lower case
 * @param quoted how columns are named, by names in lower case
 * @param fill columns that a row leaves out are null
 * @returns undefined when a row has a column that is not known
 */
export function writeFixtureRows(rows: readonly Value[], types: PyDict, quoted: PyDict, fill: boolean): string | undefined {
  const nulls = fill ? typedNulls(types) : new Map<string, string>();
  const texts: string[] = [];
  for (const row of rows) {
    const values = row instanceof PyDict ? writeValues(row, types, new Map(nulls)) : undefined;
    if (values === undefined) return undefined;
    const columns = Array.from(values, ([name, value]) => ` ${value} as ${pyStr(quoted.get(name) ?? name)}`);
    texts.push(`select${columns.join(",")}`);
  }
  return texts.join("\nunion all\n");
}

function typedNulls(types: PyDict): Map<string, string> {
  const nulls = new Map<string, string>();
  for (const [name, type] of types.entries()) nulls.set(pyStr(name), `cast(null as ${pyStr(type)})`);
  return nulls;
}

/** undefined when a column is not known. */
function writeValues(row: PyDict, types: PyDict, values: Map<string, string>): ReadonlyMap<string, string> | undefined {
  for (const [given, value] of row.entries()) {
    const name = pyStr(given).toLowerCase();
    const type = types.get(name);
    if (typeof type !== "string") return undefined;
    const text = asString(value);
    if (text === undefined) values.set(name, cast(value === null ? "null" : pyStr(value), type));
    // A length would cut the text short.
    else values.set(name, cast(`'${text.replaceAll("'", "''")}'`, type.includes("varying") ? type.split("(")[0]! : type));
  }
  return values;
}

/** As `safe_cast` writes it. */
const cast = (value: string, type: string): string => `\n    \n    cast(${value} as ${type})\n`;
