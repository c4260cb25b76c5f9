/** `on-run-start` and `on-run-end` of every project → operation nodes. */
import type { OperationNode } from "../../manifest/node.ts";
import { sha256 } from "../../util/hash.ts";
import { pythonStrip } from "../../util/python-strip.ts";
import type { ParseState, ProjectSource } from "../parse-state.ts";
import { applyConfig } from "./apply-config.ts";
import { createCompiledNode, fqnOf } from "./create-node.ts";
import { registerNode } from "./register-node.ts";
import { NodeRenderer } from "./render-node.ts";

export function parseHooks(state: ParseState, source: ProjectSource): void {
  const { onRunStart, onRunEnd } = source.config;
  state.observer?.enter(HOOKS);
  for (const [index, sql] of onRunStart.entries())
    parseHook(state, source, { when: "on-run-start", index, sql });
  for (const [index, sql] of onRunEnd.entries()) parseHook(state, source, { when: "on-run-end", index, sql });
  state.observer?.enter(undefined);
}

/** What an observer is told in place of a file. */
export const HOOKS = "hooks";

interface RunHook {
  readonly when: "on-run-start" | "on-run-end";
  readonly index: number;
  readonly sql: string;
}

function parseHook(state: ParseState, { config }: ProjectSource, { when, index, sql }: RunHook): void {
  const name = `${config.name}-${when}-${index}`;
  const path = `hooks/${name}.sql`;
  const projectFile = state.effects.files.readText(`${config.root}/dbt_project.yml`);
  state.problems.attempt(() => {
    const compiled = createCompiledNode(state, {
      resourceType: "operation",
      packageName: config.name,
      name,
      uniqueId: `operation.${config.name}.${name}`,
      path,
      originalPath: "./dbt_project.yml",
      fqn: fqnOf(config.name, path, name),
      rawCode: sql,
      checksum: { name: "sha256", checksum: sha256(pythonStrip(projectFile)) },
      tags: [when],
    });
    const node = compiled as OperationNode;
    node.index = index;
    const renderer = new NodeRenderer(state, node);
    state.problems.attempt(
      () => {
        renderer.renderText();
        applyConfig(state, node, { call: renderer.configCall }, renderer);
      },
      { node },
    );
    renderer.finish();
    registerNode(state, node);
  });
}
