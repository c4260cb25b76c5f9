/**
 * Properties files: every section of every file, in dbt's order. Entries that describe something parsed from a file of
 * its own change that node; the others become resources. A broken entry does not keep the others from being read.
 */
import type { RenderContext } from "@tsmodel/jinja";
import { createConfiguredContext } from "../../context/configured-context.ts";
import { TsmodelError } from "../../errors/tsmodel-error.ts";
import type { FunctionNode } from "../../manifest/node.ts";
import { DataTestParser } from "../data-tests/parse-data-tests.ts";
import type { Fixture } from "../nodes/parse-fixtures.ts";
import type { SourceFile } from "../../project/discover-files.ts";
import type { ParseState, ProjectSource } from "../parse-state.ts";
import { parseExposure } from "./exposures.ts";
import { parseGroup } from "./groups.ts";
import { parseMetric } from "./metrics.ts";
import { patchMacro } from "./patch-macros.ts";
import { patchModels } from "./patch-models.ts";
import { applyPatch, patchFunction, patchNode, patchSingularTest } from "./patch-nodes.ts";
import { moveIntoConfig, prepareEntry, renameTests, type Entry } from "./prepare-entry.ts";
import {
  entriesOf,
  readProperties,
  SECTIONS,
  type PropertiesFile,
  type RawEntry,
  type Section,
} from "./properties-file.ts";
import { parseSavedQuery } from "./saved-queries.ts";
import { parseSemanticModel } from "./semantic-models.ts";
import { metricShape, savedQueryShape, semanticModelShape } from "./semantic-shapes.ts";
import type { Shape } from "./shape.ts";
import * as shapes from "./shapes.ts";
import { SourceOverrides } from "./source-overrides.ts";
import { translateSource } from "./translate-source.ts";
import { parseUnitTest } from "./unit-tests.ts";
import { addYamlSnapshot } from "./yaml-snapshots.ts";

/** What outlives a file: sources wait until all overrides are known. */
export interface PropertiesWork {
  readonly tests: DataTestParser;
  readonly fixtures: ReadonlyMap<string, Fixture>;
  readonly overrides: SourceOverrides;
  /** Source entries in reading order. */
  readonly sources: Entry[];
}

export function parseProperties(
  state: ParseState,
  { config, files }: ProjectSource,
  work: PropertiesWork,
): void {
  const context = createConfiguredContext(state.shared, config.name);
  for (const source of files.schema) {
    const file = state.problems.attempt(() => readProperties(state, source) ?? null);
    if (file === undefined) for (const section of SECTIONS) state.unread.add(section);
    else if (file !== null) parseFile(state, file, context, work);
  }
}

function parseFile(
  state: ParseState,
  file: PropertiesFile,
  context: RenderContext,
  work: PropertiesWork,
): void {
  for (const section of SECTIONS) {
    if (file.value[section] === undefined) continue;
    if (section === "data_tests") {
      attemptEntry(state, section, () => patchSingularTests(state, file, context));
      continue;
    }
    const raw = attemptEntry(state, section, () => entriesOf(file, section)) ?? [];
    if (section === "snapshots")
      for (const entry of raw) attemptEntry(state, section, () => addYamlSnapshot(state, entry));
    const entries = raw
      .map((entry) => attemptEntry(state, section, () => prepare(state, entry, context)))
      .filter((entry) => entry !== undefined);
    for (const entry of entries) attemptEntry(state, section, () => applySection(state, entry, work));
    if (TESTED.has(section)) for (const entry of entries) work.tests.parseNodeTests(entry);
  }
}

/** One file that describes models and holds nothing else, with their tests; false when it holds more. */
export function parseModelsFile(state: ParseState, source: SourceFile): boolean {
  const file = readProperties(state, source);
  if (file === undefined || Object.keys(file.value).some((key) => key !== "version" && key !== "models")) return false;
  const work = { tests: new DataTestParser(state), fixtures: new Map(), overrides: new SourceOverrides(), sources: [] };
  parseFile(state, file, createConfiguredContext(state.shared, source.packageName), work);
  return true;
}

