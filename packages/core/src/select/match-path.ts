import type { GraphNode } from "../manifest/node.ts";

/** `path:`: files and folders by a glob relative to the project root, as Python's pathlib understands it. */
export function compilePathGlob(pattern: string): (path: string) => boolean {
  const segments = pattern.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.length === 0) return (path) => path === "";
  const regex = segments
    .map((segment, index) => segmentRegex(segment, index === segments.length - 1))
    .join("");
  const compiled = new RegExp(`^${regex}$`, "su");
  return (path) => compiled.test(path);
}

function segmentRegex(segment: string, last: boolean): string {
  // "**" is any number of folders; at the end it stands for the folders themselves.
  if (segment === "**") return last ? "(?:[^/]+(?:/[^/]+)*)?" : "(?:[^/]+/)*";
  const regex = segment.replace(/\[!?\]?[^\]]*\]|[*?]|[\\^$.+()[\]{}|]/g, (token) => {
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.length > 1) return token.replace(/^\[!/, "[^").replace(/\\/g, "\\\\");
    return `\\${token}`;
  });
  return last ? regex : `${regex}/`;
}

/** A path and the folders above it, nearest first, the root ("") last. */
export function pathAndFolders(path: string): string[] {
  const paths = [path];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    paths.push(path.slice(0, end));
  return [...paths, ""];
}

/** The file of a node's properties, where it is another one. */
export function patchFile(node: GraphNode): string | undefined {
  return (node as { patch_path?: string | null }).patch_path?.split("://")[1];
}

/** Whether a pattern may be the file of properties: nodes have to be read for that, so it is not asked in vain. */
export function canNamePatch(pattern: string): boolean {
  return hasWildcard(pattern) || /\.ya?ml$/i.test(pattern);
}

export function hasWildcard(word: string): boolean {
  return /[*?[\]]/.test(word);
}
