// Bundles the command line: packages/cli/dist/lib/program.cjs, its lazy parts, and the macro packages beside it.
//   node scripts/bundle.mjs
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";
import { licenseNotices } from "./third-party.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const published = join(root, "packages/cli/dist");
/** Built beside and swapped in at the end: a build that fails leaves the last good one, and two at once do not meet. */
const out = join(root, `packages/cli/dist.next-${process.pid}`);
const { version } = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8"));

/** What the files are made of. */
const metafiles = [];
async function build(options) {
  metafiles.push((await esbuild({ ...options, metafile: true })).metafile);
}

process.once("exit", () => rmSync(out, { recursive: true, force: true }));
/** What is the same for all that runs in Node. */
const forNode = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20.19",
  conditions: ["source"],
  legalComments: "none",
  logLevel: "warning",
};

/** CommonJS knows its place by another name. */
const asCommonJs = {
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  banner: { js: 'const __url=require("node:url").pathToFileURL(__filename).href;' },
};
const place = { "import.meta.url": "__url" };
/** `import()` does nothing in code that V8 kept, so what imports users' files is a file of its own, and is required. */
const scriptLoader = {
  name: "script-loader",
  setup: ({ onResolve }) => onResolve({ filter: /\/load-script\.ts$/ }, () => ({ path: "../script-loader.cjs", external: true })),
};

const MACRO_PACKAGES = [
  ["dbt", "packages/core/macros/dbt"],
  ["dbt_duckdb", "packages/adapter-duckdb/macros/dbt_duckdb"],
  ["dbt_postgres", "packages/adapter-postgres/macros/dbt_postgres"],
];
const reader = await loadMacroReader();
/**
 * DuckDB's own way to its library asks for the kind of libc first, for which it loads a package and the module for child
 * processes. It is asked where the usual library does not load.
 */
const nativeLibrary = {
  name: "native-library",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^@duckdb\/node-bindings$/ }, ({ namespace, path }) => (namespace === "native-library" ? { path, external: true } : { path, namespace: "native-library" }));
    onLoad({ filter: /.*/, namespace: "native-library" }, () => ({
      contents: `try { module.exports = require("@duckdb/node-bindings-" + process.platform + "-" + process.arch + "/duckdb.node"); }
        catch { module.exports = require("@duckdb/node-bindings"); }`,
      loader: "js",
    }));
  },
};

/** Packages that few commands need, each a function of its own in the program: V8 passes over it until it is called. */
const LAZY = /^@tsmodel\/(dashboards|monitor|publish|site)$/;
const lazyPackages = {
  name: "lazy-packages",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: LAZY }, ({ path }) => ({ path, namespace: "lazy-package" }));
    onLoad({ filter: /.*/, namespace: "lazy-package" }, async ({ path }) => {
      const entry = join(root, "packages", LAZY.exec(path)[1], "src/index.ts");
      const { outputFiles, metafile } = await esbuild({ ...forNode, entryPoints: [entry], format: "cjs", packages: "external", minify: true, define: place, write: false, metafile: true, sourcemap: "inline", sourcesContent: false });
      metafiles.push(metafile);
      return { contents: outputFiles[0].text, resolveDir: dirname(entry) };
    });
  },
};

/**
 * js-yaml sets up its writer, too, which takes longer than reading a project's first files, most of which are read
 * without it (core's read-simple-yaml.ts). So what it exports is set up when somebody uses it.
 */
const lazyYaml = {
  name: "lazy-yaml",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^js-yaml$/ }, ({ namespace, path, resolveDir }) => (namespace === "lazy-yaml" ? undefined : { path, namespace: "lazy-yaml", pluginData: resolveDir }));
    onLoad({ filter: /.*/, namespace: "lazy-yaml" }, async ({ pluginData: resolveDir }) => {
      const getters = Object.keys(await import("js-yaml")).map((name) => `get ${name}() { return load().${name}; }`);
      return { contents: `let loaded; const load = () => (loaded ??= require("js-yaml"));\nmodule.exports = { ${getters.join(", ")} };`, resolveDir };
    });
  },
};

/** The whole program in one file of CommonJS: V8 can keep its compiled code between starts (bin/load-program.js). */
await build({
  ...forNode,
  ...asCommonJs,
  plugins: [scriptLoader, nativeLibrary, lazyPackages, lazyYaml],
  supported: { "dynamic-import": false },
  entryPoints: { program: "packages/cli/src/index.ts" },
  outdir: join(out, "lib"),
  minify: true,
  // Where a line came from: session/source-places.ts asks for it when something went wrong.
  sourcemap: "external",
  sourcesContent: false,
  // Native code and what is only reached when it is needed stay packages of their own.
  external: ["@duckdb/node-bindings-*", "fsevents", "pg-native"],
  define: { TSMODEL_VERSION: JSON.stringify(version), TSMODEL_BUILD: JSON.stringify(hashSources()), ...place },
});

/** Code of the built-in macros, for commands that call them. */
await build({
  ...forNode,
  stdin: { contents: macroCode(), loader: "js" },
  outfile: join(out, "lib/macros.cjs"),
  format: "cjs",
  minify: true,
});

