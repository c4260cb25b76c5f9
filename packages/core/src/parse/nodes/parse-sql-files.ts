/** Models, analyses, singular tests and functions: one file, one node, rendered for what it refers to. */
import type { AnalysisNode, CompiledNode, FunctionNode, ModelNode, TestNode } from "../../manifest/node.ts";
import type { SourceFile } from "../../project/discover-files.ts";
import type { ParseState, ProjectSource } from "../parse-state.ts";
import { applyConfig } from "./apply-config.ts";
import { checksumOf, createCompiledNode, fqnOf } from "./create-node.ts";
import { parsePythonModel } from "./parse-python-model.ts";
import { registerFunction, registerNode } from "./register-node.ts";
import { NodeRenderer } from "./render-node.ts";

export function parseModels(state: ParseState, { files }: ProjectSource): void {
  for (const file of files.model) {
    parseFile(state, file, (node): ModelNode => ({
      ...node,
      resource_type: "model",
      access: "protected",
      constraints: [],
      version: null,
      latest_version: null,
      deprecation_date: null,
      defer_relation: null,
      primary_key: [],
      time_spine: null,
    }), { resourceType: "model", path: file.relativePath });
  }
}

export function parseAnalyses(state: ParseState, { files }: ProjectSource): void {
  for (const file of files.analysis) {
    parseFile(state, file, (node): AnalysisNode => ({ ...node, resource_type: "analysis" }), { resourceType: "analysis", path: `analysis/${file.relativePath}` });
  }
}

export function parseSingularTests(state: ParseState, { files }: ProjectSource): void {
  for (const file of files.singular_test) {
    parseFile(state, file, (node): TestNode => ({ ...node, resource_type: "test" }), { resourceType: "test", path: file.relativePath });
  }
}

export function parseFunctions(state: ParseState, { files }: ProjectSource): void {
  for (const file of files.function) {
    parseFile(state, file, (node): FunctionNode => ({
      ...node,
      resource_type: "function",
      returns: { data_type: "INVALID_TYPE", description: null },
      arguments: [],
      defer_function: null,
    }), { resourceType: "function", path: file.relativePath });
  }
}

interface Kind {
  readonly resourceType: "model" | "analysis" | "test" | "function";
  /** The node's `path`. */
  readonly path: string;
}

function parseFile(state: ParseState, file: SourceFile, complete: (node: CompiledNode) => ModelNode | AnalysisNode | TestNode | FunctionNode, kind: Kind): void {
  const name = file.stem;
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
        file.extension === ".py" ? "python" : "sql",
      ),
    );
    state.problems.attempt(() => readText(state, node, file), { node }) ?? state.broken.add(name);
    if (node.resource_type === "function") registerFunction(state, node);
    else registerNode(state, node);
    return true;
  });
  if (done === undefined) state.broken.add(name);
}

function readText(state: ParseState, node: CompiledNode, file: SourceFile): true {
  const renderer = new NodeRenderer(state, node, { file: file.originalPath, text: file.text, offset: file.contentsStart });
  if (node.language === "python" && node.resource_type === "model") {
    parsePythonModel(state, node, renderer);
    applyConfig(state, node, { call: renderer.configCall, patch: { materialized: "table" } }, renderer);
  } else {
    renderer.renderText();
    applyConfig(state, node, { call: renderer.configCall }, renderer);
  }
  node.config_call_dict = { ...(renderer.configCall ?? {}) };
  renderer.finish();
  return true;
}
