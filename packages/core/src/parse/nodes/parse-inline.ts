/** A text from the command line (`show --inline`, `compile --inline`) as a node of its own, beside the parsed project. */
import type { SqlOperationNode } from "../../manifest/node.ts";
import type { ParseState } from "../parse-state.ts";
import { resolveDependenciesOf } from "../resolve/resolve-dependencies.ts";
import { applyConfig } from "./apply-config.ts";
import { createCompiledNode } from "./create-node.ts";
import { NodeRenderer } from "./render-node.ts";

const NAME = "inline_query";

/** @throws TsmodelError or TsmodelErrors as parsing a model does */
export function parseInlineNode(state: ParseState, sql: string): SqlOperationNode {
  const packageName = state.project.root.name;
  const node: SqlOperationNode = {
    ...createCompiledNode(state, {
      resourceType: "sql_operation",
      packageName,
      name: NAME,
      uniqueId: `sql_operation.${packageName}.${NAME}`,
      path: `sql/${NAME}`,
      originalPath: `sql/${NAME}`,
      fqn: [packageName, "sql", NAME],
      rawCode: sql,
      checksum: { name: "sha256", checksum: "" },
    }),
    resource_type: "sql_operation",
  };
  const renderer = new NodeRenderer(state, node, { file: "--inline", text: sql, offset: 0 });
  renderer.renderText();
  applyConfig(state, node, { call: renderer.configCall }, renderer);
  renderer.finish();
  resolveDependenciesOf(state, node);
  state.problems.raise();
  return node;
}
