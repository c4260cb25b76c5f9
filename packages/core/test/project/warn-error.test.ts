/** What becomes of a warning under --warn-error and its options: each as dbt 1.11 was seen to decide. */
import { expect, test } from "vitest";
import type { TsmodelEvent } from "../../src/events/event.ts";
import { fail, type TsmodelError } from "../../src/errors/tsmodel-error.ts";
import { readFlags } from "../../src/project/read-flags.ts";
import { heedingFlags, warningFate, type WarningFate } from "../../src/project/warn-error.ts";

const all = { require_all_warnings_handled_by_warn_error: true };

test.each<[flags: object, name: string, code: string, WarningFate]>([
  [{}, "DeprecatedModel", "I065", "warning"],
  [{ warn_error: true }, "DeprecatedModel", "I065", "error"],
  [{ warn_error_options: { error: ["DeprecatedModel"] } }, "DeprecatedModel", "I065", "error"],
  [{ warn_error_options: { error: "all", warn: ["DeprecatedModel"] } }, "DeprecatedModel", "I065", "warning"],
  [{ warn_error_options: { error: "all", silence: ["Deprecations"] } }, "ConfigLogPathDeprecation", "D010", "silent"],
  [{ warn_error_options: { warn: null, error: null, silence: ["DeprecatedModel"] } }, "DeprecatedModel", "I065", "silent"],
  // Told past these options, unless the flag wants every warning handled.
  [{ warn_error: true }, "MicrobatchModelNoEventTimeInputs", "I074", "warning"],
  [{ warn_error: true, ...all }, "MicrobatchModelNoEventTimeInputs", "I074", "error"],
  [{ warn_error_options: { silence: ["GetMetaKeyWarning"] } }, "GetMetaKeyWarning", "D041", "warning"],
  [{ warn_error_options: { silence: ["GetMetaKeyWarning"] }, ...all }, "GetMetaKeyWarning", "D041", "silent"],
])("%j: %s", (flags, name, code, fate) => {
  expect(warningFate(flags as Parameters<typeof warningFate>[0], name, code)).toBe(fate);
});

test("a report that heeds them: silenced deprecations are counted, other silenced warnings are gone", () => {
  const seen: TsmodelEvent[] = [];
  const report = heedingFlags({ warn_error_options: { silence: ["A", "B"], error: ["C"] } }, (event) => seen.push(event));
  const warning = (name: string, code: string): TsmodelEvent => ({ type: "warning", name, code, error: fail("microbatch-macro", {}) });
  report(warning("A", "D010"));
  report(warning("B", "I065"));
  report(warning("D", "I065"));
  expect(seen).toEqual([expect.objectContaining({ type: "message", name: "A", data: { repeated: true } }), warning("D", "I065")]);
  expect(() => report(warning("C", "I001"))).toThrow();
});

test.each<[options: string, message: string]>([
  ["{error: [DeprecatedModels]}", "warn_error_options: DeprecatedModels is not a valid dbt error name (in `error`)"],
  ["{error: [all]}", "all is not a valid dbt error name"],
  ["{error: DeprecatedModel}", "`error` must be one of ('all', '*') or a list of event names"],
  ["{silence: all}", "`silence` must be a list of event names"],
  ["{warn: [DeprecatedModel]}", "`warn` can only be specified if `error` is one of ('all', '*')"],
  ["{include: all, error: all}", "Only `include` or `error` can be specified"],
])("%s is refused", (options, message) => {
  expect(() => readOptions(options)).toThrow(message);
});

test.each([
  "{error: '*', warn: [DeprecatedModel, WEOIncludeExcludeDeprecation, ProjectFlagUnknown]}",
  "{error: [Deprecations], warn: [DeprecatedModel]}",
  "{silence: [Deprecations], warn: [ConfigLogPathDeprecation]}",
  "{warn: null, error: null, silence: [TestsConfigDeprecation]}",
  "{other: [x]}",
])("%s is taken", (options) => {
  expect(readOptions(options)).toHaveProperty("warn_error_options");
});

function readOptions(options: string): object {
  return readFlags({ command: "parse", args: { warn_error_options: options }, env: {}, projectFlags: {}, report: () => undefined });
}

test("what dbt_project.yml gets wrong has its place there, what was typed has none", () => {
  const at = { file: "dbt_project.yml", line: 4, column: 3 };
  const input = { command: "parse", env: {}, projectFlags: { warn_error_options: { error: ["X"] } }, locateFlag: () => at, report: () => undefined };
  const refusal = (args: { readonly [name: string]: string }): unknown => {
    try {
      return readFlags({ ...input, args });
    } catch (error) {
      return (error as TsmodelError).at;
    }
  };
  expect(refusal({})).toEqual([at]);
  expect(refusal({ warn_error_options: "{error: [Y]}" })).toEqual([]);
});
