/** `{% snapshot %}` blocks → snapshot nodes. (Snapshots written in YAML are made where properties files are read.) */
import type { Block } from "@tsmodel/jinja";
import { extractBlocks } from "@tsmodel/jinja";
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import type { SnapshotNode } from "../../manifest/node.ts";
import type { SourceFile } from "../../project/discover-files.ts";
import type { ParseState, ProjectSource } from "../parse-state.ts";
import { applyConfig } from "./apply-config.ts";
import { checksumOf, createCompiledNode } from "./create-node.ts";
import { registerNode } from "./register-node.ts";
import { NodeRenderer } from "./render-node.ts";

export function parseSnapshots(state: ParseState, { files }: ProjectSource): void {
  for (const file of files.snapshot) {
    for (const block of state.problems.attempt(() => blocksOf(state, file)) ?? []) {
      const done = state.problems.attempt(() => parseBlock(state, file, block));
      if (done === undefined) state.broken.add(block.name);
    }
  }
}

function blocksOf(state: ParseState, file: SourceFile): Block[] {
  try {
    return extractBlocks(file.text, { file: file.originalPath, tags: ["snapshot"] });
  } catch (error) {
    throw toTsmodelError(error, { shared: state.shared });
  }
}

function parseBlock(state: ParseState, file: SourceFile, block: Block): true {
  const path = file.relativePath;
  const folders = path.replace(/\.[^./]*$/, "").split("/");
  const node = createSnapshot(state, file, {
    name: block.name,
    path,
    fqn: [file.packageName, ...folders, block.name],
    rawCode: block.contents,
  });
  const renderer = new NodeRenderer(state, node, {
    file: file.originalPath,
    text: file.text,
    offset: block.contentsStart,
  });
  state.problems.attempt(
    () => {
      renderer.renderText();
      applyConfig(state, node, { call: renderer.configCall }, renderer);
    },
    { node },
  );
  node.config_call_dict = { ...(renderer.configCall ?? {}) };
  renderer.finish();
  registerNode(state, node);
  return true;
}

export interface SnapshotSeed {
  readonly name: string;
  readonly path: string;
  readonly fqn: string[];
  readonly rawCode: string;
}

export function createSnapshot(state: ParseState, file: SourceFile, seed: SnapshotSeed): SnapshotNode {
  const node = createCompiledNode(state, {
    resourceType: "snapshot",
    packageName: file.packageName,
    name: seed.name,
    uniqueId: `snapshot.${file.packageName}.${seed.name}`,
    path: seed.path,
    originalPath: file.originalPath,
    fqn: seed.fqn,
    rawCode: seed.rawCode,
    checksum: checksumOf(file),
  }) as SnapshotNode;
  node.defer_relation = null;
  return node;
}
