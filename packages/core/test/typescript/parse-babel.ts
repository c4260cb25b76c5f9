import { createRequire } from "node:module";
import { ScriptSyntaxError, type SyntaxNode } from "../../src/typescript/syntax.ts";

const { parsers } = createRequire(import.meta.url)("prettier/plugins/babel") as {
  parsers: { "babel-ts": { parse(text: string, options: object): { program: SyntaxNode } } };
};

export function parseBabel(text: string): SyntaxNode {
  try {
    return parsers["babel-ts"].parse(text, { filepath: "x.ts" }).program;
  } catch (error) {
    throw new ScriptSyntaxError((error as Error).message, 0);
  }
}