/** What is loaded first. */
await build({
  ...forNode,
  entryPoints: { start: "packages/cli/src/start.ts" },
  outdir: out,
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  minify: true,
  define: { TSMODEL_VERSION: JSON.stringify(version), TSMODEL_PROGRAM: JSON.stringify(hashFiles(["program", "macros"].map((name) => join(out, `lib/${name}.cjs`)))) },
});

/** The same functions for those who import them. */
const { exports: named } = await exportsOf("packages/cli/src/index.ts");
writeFileSync(join(out, "index.js"), `import program from "./lib/program.cjs";\nexport const { ${named.join(", ")} } = program;\n`);

/** What TypeScript models need, loaded when there are some: the parser, what loads them, and Node's module hooks. */
await build({
  ...forNode,
  ...asCommonJs,
  entryPoints: { "script-loader": "packages/cli/src/scripts/load-script.ts" },
  outdir: out,
  minify: true,
  define: place,
});
await build({
  ...forNode,
  entryPoints: { "script-parser": "@babel/parser" },
  outdir: out,
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  minify: true,
});
await build({
  ...forNode,
  entryPoints: { "script-hooks": "packages/cli/src/scripts/hooks.ts" },
  outdir: out,
  format: "esm",
  minify: true,
});

/** The browser's part of dashboards: written into each page, and into each that is served. */
await build({
  absWorkingDir: root,
  entryPoints: { "dashboards-client": "packages/dashboards/src/client/main.ts", "dashboards-live": "packages/dashboards/src/client/live.ts", "docs-client": "packages/site/src/client/main.ts" },
  outdir: out,
  bundle: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  charset: "utf8",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});

/** Macro packages as one JSON file each: a single read at start, and the calls in each macro's text. */
for (const [name, folder] of MACRO_PACKAGES) {
  const files = readTexts(join(root, folder));
  mkdirSync(join(out, "macros"), { recursive: true });
  writeFileSync(join(out, "macros", `${name}.json`), JSON.stringify({ files, calls: callsOf(files, name) }));
}

writeFileSync(join(out, "third-party-licenses.txt"), licenseNotices(root, metafiles));

const previous = join(root, `packages/cli/dist.previous-${process.pid}`);
rmSync(previous, { recursive: true, force: true });
if (existsSync(published)) renameSync(published, previous);
renameSync(out, published);
rmSync(previous, { recursive: true, force: true });

/** What the bundle is made of, in short: a parsed project that another bundle cached is not taken. */
function hashSources() {
  const hash = createHash("sha256").update(version);
  const folders = ["jinja/src", "core/src", "core/macros", "adapter-duckdb/src", "adapter-duckdb/macros", "adapter-postgres/src", "adapter-postgres/macros", "cli/src"];
  for (const folder of folders)
    for (const [path, text] of Object.entries(readTexts(join(root, "packages", folder)))) hash.update(`\0${folder}/${path}\0${text}`);
  return hash.digest("hex").slice(0, 24);
}

function hashFiles(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}

/** The names a module exports, types left out. */
async function exportsOf(entry) {
  const { metafile } = await esbuild({ absWorkingDir: root, entryPoints: [entry], bundle: false, format: "esm", write: false, metafile: true, outdir: out });
  return Object.values(metafile.outputs)[0];
}

function readTexts(folder) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path).split(sep).join("/"), readFileSync(path, "utf8")]));
}

function callsOf(files, packageName) {
  const environment = new reader.Environment();
  return Object.fromEntries(macrosOf(files, packageName).map(({ name, macro_sql: text }) => [name, reader.staticCalls(environment.compile(text, { name }).ast)]));
}

function macrosOf(files, packageName) {
  return Object.entries(files).flatMap(([path, text]) => (path.endsWith(".sql") ? reader.parseMacroFile(text, { packageName, path, createdAt: 0 }) : []));
}

function asSource({ code, name, argumentNames, spans }) {
  return `{ name: ${JSON.stringify(name)}, argumentNames: ${JSON.stringify(argumentNames)}, spans: ${JSON.stringify(spans)}, make: function (support, Q) {\n${code}\n} }`;
}

function macroCode() {
  const environment = new reader.Environment({ macrosInContext: true });
  const entries = new Map();
  for (const [packageName, folder] of MACRO_PACKAGES) {
    for (const { name, macro_sql: text } of macrosOf(readTexts(join(root, folder)), packageName)) {
      const prepared = environment.prepare(text, { name });
      if (prepared) entries.set(reader.hashMacro(text), asSource(prepared));
    }
  }
  // Each in a function: of what a command does not call nothing is set up.
  return `exports.macros = {\n${[...entries].map(([hash, entry]) => `${JSON.stringify(hash)}: () => (${entry})`).join(",\n")}\n};\n`;
}

/** The parts of our own sources that read macros. */
async function loadMacroReader() {
  const result = await esbuild({
    stdin: {
      contents: `export { Environment } from "@tsmodel/jinja";
        export { staticCalls } from "./packages/core/src/macro/called-macros.ts";
        export { hashMacro } from "./packages/cli/src/session/hash-macro.ts";
        export { parseMacroFile } from "./packages/core/src/macro/parse-macro-file.ts";`,
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    conditions: ["source"],
    logLevel: "warning",
  });
  return import(`data:text/javascript;base64,${Buffer.from(result.outputFiles[0].text).toString("base64")}`);
}
