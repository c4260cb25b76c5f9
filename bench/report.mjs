// Rows of figures → the table of docs/benchmarks.md. Rows are kept by case in docs/benchmarks.json, so that long cases can be measured apart.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { growthLine, renderGrowth } from "./growth-report.mjs";

const time = (figure) =>
  figure === undefined ? "–" : `${figure.wall.toFixed(2)} s${figure.cpu === undefined ? "" : ` (${figure.cpu.toFixed(2)})`}`;
const ratio = (own, other, key) => (other?.[key] === undefined ? undefined : `${(other[key] / own[key]).toFixed(other[key] / own[key] < 10 ? 1 : 0)}x`);
const ratios = (own, other) => [ratio(own, other, "wall"), ratio(own, other, "cpu")].filter(Boolean).join(" / ") || "–";
const over = (own, floor) => (floor === undefined ? "–" : `${(own.wall / floor.wall).toFixed(2)}x (${(own.cpu / floor.cpu).toFixed(2)}x)`);

export const line = (row) => (row.growth ? growthLine(row) : caseLine(row));

const caseLine = ({ name, tsmodel, floor, dbt, dbt2 }) =>
  `| ${[name, time(tsmodel), time(floor), over(tsmodel, floor), time(dbt), ratios(tsmodel, dbt), time(dbt2), ratios(tsmodel, dbt2), tsmodel.rss === undefined ? "–" : `${tsmodel.rss.toFixed(0)}${dbt2?.rss ? ` / ${dbt2.rss.toFixed(0)}` : ""} MB`].join(" | ")} |`;

export const render = (rows) =>
  [
    "| case | tsmodel | floor | tsmodel / floor | dbt-core | times tsmodel | dbt v2 | times tsmodel | memory, ours / v2's |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rows.map(caseLine),
  ].join("\n");

/** Puts the rows in the place of their cases, and writes both files anew. */
export function write(root, rows, { order, peers }) {
  const file = join(root, "docs/benchmarks.json");
  const known = new Map((existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []).map((row) => [row.name, row]));
  for (const row of rows) known.set(row.name, row);
  const place = (name) => (order.indexOf(name) < 0 ? order.length : order.indexOf(name));
  const all = [...known.values()].sort((a, b) => place(a.name) - place(b.name));
  writeFileSync(file, `[\n${all.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`);
  const growth = all.filter((row) => row.growth);
  writeFileSync(join(root, "docs/benchmarks.md"), document(render(all.filter((row) => !row.growth)), renderGrowth(growth), peers));
}

const document = (table, growth, peers) => `# Benchmarks

Made by \`npm run bench -- --write\`. Whole processes; in each row the tools took turns, medians after one round that is
not counted (dbt-core runs those of generated projects once). Wall seconds with CPU seconds (user and system) in brackets;
"times tsmodel" is wall / CPU. The floor is the same compiled SQL sent straight to \`@duckdb/node-api\` on as many
connections, nothing else; for \`--version\` and \`--help\` it is \`node -e 0\`. Nobody has NODE_EXTRA_CA_CERTS set, which
costs Node 20 some 45 ms a start. Compare within a row only: rows may come
from different hours of a shared machine. \`--only\` takes ${"`startup,project,watch,1000,10000`"}; the figures are in
[benchmarks.json](benchmarks.json).

Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}${peers.map(({ version }) => `, ${version}`).join("")}.

${table}

## Growth

Made by \`npm run bench -- --only growth --write\`: generated projects (bench/make-project.mjs) of 100 to 20,000 models, and
projects that are large in one way each (bench/growth-projects.mjs). Wall seconds, CPU seconds in brackets, the most
memory; medians of three, runs, builds, seeds and the peers once. Nodes are what \`ls\` lists: models, tests, sources, seeds.
CPU time a node is without the start: the same command on a project of one model is subtracted. It is given where it
is two hundredths of a second or more, the unit in which the system counts.

${growth}

- Chains, fans and layers are walked without recursion: nothing in them ends at a call stack's depth. What is written for
  ephemeral models is as long as their chain, squared: each compiled file holds the models before it, as in dbt. dbt-core
  ends at 950 of them (Python's recursion limit), DuckDB at 1,000 in one statement (\`max_expression_depth\`).
- A seed passes by once to find its columns' types, a megabyte at a time, and is then read by DuckDB; into Postgres its rows
  go as they are read. dbt-core holds all rows. Of a seed over 1 MB only the path is compared for \`state:modified\`, as in
  dbt, and parsing does not read it.
`;
