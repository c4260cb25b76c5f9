/** The parser that the command line brings along, for tests of what reads its trees. */
import { parse } from "@babel/parser";
import { ScriptSyntaxError, type SyntaxNode } from "../../src/typescript/syntax.ts";

export function parseBabel(text: string): SyntaxNode {
  try {
    return parse(text, { sourceType: "module", plugins: ["typescript", "explicitResourceManagement"] }).program as unknown as SyntaxNode;
  } catch (error) {
    throw new ScriptSyntaxError((error as Error).message, 0);
  }
}
