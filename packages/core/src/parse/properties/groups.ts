/** `groups:` entries. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { GroupNode, Owner } from "../../manifest/node.ts";
import { fqnOf } from "../nodes/create-node.ts";
import { addUnique } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import type { Entry } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import type { MutableEntry } from "./render-entry.ts";

/** @throws TsmodelError owner-missing, resource-duplicate */
export function parseGroup(state: ParseState, entry: Entry): void {
  const { source, packageName } = entry.raw.file;
  const { config } = state.configs.resolve({
    resourceType: "group",
    packageName,
    fqn: fqnOf(packageName, source.relativePath, entry.name),
    patch: (entry.value.config ?? {}) as MutableEntry,
  });
  const group: GroupNode = {
    name: entry.name,
    resource_type: "group",
    package_name: packageName,
    path: source.relativePath,
    original_file_path: source.originalPath,
    unique_id: `group.${packageName}.${entry.name}`,
    owner: ownerOf(entry, "Group"),
    description: (entry.value.description ?? null) as string | null,
    config: { ...config },
  };
  addUnique(state.manifest.groups, group);
}

/** @throws TsmodelError owner-missing */
export function ownerOf(entry: Entry, kind: "Group" | "Exposure"): Owner {
  const written = entry.value.owner as Partial<Owner>;
  const owner: Owner = { ...written, email: written.email ?? null, name: written.name ?? null };
  if (owner.email === null && owner.name === null)
    throw fail("owner-missing", { kind, name: entry.name }, { at: [placeOf(entry.raw, ["owner"])] });
  return owner;
}
