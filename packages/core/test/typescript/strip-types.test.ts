/** Types are stripped as esbuild strips them, and nothing else moves: all of core's own sources, and a file of hard cases. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { expect, test } from "vitest";
import { stripTypes } from "../../src/typescript/strip-types.ts";
import { parseBabel } from "./parse-babel.ts";

const strip = (text: string): string => stripTypes(text, parseBabel(text));

/** Without the semicolons and empty import lists that stand where types were. */
const normal = (code: string): string =>
  code.replace(/,\s*\{\s*\} ?from/g, " from").replace(/from ?"/g, 'from "').replace(/([{}]);+/g, "$1").replace(/;+([};])/g, "$1").replace(/^;+/, "").replace(/\s+/g, " ").trim();

const minify = (code: string, loader: "ts" | "js"): string =>
  normal(
    transformSync(code, {
      loader,
      minifyWhitespace: true,
      format: "esm",
      target: "esnext",
      legalComments: "none",
      tsconfigRaw: '{"compilerOptions":{"useDefineForClassFields":true}}',
    }).code,
  );

test("every source of core", () => {
  const root = new URL("../../src/", import.meta.url).pathname;
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(200);
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    const stripped = strip(text);
    expect(stripped.split("\n").map((line) => line.length), file).toEqual(text.split("\n").map((line) => line.length));
    expect(minify(stripped, "js"), file).toBe(minify(text, "ts"));
  }
});

test("a file of hard cases", () => {
  const text = readFileSync(new URL("hard-types.txt", import.meta.url), "utf8");
  expect(minify(strip(text), "js")).toBe(minify(text, "ts"));
});

test.each([
  ["const a: number = 1", "const a         = 1"],
  ["a = (b) as T", "a = (b)     "],
  ["type A = 1\n(b)", ";         \n(b)"],
  ["import { A, b } from 'c'; let x: A = b", "import {    b } from 'c'; let x    = b"],
  ["import { A } from 'c'; let x: A", ";                      let x   "],
  ["import 'side-effect'; import { a } from 'b'; import(a)", "import 'side-effect'; import { a } from 'b'; import(a)"],
  ["class A { private readonly x?: number = 1; y!: B }", "class A { ;                x          = 1; y     }"],
])("%s", (text, stripped) => {
  expect(strip(text)).toBe(stripped);
});

test.each([
  ["enum A { b }", "an enum is code"],
  ["namespace A { export const b = 1 }", "a namespace is code"],
  ["class A { constructor(private b: number) {} }", "a parameter property is code"],
  ["import a = require('a')", "import … ="],
])("%s is refused", (text, message) => {
  expect(() => strip(text)).toThrow(message);
});
