// docs/errors.md from the catalog of error messages.
//   node scripts/errors-doc.mjs [--check]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(join(tmpdir(), "tsmodel-errors-"));
const outfile = join(folder, "messages.mjs");
await build({ entryPoints: [join(root, "packages/core/src/errors/messages.ts")], outfile, bundle: true, format: "esm", platform: "node", conditions: ["source"], logLevel: "error" });
const { messages } = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true, force: true });

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
const rows = Object.entries(messages).sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, text]) => {
  const { message, hint, label } = text(new Proxy({}, { get: (_, key) => placeholder(String(key)) }));
  return `| \`${code}\` | ${label ?? "Compilation"} | ${cell(message)} | ${cell(hint)} |`;
});
const doc = `# Errors

Made from the catalog (\`packages/core/src/errors/messages.ts\`) by \`node scripts/errors-doc.mjs\`. An error prints as
\`LABEL Error in RESOURCE (path)\`, its message, then the place with an excerpt of the file, then the hint. Exit codes: 0
done, 1 a node failed, 2 usage or project error.

| code | label | message | hint |
|---|---|---|---|
${rows.join("\n")}
`;
const path = join(root, "docs/errors.md");
if (process.argv.includes("--check")) {
  if (readFileSync(path, "utf8") !== doc) {
    console.error("docs/errors.md is not what the catalog says: run node scripts/errors-doc.mjs");
    process.exit(1);
  }
} else writeFileSync(path, doc);
