// Import directions and cycles, from the sources themselves. Exits 1 and names each offence.
//   node scripts/check-imports.mjs
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Packages and what they may import of each other. */
const PACKAGES = {
  jinja: [],
  core: ["jinja"],
  "adapter-duckdb": ["core", "jinja"],
  "postgres-tls": [],
  "adapter-postgres": ["core", "jinja", "postgres-tls"],
  publish: ["postgres-tls"],
  dashboards: [],
  monitor: ["dashboards"],
  site: [],
  cli: ["core", "jinja", "adapter-duckdb", "adapter-postgres", "publish", "dashboards", "monitor", "site"],
};
const NAMES = new Map([["tsmodel", "cli"], ...Object.keys(PACKAGES).map((name) => [`@tsmodel/${name}`, name])]);

/** Rooms of packages/core/src in reading order: each imports values only from rooms before it. */
const ROOMS = [
  "util", "errors", "events", "manifest", "adapter", "effects.ts", "typescript", "template", "project", "macro", "context", "parse", "graph",
  "artifacts", "cache", "state", "select", "compile", "plan", "run", "deps", "catalog", "watch", "adapter-door.ts", "global-package.ts", "tsmodel.ts", "index.ts",
];

const files = Object.keys(PACKAGES).flatMap((name) =>
  readdirSync(join(root, "packages", name, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
);
const IMPORT = /^\s*(?:import|export)\s+(type\s+)?([^'"();]*?from\s*)?["']([^"']+)["']/gm;
const problems = [];
const graph = new Map();

for (const file of files) {
  const text = readFileSync(file, "utf8");
  const edges = [];
  for (const [, isType, names, target] of text.matchAll(IMPORT)) {
    const typeOnly = isType !== undefined || (names !== undefined && /^\{[^}]*\}/.test(names) && onlyTypes(names));
    const here = packageOf(file);
    if (target.startsWith(".")) {
      const path = resolve(dirname(file), target);
      if (packageOf(path) !== here) problems.push(`${show(file)} reaches into another package: ${target}`);
      if (!typeOnly) {
        edges.push(path);
        checkRoom(file, path);
      }
    } else {
      const other = NAMES.get(target.split("/").slice(0, target.startsWith("@") ? 2 : 1).join("/"));
      if (other && other !== here && !PACKAGES[here].includes(other)) problems.push(`${show(file)}: ${here} may not import ${other}`);
    }
  }
  graph.set(file, edges);
}

for (const cycle of cycles(graph)) problems.push(`import cycle: ${cycle.map(show).join(" → ")}`);
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`imports: ${files.length} files, directions hold, no cycles`);

function onlyTypes(names) {
  const inner = names.slice(names.indexOf("{") + 1, names.indexOf("}"));
  return inner.split(",").every((name) => name.trim() === "" || name.trim().startsWith("type "));
}
function packageOf(path) {
  return relative(join(root, "packages"), path).split(sep)[0];
}
function show(path) {
  return relative(root, path);
}
function checkRoom(file, path) {
  if (packageOf(file) !== "core") return;
  const room = (target) => relative(join(root, "packages/core/src"), target).split(sep)[0];
  const [from, to] = [ROOMS.indexOf(room(file)), ROOMS.indexOf(room(path))];
  if (from < 0) problems.push(`${show(file)} is in no known room`);
  else if (to > from) problems.push(`${show(file)} imports ${show(path)}: ${ROOMS[to]} comes after ${ROOMS[from]}`);
}
/** One cycle for each strongly connected knot (Tarjan, iterative). */
function cycles(edgesOf) {
  const index = new Map();
  const low = new Map();
  const onStack = new Set();
  const stack = [];
  const found = [];
  let counter = 0;
  for (const start of edgesOf.keys()) {
    if (index.has(start)) continue;
    const work = [[start, 0]];
    while (work.length > 0) {
      const frame = work[work.length - 1];
      const [node, at] = frame;
      if (at === 0) {
        index.set(node, counter);
        low.set(node, counter++);
        stack.push(node);
        onStack.add(node);
      }
      const next = (edgesOf.get(node) ?? [])[at];
      if (next !== undefined) {
        frame[1]++;
        if (!index.has(next)) work.push([next, 0]);
        else if (onStack.has(next)) low.set(node, Math.min(low.get(node), index.get(next)));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) low.set(parent[0], Math.min(low.get(parent[0]), low.get(node)));
      if (low.get(node) === index.get(node)) {
        const knot = [];
        let member;
        do {
          member = stack.pop();
          onStack.delete(member);
          knot.push(member);
        } while (member !== node);
        if (knot.length > 1) found.push([...knot.reverse(), knot[0]]);
      }
    }
  }
  return found;
}
