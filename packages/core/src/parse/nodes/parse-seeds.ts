/** CSV files → seed nodes. Their rows are read only when they are loaded. */
import type { FileHash, SeedNode } from "../../manifest/node.ts";
import type { SourceFile } from "../../project/discover-files.ts";
import type { ParseState, ProjectSource } from "../parse-state.ts";
import { applyConfig } from "./apply-config.ts";
import { checksumOf, createParsedNode, fqnOf } from "./create-node.ts";
import { registerNode } from "./register-node.ts";
import { NodeRenderer } from "./render-node.ts";

/** Bytes; larger seeds are told apart by their path alone. */
const LARGE_SEED = 1024 * 1024;

export function parseSeeds(state: ParseState, { config, files }: ProjectSource): void {
  for (const file of files.seed) {
    const done = state.problems.attempt(() => {
      const name = file.stem;
      const node: SeedNode = {
        ...createParsedNode(state, {
          resourceType: "seed",
          packageName: file.packageName,
          name,
          uniqueId: `seed.${file.packageName}.${name}`,
          path: file.relativePath,
          originalPath: file.originalPath,
          fqn: fqnOf(file.packageName, file.relativePath, name),
          rawCode: "",
          checksum: seedChecksum(file),
        }),
        resource_type: "seed",
        root_path: config.root,
        depends_on: { macros: [] },
        defer_relation: null,
      };
      const renderer = new NodeRenderer(state, node);
      state.problems.attempt(() => applyConfig(state, node, {}, renderer), { node });
      renderer.finish();
      registerNode(state, node);
      return true;
    });
    if (done === undefined) state.broken.add(file.stem);
  }
}

function seedChecksum(file: SourceFile): FileHash {
  return file.size > LARGE_SEED ? { name: "path", checksum: file.originalPath } : checksumOf(file);
}
