/** From a raw entry to one that is rendered, checked, and in dbt's present form. */
import type { RenderContext } from "@tsmodel/jinja";
import { fail, type TsmodelError } from "../../errors/tsmodel-error.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { configSchemaOf } from "../config/config-schema.ts";
import { nearestConfigKey, warnConfigKey } from "../config/misspelled-config.ts";
import type { ParseState } from "../parse-state.ts";
import { placeOf, type RawEntry } from "./properties-file.ts";
import { renderEntry, type MutableEntry } from "./render-entry.ts";
import type { Shape } from "./shape.ts";
import { findMisspelledKeys, findShapeProblem } from "./shape.ts";

export interface Entry {
  readonly raw: RawEntry;
  readonly value: MutableEntry;
  readonly name: string;
}

/** @throws TsmodelError yaml-render-failed, properties-shape */
export function prepareEntry(state: ParseState, raw: RawEntry, shape: Shape, context: RenderContext): Entry {
  const value = renderEntry(raw, context, state.environment);
  checkShape(raw, value, shape);
  warnMisspelled(state, raw, value, shape);
  return { raw, value, name: value.name as string };
}

export function checkShape(raw: RawEntry, value: unknown, shape: Shape): void {
  const problem = findShapeProblem(value, shape);
  if (problem === undefined) return;
  throw fail(
    "properties-shape",
    {
      section: raw.section,
      path: raw.file.source.originalPath,
      name: String(raw.value.name ?? raw.value.model ?? ""),
      text: problem.text,
      nearest: problem.nearest,
    },
    { at: [placeOf(raw, problem.path, problem.what)] },
  );
}

function warnMisspelled(state: ParseState, raw: RawEntry, value: MutableEntry, shape: Shape): void {
  for (const { path, key, nearest } of findMisspelledKeys(value, shape)) {
    state.warnings.add(
      "CustomKeyInObjectDeprecation",
      fail(
        "properties-unknown-key",
        { key, path: raw.file.source.originalPath, nearest },
        { at: [placeOf(raw, path, "key")] },
      ),
      { key, file: raw.file.source.originalPath },
    );
  }
  warnMisplaced(state, raw, value, shape);
  warnMisspelledConfig(state, raw, value);
}

function warnMisspelledConfig(state: ParseState, raw: RawEntry, value: MutableEntry): void {
  const type = CONFIGURED[raw.section];
  if (type === undefined || !isYamlObject(value.config)) return;
  for (const key in value.config) {
    const nearest = nearestConfigKey(key, type, state);
    if (nearest !== undefined)
      warnConfigKey(state, {
        key,
        nearest,
        file: raw.file.source.originalPath,
        at: [placeOf(raw, ["config", key], "key")],
      });
  }
}

/** `materialized: table` beside `config:` does nothing: say so. */
function warnMisplaced(state: ParseState, raw: RawEntry, value: MutableEntry, shape: Shape): void {
  const type = CONFIGURED[raw.section];
  if (type === undefined) return;
  const { fields } = configSchemaOf(type);
  for (const key in value) {
    if (key in shape.keys || !fields.has(key)) continue;
    const error = fail(
      "properties-misplaced-config",
      { key, path: raw.file.source.originalPath },
      { at: [placeOf(raw, [key], "key")] },
    );
    state.warnings.deprecate("PropertyMovedToConfigDeprecation", () => error, {
      key,
      file: raw.file.source.originalPath,
    });
  }
}

const CONFIGURED: { readonly [section: string]: "model" | "seed" | "snapshot" | undefined } = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
};

/** Keys that were moved into `config`: found beside it, they count as if they were in it. @throws TsmodelError properties-twice */
export function moveIntoConfig(entry: Entry): void {
  const { value } = entry;
  for (const key of ["meta", "docs", "group", "contract", "access"]) {
    if (!Object.hasOwn(value, key)) continue;
    const config = (value.config ??= {}) as MutableEntry;
    if (Object.hasOwn(config, key)) throw twice(entry, key);
    config[key] = value[key];
    delete value[key];
  }
}

function twice({ raw }: Entry, key: string): TsmodelError {
  return fail(
    "properties-twice",
    { key, path: raw.file.source.originalPath },
    { at: [placeOf(raw, [key], "key"), placeOf(raw, ["config", key], "key")] },
  );
}

/** `tests:` is the old word for `data_tests:`, on entries, columns and versions. @throws TsmodelError tests-twice */
export function renameTests(entry: Entry): void {
  renameIn(entry, entry.value, []);
  renameInColumns(entry, entry.value.columns, ["columns"]);
  for (const [index, version] of listOf(entry.value.versions).entries()) {
    renameIn(entry, version, ["versions", index]);
    renameInColumns(entry, version.columns, ["versions", index, "columns"]);
  }
}

function renameInColumns(entry: Entry, columns: unknown, path: readonly (string | number)[]): void {
  for (const [index, column] of listOf(columns).entries()) renameIn(entry, column, [...path, index]);
}

export function renameIn(entry: Entry, value: MutableEntry, path: readonly (string | number)[]): void {
  const tests = value.tests;
  if (!Array.isArray(tests) || tests.length === 0) return;
  if ("data_tests" in value)
    throw fail(
      "tests-twice",
      { path: entry.raw.file.source.originalPath },
      { at: [placeOf(entry.raw, [...path, "tests"], "key")] },
    );
  value.data_tests = tests;
  delete value.tests;
}

export function listOf(value: unknown): MutableEntry[] {
  return Array.isArray(value) ? (value as MutableEntry[]) : [];
}
