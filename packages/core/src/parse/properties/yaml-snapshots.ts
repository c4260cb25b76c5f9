/** Snapshots written in YAML: `relation: ref('orders')` makes a node that selects everything from it. */
import { fail } from "../../errors/tsmodel-error.ts";
import { fqnPrefix } from "../nodes/create-node.ts";
import { createSnapshot } from "../nodes/parse-snapshots.ts";
import { addUnique } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import { readRefOrSource } from "../static-call.ts";
import { placeOf, type RawEntry } from "./properties-file.ts";

/** Makes the node of an entry that has a `relation`; the entry then describes it like any other. @throws TsmodelError */
export function addYamlSnapshot(state: ParseState, raw: RawEntry): void {
  const { relation, name } = raw.value;
  if (relation === undefined) return;
  const { source, packageName } = raw.file;
  const target = typeof relation === "string" ? readRefOrSource(state.environment, relation) : undefined;
  if (target === undefined)
    throw fail(
      "snapshot-relation",
      { name: String(name), relation: String(relation) },
      { at: [placeOf(raw, ["relation"])] },
    );
  const node = createSnapshot(state, source, {
    name: name as string,
    path: `${source.relativePath}/${String(name)}.sql`,
    fqn: [...fqnPrefix(packageName, source.relativePath), name as string],
    rawCode: `select * from {{ ${String(relation)} }}`,
  });
  if ("ref" in target) node.refs.push(target.ref);
  else node.sources.push(target.source);
  addUnique(state.manifest.nodes, node);
  state.manifest.index.addNode(node);
}
