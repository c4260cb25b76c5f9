/** A `ref()` without a version, to a model that has a higher version than its latest: dbt tells of it, each time. */
import type { Report } from "../events/event.ts";
import { isLowerVersion } from "../manifest/compare-versions.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { GraphNode, ManifestNode } from "../manifest/node.ts";

type Version = string | number;

/** By the model that a ref found. */
const highest = new WeakMap<Manifest, Map<string, Version>>();

/** @param node the one that is compiled */
export function tellOfNewerVersion(
  manifest: Manifest,
  node: GraphNode,
  target: ManifestNode,
  report: Report,
): void {
  if (target.resource_type !== "model" || target.version === null || target.latest_version === null) return;
  const version = highestVersion(manifest, target.unique_id, target.name);
  if (version === undefined || !isLowerVersion(target.latest_version, version)) return;
  const { name, package_name } = target;
  const refTo = (v: Version): string => `{{ ref('${package_name}', '${name}', v='${v}') }}`;
  report({
    type: "message",
    level: "info",
    name: "UnpinnedRefNewVersionAvailable",
    code: "I064",
    text:
      `${node.name} refers to ${name} without a version and gets its latest, ${name}.v${target.version}, ` +
      `although there is ${name}.v${version}, which may become the latest.\n` +
      `  to try it:  ${refTo(version)}\n` +
      `  to stay:    ${refTo(target.version)}`,
    data: {
      ref_node_name: name,
      ref_node_package: package_name,
      ref_node_version: String(target.version),
      ref_max_version: String(version),
    },
    node,
  });
}

/** Of all enabled models of that name, as in dbt: of any package. */
function highestVersion(manifest: Manifest, id: string, name: string): Version | undefined {
  let known = highest.get(manifest);
  if (known === undefined) highest.set(manifest, (known = new Map()));
  if (!known.has(id))
    for (const [key, packages] of manifest.index.refables) {
      if (!key.startsWith(`${name}.v`)) continue;
      for (const other of packages.values()) {
        const node = manifest.nodes.get(other);
        if (node?.resource_type !== "model" || node.name !== name || node.version === null) continue;
        const before = known.get(id);
        if (before === undefined || isLowerVersion(before, node.version)) known.set(id, node.version);
      }
    }
  return known.get(id);
}
