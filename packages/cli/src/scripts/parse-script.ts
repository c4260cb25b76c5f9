/**
 * The parser of TypeScript models: Babel's. It is loaded when the first such model is met; the bundle has it in a file of
 * its own, which sources find in the package.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { ScriptSyntaxError, type ParseScript, type SyntaxNode } from "@tsmodel/core";

type Babel = typeof import("@babel/parser");

let babel: Babel | undefined;

function loadBabel(): Babel {
  const require = createRequire(import.meta.url);
  const bundled = ["./script-parser.cjs", "../script-parser.cjs"].map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
  return require(bundled === undefined ? "@babel/parser" : fileURLToPath(bundled)) as Babel;
}

export const parseScript: ParseScript = (text) => {
  babel ??= loadBabel();
  try {
    return babel.parse(text, { sourceType: "module", plugins: ["typescript", "explicitResourceManagement"] }).program as unknown as SyntaxNode;
  } catch (error) {
    const { pos, message } = error as Error & { readonly pos?: number };
    if (pos === undefined) throw error;
    throw new ScriptSyntaxError(message.replace(/ \(\d+:\d+\)[^]*$/, ""), pos);
  }
};
