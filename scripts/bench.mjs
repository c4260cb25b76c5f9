// Speed as ratios, interleaved, medians: tsmodel beside the bare DuckDB floor and, when there is one, a dbt.
//   npm run bench -- [--only startup,project,1000,10000] [--repeat 5] [--write]
// DBT names a dbt command (default: dbt on PATH). --write puts the table into docs/benchmarks.md.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { measure, median } from "../bench/measure.mjs";
import { root } from "./setup.mjs";

const options = { only: "startup,project,watch,1000,10000", repeat: "5" };
const args = process.argv.slice(2);
for (let i = 0; i < args.length; i++) {
  if (args[i] === "--write") options.write = true;
  else options[args[i].replace(/^--/, "")] = args[++i];
}
const repeat = Number(options.repeat);
const only = new Set(options.only.split(","));
const work = mkdtempSync(join(tmpdir(), "tsmodel-bench-"));
const bin = join(root, "packages/cli/bin/tsmodel.js");
const dbt = findDbt();
const env = { ...process.env, NO_COLOR: "1", CI: "1", DBT_SEND_ANONYMOUS_USAGE_STATS: "false", DO_NOT_TRACK: "1", NODE_API_DIR: root };
const rows = [];

const PROFILE = `bench:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: bench.duckdb\n      schema: main\n      threads: 4\n`;
const floor = (...words) => [process.execPath, join(root, "bench/floor.mjs"), ...words];
const tsmodel = (...words) => [process.execPath, bin, ...words];

try {
  if (only.has("startup")) await startup();
  if (only.has("project")) await reportingProject();
  if (only.has("watch")) await watchRebuild();
  if (only.has("1000")) await generated(1000, repeat);
  if (only.has("10000")) await generated(10_000, Math.min(repeat, 2), ["parse"]);
} finally {
  rmSync(work, { recursive: true, force: true });
}
const table = render();
console.log(table);
if (options.write) writeFileSync(join(root, "docs/benchmarks.md"), document(table));

async function startup() {
  await compare("--version", { tsmodel: { command: tsmodel("--version") }, floor: { command: [process.execPath, "-e", "0"] }, dbt: dbt && { command: [...dbt, "--version"] } });
  await compare("--help", { tsmodel: { command: tsmodel("--help") }, floor: { command: [process.execPath, "-e", "0"] }, dbt: dbt && { command: [...dbt, "--help"] } });
}

/** The reporting project on its generated data. */
async function reportingProject() {
  const places = copies("project", (folder) => {
    cpSync(join(root, "project"), join(folder, "project"), { recursive: true, filter: (path) => !/node_modules|target|logs/.test(path) });
    mkdirSync(join(folder, "data"), { recursive: true });
    cpSync(join(root, "data/raw"), join(folder, "data/raw"), { recursive: true });
  });
  const at = (tool, words) => ({ command: words, cwd: join(places[tool], "project") });
  await compare("project: parse", tools((tool, command) => at(tool, [...command, "parse", "--no-partial-parse"])));
  await compare("project: ls", tools((tool, command) => at(tool, [...command, "ls"])));
  await compare("project: build (tests included)", tools((tool, command) => at(tool, [...command, "build"])));
  await planFloor(join(places.tsmodel, "project"), join(places.floor, "project"), join(places.floor, "data/pipeline.duckdb"), join(places.tsmodel, "data/pipeline.duckdb"));
  // The compiled SQL names its files from the repository's folder.
  const onFloor = (mode, ...more) => ({ command: floor(mode, "--plan", "project/plan.json", "--db", "data/pipeline.duckdb", "--threads", "4", ...more), cwd: places.floor });
  await compare("project: run", { ...tools((tool, command) => at(tool, [...command, "run"])), floor: onFloor("run") });
  await compare("project: run one mart", { ...tools((tool, command) => at(tool, [...command, "run", "--select", "mart_exec_scorecard_weekly"])), floor: onFloor("run", "--select", "mart_exec_scorecard_weekly") });
  await compare("project: data tests", { ...tools((tool, command) => at(tool, [...command, "test", "--exclude-resource-type", "unit_test"])), floor: onFloor("test") });
}

