/**
 * Whether a node's text may read files by itself: a function of such a name, or a file of text. A dialect has the last word
 * (Dialect.fileReads); what stands for a node that is read late knows this much beforehand.
 */
import type { GraphNode } from "./node.ts";

/** What such a stand-in says of its text. */
export const MENTIONS_FILES: unique symbol = Symbol("mentions files");

const FILES: RegExp = /\bread_|\.(?:csv|tsv|json|jsonl|ndjson)\b/i;

export const textMentionsFiles = (text: unknown): boolean => typeof text === "string" && FILES.test(text);

export function mentionsFiles(node: GraphNode): boolean {
  const known = (node as { readonly [MENTIONS_FILES]?: boolean })[MENTIONS_FILES];
  return known ?? ("raw_code" in node && textMentionsFiles(node.raw_code));
}
