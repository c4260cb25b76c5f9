/** Models, analyses, singular tests and functions: one file, one node, rendered for what it refers to. */
import type { AnalysisNode, CompiledNode, FunctionNode, ModelNode, TestNode } from "../../manifest/node.ts";
import type { SourceFile } from "../../project/discover-files.ts";
import { isScript } from "../../typescript/script-files.ts";
import type { ScriptModel } from "../../typescript/read-script-model.ts";
import type { ParseState, ProjectSource } from "../parse-state.ts";
import { warnMisspelledCall } from "../config/misspelled-config.ts";
import { applyConfig } from "./apply-config.ts";
import { checksumOf, createCompiledNode, fqnOf } from "./create-node.ts";
import { parsePythonModel } from "./parse-python-model.ts";
import { parseScriptModel, readScriptFile, SCRIPT_DEFAULTS } from "./parse-script-model.ts";
import { registerFunction, registerNode } from "./register-node.ts";
import { NodeRenderer } from "./render-node.ts";

export function parseModels(state: ParseState, { files }: ProjectSource): void {
  for (const file of files.model) parseModel(state, file);
}

/** One model's file → its node, registered. */
export function parseModel(state: ParseState, file: SourceFile): void {
  const kind: Kind = { resourceType: "model", path: file.relativePath };
  if (!isScript(file)) parseFile(state, file, completeModel, kind);
  else parseScriptFile(state, file, kind);
}

/** A helper that models import is no node. */
function parseScriptFile(state: ParseState, file: SourceFile, kind: Kind): void {
  const read = state.problems.attempt(() => ({ script: readScriptFile(state, file) }));
  if (read === undefined) state.broken.add(file.stem);
  else if (read.script !== undefined) parseFile(state, file, completeModel, { ...kind, script: read.script });
}

function completeModel(node: CompiledNode): ModelNode {
  const model = node as ModelNode;
  model.access = "protected";
  model.constraints = [];
  model.version = null;
  model.latest_version = null;
  model.deprecation_date = null;
  model.defer_relation = null;
  model.primary_key = [];
  model.time_spine = null;
  return model;
}

export function parseAnalyses(state: ParseState, { files }: ProjectSource): void {
  for (const file of files.analysis) parseAnalysis(state, file);
}

export function parseAnalysis(state: ParseState, file: SourceFile): void {
  const path = `analysis/${file.relativePath}`;
  parseFile(state, file, (node) => node as AnalysisNode, { resourceType: "analysis", path });
}

export function parseSingularTests(state: ParseState, { files }: ProjectSource): void {
  for (const file of files.singular_test) parseSingularTest(state, file);
}

export function parseSingularTest(state: ParseState, file: SourceFile): void {
  parseFile(state, file, (node) => node as TestNode, { resourceType: "test", path: file.relativePath });
}

export function parseFunctions(state: ParseState, { files }: ProjectSource): void {
  for (const file of files.function) {
    parseFile(state, file, completeFunction, { resourceType: "function", path: file.relativePath });
  }
}

/** What it returns is only known from its properties. */
function completeFunction(node: CompiledNode): FunctionNode {
  const completed = node as FunctionNode;
  completed.returns = { data_type: "INVALID_TYPE", description: null };
  completed.arguments = [];
  completed.defer_function = null;
  return completed;
}

interface Kind {
  readonly resourceType: "model" | "analysis" | "test" | "function";
  /** The node's `path`. */
  readonly path: string;
  /** What was read off a TypeScript model. */
  readonly script?: ScriptModel;
}

function parseFile(
  state: ParseState,
  file: SourceFile,
  complete: (node: CompiledNode) => ModelNode | AnalysisNode | TestNode | FunctionNode,
  kind: Kind,
): void {
  const name = file.stem;
  state.observer?.enter(file.absolutePath);
  const done = state.problems.attempt(() => {
    const node = complete(
      createCompiledNode(
        state,
        {
          resourceType: kind.resourceType,
          packageName: file.packageName,
          name,
          uniqueId: `${kind.resourceType}.${file.packageName}.${name}`,
          path: kind.path,
          originalPath: file.originalPath,
          fqn: fqnOf(file.packageName, kind.path, name),
          rawCode: file.contents,
          checksum: checksumOf(file),
        },
        kind.script !== undefined ? "typescript" : file.extension === ".py" ? "python" : "sql",
      ),
    );
    state.problems.attempt(() => readText(state, node, file, kind.script), { node }) ?? state.broken.add(name);
    if (node.resource_type === "function") registerFunction(state, node);
    else registerNode(state, node);
    return true;
  });
  if (done === undefined) state.broken.add(name);
  state.observer?.enter(undefined);
}

function readText(state: ParseState, node: CompiledNode, file: SourceFile, script: ScriptModel | undefined): true {
  const renderer = new NodeRenderer(state, node, {
    file: file.originalPath,
    text: file.text,
    offset: file.contentsStart,
  });
  if (script !== undefined) {
    parseScriptModel(state, node, renderer, { file, model: script });
    applyConfig(state, node, { call: renderer.configCall, patch: SCRIPT_DEFAULTS }, renderer);
    warnMisspelledCall(state, node, renderer.configCall);
  } else if (node.language === "python" && node.resource_type === "model") {
    parsePythonModel(state, node, renderer);
    applyConfig(state, node, { call: renderer.configCall, patch: { materialized: "table" } }, renderer);
  } else {
    renderer.renderText();
    applyConfig(state, node, { call: renderer.configCall }, renderer);
    warnMisspelledCall(state, node, renderer.configCall);
  }
  node.config_call_dict = { ...(renderer.configCall ?? {}) };
  renderer.finish();
  return true;
}