/** From a save to the line that says the model is rebuilt and tested, as `tsmodel watch` prints it. */
async function watchRebuild() {
  const folder = join(work, "watch");
  cpSync(join(root, "project"), join(folder, "project"), { recursive: true, filter: (path) => !/node_modules|target|logs/.test(path) });
  cpSync(join(root, "data/raw"), join(folder, "data/raw"), { recursive: true });
  const file = join(folder, "project/models/marts/mart_user_retention_w4.sql");
  const text = readFileSync(file, "utf8");
  const [command, ...words] = tsmodel("watch", "--no-tests");
  const child = spawn(command, words, { cwd: join(folder, "project"), env, stdio: ["ignore", "pipe", "inherit"] });
  let seen = "";
  let wake = () => undefined;
  child.stdout.on("data", (part) => ((seen += part), wake()));
  const next = async (pattern) => {
    for (;;) {
      const found = pattern.exec(seen);
      if (found) {
        seen = seen.slice(found.index + found[0].length);
        return found;
      }
      await new Promise((resolve) => (wake = resolve));
    }
  };
  await next(/watching .*\n/);
  const figures = [];
  for (let round = 0; round <= repeat; round++) {
    writeFileSync(file, `${text}\n-- save ${round}\n`);
    const [, number, unit] = await next(/→ {2}1 model {2}([\d.]+) (ms|s) .*\n/);
    if (round > 0) figures.push(Number(number) / (unit === "ms" ? 1000 : 1));
  }
  child.kill("SIGINT");
  const row = { name: "project: watch, save to rebuilt mart", tsmodel: { wall: median(figures), cpu: NaN, rss: NaN } };
  rows.push(row);
  console.error(line(row));
}

/** A generated project of the realistic kind. */
async function generated(models, times, cases = ["parse", "ls", "run", "one", "test"]) {
  const places = copies(`g${models}`, (folder) => {
    must([process.execPath, join(root, "bench/make-project.mjs"), "--models", String(models), "--out", folder], root);
    writeFileSync(join(folder, "profiles.yml"), PROFILE);
  });
  const name = `${models.toLocaleString("en")} models`;
  const at = (tool, words, before) => ({ command: words, cwd: places[tool], before });
  const cold = (tool) => () => rmSync(join(places[tool], "target"), { recursive: true, force: true });
  const withDbt = models <= 1000;
  const all = (make) => tools(make, withDbt);
  if (cases.includes("parse")) await compare(`${name}: parse, cold`, all((tool, command) => at(tool, [...command, "parse", "--no-partial-parse"], cold(tool))), times);
  if (cases.includes("ls")) await compare(`${name}: ls`, all((tool, command) => at(tool, [...command, "ls"])), times);
  if (!cases.includes("run")) return;
  for (const tool of Object.keys(places)) must(floor("prepare", "--raw", "raw.sql", "--seeds", "seeds", "--db", "bench.duckdb"), places[tool]);
  must(tsmodel("compile"), places.tsmodel);
  must(floor("extract", "--project", places.tsmodel, "--out", "plan.json"), places.floor);
  const onFloor = (mode, ...more) => ({ command: floor(mode, "--plan", "plan.json", "--db", "bench.duckdb", "--threads", "4", ...more), cwd: places.floor });
  await compare(`${name}: run`, { ...all((tool, command) => at(tool, [...command, "run"])), floor: onFloor("run") }, Math.min(times, 3));
  const one = JSON.parse(readFileSync(join(places.floor, "plan.json"), "utf8")).models.find((model) => model.name.startsWith("mart_")).name;
  await compare(`${name}: run one`, { ...all((tool, command) => at(tool, [...command, "run", "--select", one])), floor: onFloor("run", "--select", one) }, times);
  await compare(`${name}: test`, { ...all((tool, command) => at(tool, [...command, "test"])), floor: onFloor("test") }, Math.min(times, 3));
}

