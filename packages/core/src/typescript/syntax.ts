/** A syntax tree as Babel's parser gives it: ESTree with nodes for TypeScript. The parser itself is the host's. */
import type { Location } from "../errors/location.ts";
import { positionAt } from "../util/text-position.ts";

export interface SyntaxNode {
  readonly type: string;
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Text → program. @throws ScriptSyntaxError */
export type ParseScript = (text: string) => SyntaxNode;

export class ScriptSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = "ScriptSyntaxError";
    this.offset = offset;
  }
}

export function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as SyntaxNode).type === "string";
}

/** The direct children, in no particular order. */
export function* childrenOf(node: SyntaxNode): Generator<SyntaxNode> {
  for (const key in node) {
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isSyntaxNode(item)) yield item;
    } else if (isSyntaxNode(value)) yield value;
  }
}

/** Children of one name that may be absent, single or many. */
export function nodesAt(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  const value = node[key];
  if (Array.isArray(value)) return value.filter(isSyntaxNode);
  return isSyntaxNode(value) ? [value] : [];
}

export function nodeAt(node: SyntaxNode, key: string): SyntaxNode | undefined {
  const value = node[key];
  return isSyntaxNode(value) ? value : undefined;
}

/** An expression without the types and parentheses around it. */
export function bareExpression(node: SyntaxNode): SyntaxNode {
  const wraps = /^(?:TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|TSTypeAssertion|ParenthesizedExpression)$/;
  let bare = node;
  while (wraps.test(bare.type)) bare = bare.expression as SyntaxNode;
  return bare;
}

export function placeIn(file: string, text: string, start: number, end: number = start): Location {
  const { line, column } = positionAt(text, start);
  const last = text.indexOf("\n", start);
  return { file, line, column, endColumn: column + Math.max(0, Math.min(end, last < 0 ? end : last) - start), text };
}
