/**
 * The parser of TypeScript models: Babel's, as prettier ships it. It is loaded when the first such model is met; the
 * bundle has it in a file of its own, which sources find in the package.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { ScriptSyntaxError, type ParseScript, type SyntaxNode } from "@tsmodel/core";

interface BabelPlugin {
  readonly parsers: { readonly "babel-ts": { parse(text: string, options: { readonly filepath: string }): SyntaxNode } };
}

let plugin: BabelPlugin | undefined;

function loadPlugin(): BabelPlugin {
  const require = createRequire(import.meta.url);
  const bundled = ["./script-parser.cjs", "../script-parser.cjs"].map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
  return require(bundled === undefined ? "prettier/plugins/babel" : fileURLToPath(bundled)) as BabelPlugin;
}

export const parseScript: ParseScript = (text) => {
  plugin ??= loadPlugin();
  try {
    return plugin.parsers["babel-ts"].parse(text, { filepath: "model.ts" }).program as SyntaxNode;
  } catch (error) {
    const { loc, message } = error as Error & { readonly loc?: { readonly start: { readonly line: number; readonly column: number } } };
    if (loc === undefined) throw error;
    throw new ScriptSyntaxError(message.replace(/ \(\d+:\d+\)[^]*$/, ""), offsetOf(text, loc.start));
  }
};

function offsetOf(text: string, { line, column }: { readonly line: number; readonly column: number }): number {
  let start = 0;
  for (let count = 1; count < line; count++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}