/** The floor's plan: the SQL that the project compiled to, on a copy of the built file. */
async function planFloor(project, place, target, built) {
  must(tsmodel("compile"), project);
  must(floor("extract", "--project", project, "--out", "plan.json"), place);
  copyFileSync(built, target);
}

function tools(make, withDbt = true) {
  return { tsmodel: make("tsmodel", tsmodel()), dbt: dbt && withDbt ? make("dbt", dbt) : undefined };
}

/** A folder of its own for each tool: nobody warms another's files. */
function copies(name, fill) {
  const places = {};
  for (const tool of ["tsmodel", "floor", ...(dbt ? ["dbt"] : [])]) {
    places[tool] = join(work, `${name}-${tool}`);
    mkdirSync(places[tool], { recursive: true });
    fill(places[tool]);
  }
  return places;
}

/** Interleaved: A B C, B C A, C A B; the first round warms up and is not counted. */
async function compare(name, contenders, times = repeat) {
  const entries = Object.entries(contenders).filter(([, contender]) => contender);
  const figures = Object.fromEntries(entries.map(([tool]) => [tool, []]));
  for (let round = 0; round <= times; round++) {
    for (let i = 0; i < entries.length; i++) {
      const [tool, { command, cwd, before }] = entries[(i + round) % entries.length];
      before?.();
      const figure = await measure(command, { cwd, env });
      if (figure.code !== 0) throw new Error(`${tool}: ${command.join(" ")} ended with ${figure.code}\n${figure.stdout.slice(-2000)}`);
      if (round > 0) figures[tool].push(figure);
    }
  }
  const row = { name };
  for (const [tool, list] of Object.entries(figures)) row[tool] = { wall: median(list.map((f) => f.wall)), cpu: median(list.map((f) => f.cpu)), rss: median(list.map((f) => f.rss)) };
  rows.push(row);
  console.error(line(row));
}

function line({ name, tsmodel: own, floor: bare, dbt: peer }) {
  const time = (figure) => (figure ? `${figure.wall.toFixed(2)} s${Number.isNaN(figure.cpu) ? "" : ` (${figure.cpu.toFixed(2)})`}` : "–");
  const ratio = (other, key) => (other ? `${(other[key] / own[key]).toFixed(1)}x` : "–");
  const over = bare ? `${(own.wall / bare.wall).toFixed(2)}x` : "–";
  return `| ${name} | ${time(own)} | ${time(bare)} | ${over} | ${time(peer)} | ${ratio(peer, "wall")} / ${ratio(peer, "cpu")} | ${Number.isNaN(own.rss) ? "–" : `${own.rss.toFixed(0)} MB`} |`;
}

function render() {
  return ["| case | tsmodel wall (CPU) | floor | tsmodel / floor | dbt | dbt / tsmodel, wall / CPU | peak memory |", "|---|---|---|---|---|---|---|", ...rows.map(line)].join("\n");
}

function document(text) {
  const version = dbt ? (spawnSync(dbt[0], [...dbt.slice(1), "--version"], { encoding: "utf8" }).stdout.match(/installed: (\S+)/)?.[1] ?? "unknown") : "none";
  return `# Benchmarks

Made by \`npm run bench -- --write\`. Whole processes, interleaved, medians of ${repeat} (fewer for the long ones) after one
uncounted round; wall seconds with CPU seconds (user and system) in brackets. The floor is the same compiled SQL sent
straight to \`@duckdb/node-api\` on as many connections, nothing else; for \`--version\` and \`--help\` it is \`node -e 0\`.
Compare within the table only.

Machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, dbt-core ${version}.

${text}
`;
}

function must([command, ...words], cwd) {
  const result = spawnSync(command, words, { cwd, env, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${command} ${words.join(" ")} ended with ${result.status}\n${result.stdout}\n${result.stderr}`);
}

function findDbt() {
  if (process.env.DBT) return process.env.DBT.split(" ");
  const found = spawnSync("dbt", ["--version"], { encoding: "utf8" });
  return found.status === 0 && /Core:/.test(found.stdout) && !/tsmodel/.test(found.stdout) ? ["dbt"] : undefined;
}
