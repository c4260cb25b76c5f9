/**
 * Names and files that are selected without wildcards. Each word looks at every node; where there are many of them (the
 * files that a commit changed), nodes are put in order by what words can name, and each word looks at few.
 */
import type { GraphNode } from "../manifest/node.ts";
import type { Criterion } from "../project/selector-criterion.ts";
import { canNamePatch, hasWildcard, patchFile, pathAndFolders } from "./match-path.ts";
import { isVersioned } from "./selector-methods.ts";

/** So many words are looked for everywhere before putting all nodes in order pays. */
const FEW = 4;

export class ExactWords {
  private readonly members: readonly GraphNode[];
  private names: NodesByWord | undefined;
  private files: NodesByWord | undefined;
  private patches: NodesByWord | undefined;
  private asked = 0;

  constructor(members: readonly GraphNode[]) {
    this.members = members;
  }

  /** All nodes that a criterion can match, and others; undefined: any node. */
  candidates({ method, value }: Criterion): readonly GraphNode[] | undefined {
    const word = String(value);
    if ((method !== "fqn" && method !== "path") || hasWildcard(word) || ++this.asked <= FEW) return undefined;
    if (method === "path") {
      const files = (this.files ??= byFile(this.members)).get(plainPath(word));
      return canNamePatch(word)
        ? [...files, ...(this.patches ??= byPatch(this.members)).get(plainPath(word))]
        : files;
    }
    const names = (this.names ??= byName(this.members));
    return [...names.get(word), ...names.get(firstPart(word)), ...names.get("")];
  }
}

class NodesByWord {
  private readonly nodes = new Map<string, GraphNode[]>();

  add(word: string, node: GraphNode): void {
    const list = this.nodes.get(word);
    if (list === undefined) this.nodes.set(word, [node]);
    else if (list.at(-1) !== node) list.push(node);
  }
  get(word: string): readonly GraphNode[] {
    return this.nodes.get(word) ?? [];
  }
}

const firstPart = (name: string): string => name.split(".", 1)[0]!;

/** By name, and by the first part of the qualified name with and without its package; under "": what has more names. */
function byName(members: readonly GraphNode[]): NodesByWord {
  const names = new NodesByWord();
  for (const node of members) {
    if (node.resource_type === "source") continue;
    const { fqn } = node;
    if (isVersioned(node)) names.add("", node);
    names.add(fqn.at(-1) ?? "", node);
    for (const first of fqn.slice(0, 2)) names.add(firstPart(first), node);
  }
  return names;
}

/** By the file and its folders. */
function byFile(members: readonly GraphNode[]): NodesByWord {
  const files = new NodesByWord();
  for (const node of members)
    for (const path of pathAndFolders(node.original_file_path)) files.add(path, node);
  return files;
}

function byPatch(members: readonly GraphNode[]): NodesByWord {
  const files = new NodesByWord();
  for (const node of members) {
    const file = patchFile(node);
    if (file !== undefined) files.add(file, node);
  }
  return files;
}

/** As compilePathGlob takes it: "./models//a.sql" is "models/a.sql". */
function plainPath(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
}
