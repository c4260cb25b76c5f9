import type { GraphNode } from "./node.ts";

/**
 * Where a node's SQL is written, relative to the project root: `target/compiled/shop/models/orders.sql`; a node that
 * shares its file with others (generic tests) gets a file below a folder of that name.
 */
export function targetPath(
  node: Pick<GraphNode, "path" | "original_file_path" | "package_name">,
  targetFolder: string,
  kind: "compiled" | "run",
  suffix?: string,
): string {
  const name = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  const own = name(node.path) === name(node.original_file_path);
  let file = own ? node.original_file_path : `${node.original_file_path}/${node.path}`;
  if (suffix !== undefined) {
    const [, stem, extension] = /^(.*?)(\.[^./]*)?$/.exec(file)!;
    file = `${stem}/${name(stem!)}_${suffix}${extension ?? ""}`;
  }
  return `${targetFolder}/${kind}/${node.package_name}/${file}`;
}
