import { emptyManifest } from "../../src/manifest/manifest.ts";
import type { Manifest } from "../../src/manifest/manifest.ts";
import type { ManifestNode } from "../../src/manifest/node.ts";

/** A manifest that has just enough for a graph: ids, types and dependencies. */
export function makeManifest(nodes: { readonly [id: string]: readonly string[] }): Manifest {
  const manifest = emptyManifest();
  for (const [id, parents] of Object.entries(nodes)) {
    const [resource_type, package_name, name] = id.split(".");
    const path = `${name}.sql`;
    manifest.nodes.set(id, {
      unique_id: id,
      resource_type,
      package_name,
      name,
      path,
      original_file_path: `models/${path}`,
      depends_on: { nodes: [...parents], macros: [] },
    } as unknown as ManifestNode);
  }
  return manifest;
}