/** A top-level `data_tests:` may only be there for the YAML anchors in it: what cannot be read is told, and no error. */
function patchSingularTests(state: ParseState, file: PropertiesFile, context: RenderContext): void {
  try {
    for (const raw of entriesOf(file, "data_tests")) patchSingularTest(state, prepare(state, raw, context));
  } catch (error) {
    if (!(error instanceof TsmodelError) || error.label !== "Parsing") throw error;
    const text = `Unable to parse 'data_tests' section of file '${file.source.originalPath}'\n${error.render()}`;
    state.effects.report({ type: "message", level: "warn", name: "Note", code: "Z050", text });
  }
}

/** One entry of a file by its section and name, ready to be applied; undefined where there is none. @throws TsmodelError as parsing does */
export function findEntry(state: ParseState, source: SourceFile, section: Section, name: string): Entry | undefined {
  const file = readProperties(state, source);
  const raw = file && entriesOf(file, section).find((entry) => entry.value.name === name);
  return raw && prepare(state, raw, createConfiguredContext(state.shared, source.packageName));
}

/** Applies an entry to the node that it describes, and nothing else. @throws TsmodelError as parsing does */
export function patchEntry(state: ParseState, entry: Entry): void {
  if (entry.raw.section === "models") patchModels(state, entry);
  else if (entry.raw.section === "data_tests") patchSingularTest(state, entry);
  else patchNode(state, entry, (node) => applyPatch(state, entry, node));
}

/** Remembers the section when the step fails. */
function attemptEntry<T>(state: ParseState, section: Section, step: () => T): T | undefined {
  const done = state.problems.attempt(() => ({ value: step() }));
  if (done === undefined) state.unread.add(section);
  return done?.value;
}

const TESTED: ReadonlySet<Section> = new Set<Section>(["models", "seeds", "snapshots"]);

const SHAPES: { readonly [section in Section]: Shape } = {
  models: shapes.modelShape,
  seeds: shapes.seedShape,
  snapshots: shapes.snapshotShape,
  sources: shapes.sourceShape,
  macros: shapes.macroShape,
  data_tests: shapes.singularTestShape,
  analyses: shapes.analysisShape,
  exposures: shapes.exposureShape,
  functions: shapes.functionShape,
  metrics: metricShape,
  groups: shapes.groupShape,
  semantic_models: semanticModelShape,
  unit_tests: shapes.unitTestShape,
  saved_queries: savedQueryShape,
};

const PATCHES: ReadonlySet<Section> = new Set<Section>([
  "models",
  "seeds",
  "snapshots",
  "data_tests",
  "analyses",
  "functions",
]);

function prepare(state: ParseState, raw: RawEntry, context: RenderContext): Entry {
  const translated = raw.section === "sources" ? translateSource(state, raw) : raw;
  const shape =
    raw.section === "sources" && "overrides" in translated.value
      ? shapes.sourcePatchShape
      : SHAPES[raw.section];
  const entry = prepareEntry(state, translated, shape, context);
  if (PATCHES.has(raw.section)) {
    moveIntoConfig(entry);
    renameTests(entry);
  }
  return entry;
}

function applySection(state: ParseState, entry: Entry, work: PropertiesWork): void {
  switch (entry.raw.section) {
    case "models":
      return patchModels(state, entry);
    case "seeds":
    case "snapshots":
    case "analyses":
      return patchNode(state, entry, (node) => applyPatch(state, entry, node));
    case "functions":
      return patchNode(state, entry, (node) => patchFunction(state, entry, node as FunctionNode));
    case "sources":
      if ("overrides" in entry.value) work.overrides.add(entry);
      else work.sources.push(entry);
      return;
    case "macros":
      return patchMacro(state, entry);
    case "data_tests":
      return; // read as a whole
    case "exposures":
      return parseExposure(state, entry);
    case "metrics":
      return parseMetric(state, entry);
    case "groups":
      return parseGroup(state, entry);
    case "semantic_models":
      return parseSemanticModel(state, entry);
    case "unit_tests":
      return parseUnitTest(state, entry, work.fixtures);
    case "saved_queries":
      return parseSavedQuery(state, entry);
  }
}
