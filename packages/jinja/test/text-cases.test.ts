/**
 * Cases as text files: context as JSON, "---", the template, "==>", then the output, or for an error its kind, message and
 * frames exactly as they print. UPDATE=1 rewrites what is expected.
 */

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Environment, JinjaError, codeFrame, toValue } from "../src/index.ts";

const folder = fileURLToPath(new URL("cases/", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".txt"),
);
const environment = new Environment({ random: () => 0.5 });

function run(source: string, context: Record<string, unknown>): string {
  const values = new Map(Object.entries(context).map(([name, value]) => [name, toValue(value)]));
  const origin = { file: "models/case.sql", text: source, offset: 0 };
  try {
    return environment.compile(source, { name: "case", origin }).render({ get: (name) => values.get(name) });
  } catch (error) {
    if (!(error instanceof JinjaError)) throw error;
    const frames = error.trace.map(
      (frame) => `at ${frame.name} ${frame.file}:${frame.line}:${frame.column}\n${codeFrame(source, frame)}`,
    );
    return `${error.kind}: ${error.message}\n${frames.join("\n")}\n`;
  }
}

test.each(files)("%s", (name) => {
  const text = readFileSync(folder + name, "utf8");
  const [context = "", rest = ""] = text.split(/^---\n/m, 2);
  const [template = "", expected] = rest.split(/^==>\n/m, 2);
  const actual = run(template, context.trim() === "" ? {} : (JSON.parse(context) as Record<string, unknown>));
  if (process.env["UPDATE"] === "1" || expected === undefined) {
    writeFileSync(
      folder + name,
      `${context}---\n${template}==>\n${actual.endsWith("\n") ? actual : actual + "\n"}`,
    );
    expect(process.env["CI"], `${name} has no expected output`).toBeUndefined();
    return;
  }
  expect(actual.endsWith("\n") ? actual : actual + "\n").toBe(expected);
});
