/** Our macros against dbt's: the same names and arguments, and for each recorded call the same SQL and the same doings. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Environment } from "@tsmodel/jinja";
import { readInternalPackage } from "@tsmodel/core/adapter";
import { parseMacroFile } from "../../../core/src/macro/parse-macro-file.ts";
import { duckdb } from "../../src/index.ts";
import { callCase, compileMacros, type MacroCase } from "./macro-world.ts";

interface Signature {
  readonly arguments: readonly string[];
  readonly defaults: readonly string[];
}
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const signatures = read("signatures.json") as {
  readonly [packageName: string]: { readonly [macro: string]: Signature };
};
const cases = read("cases.json") as readonly (MacroCase & {
  readonly expected: { readonly value?: unknown; readonly log?: unknown; readonly raised?: string };
})[];
const packages = [
  ...duckdb.macroPackages,
  readInternalPackage("dbt", new URL("../../../core/macros/dbt/", import.meta.url)),
];

/** Beyond dbt's: what our own macros are cut into. */
const OWN =
  /^(default__|duckdb__)?tsmodel_(ensure_transaction|get_unit_test_columns|replace_at_once|swap_relation)$|^duckdb__(alter_column_type|check_foreign_key_dependents|get_catalog_sql|layout_(columns|sql)|merge_\w+|read_function|set_dependents_aside)$/;

const environment = new Environment();

/** Materializations have arguments of their own kind: only their presence is compared. */
function signaturesOf(
  packageName: string,
  path: string,
  text: string,
): readonly (readonly [string, readonly string[]])[] {
  return parseMacroFile(text, { packageName, path, createdAt: 0 }).map(({ name, macro_sql: source }) => {
    const template = environment.compile(source, { name });
    const macro = template.macro(name) ?? template.macro(name.replace(/^test_/, ""));
    return [name, macro?.argumentNames ?? signatures[packageName]![name]?.arguments ?? []];
  });
}

for (const { name, files } of packages) {
  test(`every macro of ${name} is there, with its arguments in order`, () => {
    const found = new Map<string, readonly string[]>();
    for (const [file, text] of files())
      if (file.endsWith(".sql"))
        for (const [macro, parameters] of signaturesOf(name, file, text)) found.set(macro, parameters);
    const wanted = signatures[name]!;
    for (const [macro, signature] of Object.entries(wanted))
      expect([macro, found.get(macro)]).toEqual([macro, signature.arguments]);
    expect([...found.keys()].filter((macro) => !Object.hasOwn(wanted, macro) && !OWN.test(macro))).toEqual(
      [],
    );
  });
}

describe("each call does what dbt's macro does", () => {
  const macros = compileMacros(packages);
  for (const { expected, ...one } of cases) {
    test(`${one.macro}(${JSON.stringify(one.args ?? []).slice(1, 90)}) ${JSON.stringify(one.config ?? {}).slice(0, 60)}`, () => {
      expect(callCase(macros, one)).toEqual("raised" in expected ? { raised: true } : expected);
    });
  }
});
