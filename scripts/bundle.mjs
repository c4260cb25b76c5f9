// Bundles the command line: packages/cli/dist/main.js and its lazy parts, and the macro packages beside it.
//   node scripts/bundle.mjs
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "packages/cli/dist");
const { version } = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8"));

rmSync(join(out, "chunks"), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { main: "packages/cli/src/main.ts", index: "packages/cli/src/index.ts" },
  outdir: out,
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20.19",
  conditions: ["source"],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // Native code and what is only reached when it is needed stay packages of their own.
  external: ["@duckdb/node-bindings", "@duckdb/node-bindings-*", "fsevents", "pg-native"],
  define: { TSMODEL_VERSION: JSON.stringify(version) },
  banner: { js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);' },
  logLevel: "warning",
});

/** Macro packages as one JSON file each: a single read at start. */
for (const [name, folder] of [
  ["dbt", "packages/core/macros/dbt"],
  ["dbt_duckdb", "packages/adapter-duckdb/macros/dbt_duckdb"],
]) {
  const files = {};
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    files[relative(join(root, folder), path).split(sep).join("/")] = readFileSync(path, "utf8");
  }
  mkdirSync(join(out, "macros"), { recursive: true });
  writeFileSync(join(out, "macros", `${name}.json`), JSON.stringify(Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))));
}
