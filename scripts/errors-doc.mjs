// docs/errors.md from the catalog of error messages.
//   node scripts/errors-doc.mjs [--check]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const catalogs = await loadCatalogs();

/** Stands for any argument: prints as ‹name›, and as a list of one. */
function placeholder(name) {
  const text = `‹${name}›`;
  const target = Object.assign(() => placeholder(name), { toString: () => text });
  return new Proxy(target, {
    get(_, key) {
      if (key === Symbol.toPrimitive) return (hint) => (hint === "number" ? 2 : text);
      if (key === "toString" || key === "toJSON") return () => text;
      if (key === "length") return 1;
      if (key === Symbol.iterator) return [][Symbol.iterator].bind([placeholder(name)]);
      if (["map", "flatMap"].includes(key)) return (each) => [each(placeholder(name), 0)].flat();
      if (["filter", "slice", "sort", "toSorted", "concat"].includes(key)) return () => [placeholder(name)];
      if (key === "join") return () => text;
      if (["some", "every", "includes"].includes(key)) return () => true;
      if (typeof key === "string" && key in String.prototype) return (...args) => text[key](...args);
      return placeholder(typeof key === "string" ? key : name);
    },
  });
}
const cell = (text) => String(text ?? "").trim().replaceAll("|", "\\|").replaceAll("\n", "<br>");
const table = (messages) => {
  const rows = Object.entries(messages)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, text]) => {
      const { message, hint, label } = text(new Proxy({}, { get: (_, key) => placeholder(String(key)) }));
      return `| \`${code}\` | ${label ?? "Compilation"} | ${cell(message)} | ${cell(hint)} |`;
    });
  return ["| code | label | message | hint |", "|---|---|---|---|", ...rows].join("\n");
};
const doc = `# Errors

Made from the catalogs by \`node scripts/errors-doc.mjs\`. An error prints as \`LABEL Error in RESOURCE (path)\`, its
message, then the place with an excerpt of the file, then the hint. Exit codes: 0 done, 1 a node failed, 2 usage or
project error.

## tsmodel

${table(catalogs.messages)}

## DuckDB

${table(catalogs.duckDbMessages)}

## Postgres

${table(catalogs.postgresMessages)}

## Publishing

[publish.md](publish.md) tells what each of these means for what was published before: ${publishCodes().map((code) => `\`${code}\``).join(", ")}.
`;
const path = join(root, "docs/errors.md");
if (process.argv.includes("--check")) {
  if (readFileSync(path, "utf8") !== doc) {
    console.error("docs/errors.md is not what the catalog says: run node scripts/errors-doc.mjs");
    process.exit(1);
  }
} else writeFileSync(path, doc);

/** The catalogs as they stand in the sources, bundled on the fly. */
async function loadCatalogs() {
  const folder = mkdtempSync(join(tmpdir(), "tsmodel-errors-"));
  const outfile = join(folder, "messages.mjs");
  const contents = `export { messages } from "./packages/core/src/errors/messages.ts";
    export { duckDbMessages } from "./packages/adapter-duckdb/src/messages.ts";
    export { postgresMessages } from "./packages/adapter-postgres/src/messages.ts";`;
  await build({ stdin: { contents, resolveDir: root }, outfile, bundle: true, format: "esm", platform: "node", conditions: ["source"], logLevel: "error" });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true, force: true });
  return loaded;
}

/** The union of codes in the publish package, whose sentences are written where they are thrown. */
function publishCodes() {
  const text = readFileSync(join(root, "packages/publish/src/publish-error.ts"), "utf8");
  const union = /export type PublishErrorCode =([^;]*);/.exec(text)[1];
  return [...union.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
}
