// Speed as ratios, interleaved, medians: tsmodel beside the bare DuckDB floor and, where there are some, its peers.
//   npm run bench -- [--only startup,project,watch,1000,10000,growth] [--repeat 5] [--write]     a number: models to generate
//   npm run bench -- --only growth [--part "5,000 macros"]     rows whose name has it
// bench/peers.mjs says how peers are named. --write puts the table into docs/benchmarks.md.
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GROWTH_ORDER, measureGrowth } from "../bench/growth.mjs";
import { measure, median } from "../bench/measure.mjs";
import { findPeers } from "../bench/peers.mjs";
import { line, render, write } from "../bench/report.mjs";
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
const peers = findPeers(root);
// Node 20 reads extra certificates at every start, 45 ms here: a setting of the machine, not of what is measured.
const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;
const env = { ...inherited, NO_COLOR: "1", CI: "1", DBT_SEND_ANONYMOUS_USAGE_STATS: "false", DO_NOT_TRACK: "1", NODE_API_DIR: root };
const rows = [];

const PROFILE = `bench:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: bench.duckdb\n      schema: main\n      threads: 4\n`;
const floor = (...words) => [process.execPath, join(root, "bench/floor.mjs"), ...words];
const tsmodel = (...words) => [process.execPath, bin, ...words];
const own = { tool: "tsmodel", command: tsmodel(), env: {}, warm: [] };

/** Cases in the order of the table. */
const SIZES = [["1,000 models", ["parse, cold", "parse, nothing changed", "parse, one model edited", "parse, one description edited", "ls", "run", "run one", "test"]], ["10,000 models", ["parse, cold", "parse, nothing changed", "parse, one model edited", "parse, one description edited", "ls", "watch, save to rebuilt model"]]];
const ORDER = ["--version", "--help", ...["parse", "ls", "build (tests included)", "run", "run one mart", "data tests", "watch, save to rebuilt mart", "watch, save to rebuilt small model"].map((name) => `project: ${name}`), ...SIZES.flatMap(([size, names]) => names.map((name) => `${size}: ${name}`)), ...GROWTH_ORDER];

try {
  if (only.has("startup")) await startup();
  if (only.has("project")) await reportingProject();
  if (only.has("watch")) await watchRebuild();
  if (only.has("growth")) await growth();
  for (const size of [...only].filter((word) => /^\d+$/.test(word)).map(Number)) await generated(size, size > 1000 ? Math.min(repeat, 3) : repeat);
} finally {
  rmSync(work, { recursive: true, force: true });
  if (options.write && rows.length > 0) write(root, rows, { order: ORDER, peers });
}
console.log(render(rows.filter((row) => !row.growth)));

/** How time and memory grow: bench/growth.mjs. */
async function growth() {
  const makeProject = (models, folder) => must([process.execPath, join(root, "bench/make-project.mjs"), "--models", String(models), "--out", folder], root);
  const prepare = (folder) => must(floor("prepare", "--raw", "raw.sql", "--seeds", "seeds", "--db", "bench.duckdb"), folder);
  await measureGrowth({ work, tools: [own, ...peers], profile: PROFILE, makeProject, prepare, run: timed, must, add, part: options.part });
}

async function startup() {
  for (const word of ["--version", "--help"]) {
    const each = Object.fromEntries([own, ...peers].map(({ tool, command, env: more }) => [tool, { command: [...command, word], env: more }]));
    await compare(word, { ...each, floor: { command: [process.execPath, "-e", "0"] } });
  }
}

/** The reporting project on its generated data. */
async function reportingProject() {
  const places = copies("project", (folder) => {
    cpSync(join(root, "project"), join(folder, "project"), { recursive: true, filter: (path) => !/node_modules|target|logs/.test(path) });
    mkdirSync(join(folder, "data"), { recursive: true });
    cpSync(join(root, "data/raw"), join(folder, "data/raw"), { recursive: true });
  });
  // dbt v2 does not look files up by the profile's file_search_path, as DuckDB does.
  if (places.dbt2) symlinkSync("../data", join(places.dbt2, "project/data"));
  const tools = (...words) => each(places, words, { sub: "project" });
  await compare("project: parse", tools("parse", "--no-partial-parse"));
  await compare("project: ls", tools("ls"));
  must(tsmodel("build"), join(places.tsmodel, "project"));
  await planFloor(join(places.tsmodel, "project"), join(places.floor, "project"), join(places.floor, "data/pipeline.duckdb"), join(places.tsmodel, "data/pipeline.duckdb"));
  // The compiled SQL names its files from the repository's folder. Unit tests have none, so the floor builds without them.
  const onFloor = (mode, ...more) => ({ command: floor(mode, "--plan", "project/plan.json", "--db", "data/pipeline.duckdb", "--threads", "4", ...more), cwd: places.floor });
  await compare("project: build (tests included)", { ...tools("build"), floor: onFloor("build") });
  await compare("project: run", { ...tools("run"), floor: onFloor("run") });
  await compare("project: run one mart", { ...tools("run", "--select", "mart_exec_scorecard_weekly"), floor: onFloor("run", "--select", "mart_exec_scorecard_weekly") });
  await compare("project: data tests", { ...tools("test", "--select", "test_type:data"), floor: onFloor("test") });
}

/** From a save to the line that says the model is rebuilt, as `tsmodel watch` prints it. */
async function watchRebuild() {
  const folder = join(work, "watch");
  cpSync(join(root, "project"), join(folder, "project"), { recursive: true, filter: (path) => !/node_modules|target|logs/.test(path) });
  cpSync(join(root, "data/raw"), join(folder, "data/raw"), { recursive: true });
  const files = { "watch, save to rebuilt mart": "models/marts/mart_user_retention_w4.sql", "watch, save to rebuilt small model": "models/staging/stg_accounts.sql" };
  await watchSaves("project", join(folder, "project"), files);
}

/** `files`: the model to save, by the name of its row. */
async function watchSaves(project, cwd, files, times = repeat, more = []) {
  const [command, ...words] = tsmodel("watch", "--no-tests", ...more);
  const child = spawn(command, words, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
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
  for (const [name, path] of Object.entries(files)) {
    const file = join(cwd, path);
    const text = readFileSync(file, "utf8");
    const figures = [];
    for (let round = 0; round <= times; round++) {
      const start = performance.now();
      writeFileSync(file, `${text}\n-- save ${round}\n`);
      const [line] = await next(/→ {2}.*\n/);
      if (!/→ {2}1 model .*✓/.test(line)) throw new Error(`${project}, ${path}: ${line}`);
      if (round > 0) figures.push((performance.now() - start) / 1000);
    }
    add({ name: `${project}: ${name}`, tsmodel: { wall: Number(median(figures).toFixed(3)) } });
  }
  child.kill("SIGINT");
}

/** A generated project of the realistic kind. */
async function generated(models, times) {
  const places = copies(`g${models}`, (folder) => {
    must([process.execPath, join(root, "bench/make-project.mjs"), "--models", String(models), "--out", folder], root);
    writeFileSync(join(folder, "profiles.yml"), PROFILE);
  });
  const name = `${models.toLocaleString("en")} models`;
  const large = models > 1000;
  const rest = { once: ["dbt"] };
  const cold = (folder) => rmSync(join(folder, "target"), { recursive: true, force: true });
  await compare(`${name}: parse, cold`, each(places, ["parse"], { ...rest, cold: true, before: cold }), times);
  await compare(`${name}: parse, nothing changed`, each(places, ["parse"], rest), times);
  await compare(`${name}: parse, one model edited`, each(places, ["parse"], { ...rest, before: editOne }), times);
  await compare(`${name}: parse, one description edited`, each(places, ["parse"], { ...rest, before: editDescription }), times);
  await compare(`${name}: ls`, each(places, ["ls"], rest), times);
  if (large) {
    must(floor("prepare", "--raw", "raw.sql", "--seeds", "seeds", "--db", "bench.duckdb"), places.tsmodel);
    const model = readdirSync(join(places.tsmodel, "models"), { recursive: true }).filter((path) => /stg_.*\.sql$/.test(path)).sort()[0];
    return watchSaves(name, places.tsmodel, { "watch, save to rebuilt model": join("models", model) }, times, ["--no-build-first"]);
  }
  for (const folder of Object.values(places)) must(floor("prepare", "--raw", "raw.sql", "--seeds", "seeds", "--db", "bench.duckdb"), folder);
  must(tsmodel("compile"), places.tsmodel);
  must(floor("extract", "--project", places.tsmodel, "--out", "plan.json"), places.floor);
  const onFloor = (mode, ...more) => ({ command: floor(mode, "--plan", "plan.json", "--db", "bench.duckdb", "--threads", "4", ...more), cwd: places.floor });
  const few = Math.min(times, 3);
  await compare(`${name}: run`, { ...each(places, ["run"], rest), floor: onFloor("run") }, few);
  const { models: planned } = JSON.parse(readFileSync(join(places.floor, "plan.json"), "utf8"));
  const one = (planned.find((model) => model.name.startsWith("mart_")) ?? planned.at(-1)).name;
  await compare(`${name}: run one`, { ...each(places, ["run", "--select", one], rest), floor: onFloor("run", "--select", one) }, times);
  await compare(`${name}: test`, { ...each(places, ["test"], rest), floor: onFloor("test") }, few);
}

function editOne(folder) {
  appendFileSync(firstModelsFile(folder, /\.sql$/), "\n-- edited\n");
}

/** In a properties file that describes many models. */
function editDescription(folder) {
  const file = firstModelsFile(folder, /intermediate.*\.yml$/);
  writeFileSync(file, readFileSync(file, "utf8").replace(/(description: The .*)/, "$1, edited"));
}

function firstModelsFile(folder, pattern) {
  const models = join(folder, "models");
  return join(models, readdirSync(models, { recursive: true }).filter((path) => pattern.test(path)).sort()[0]);
}

/** The floor's plan: the SQL that the project compiled to, on a copy of the built file. */
async function planFloor(project, place, target, built) {
  must(tsmodel("compile"), project);
  must(floor("extract", "--project", project, "--out", "plan.json"), place);
  copyFileSync(built, target);
}

/** The same words for every tool, in its own folder. `once`: tools too slow to be repeated; `cold`: without what was kept. */
function each(places, words, { sub = ".", without = [], once = [], cold = false, before } = {}) {
  const entries = [own, ...peers]
    .filter(({ tool }) => !without.includes(tool))
    .map(({ tool, command, env: more, warm }) => {
      const cwd = join(places[tool], sub);
      return [tool, { command: [...command, ...words, ...(cold ? [] : warm)], cwd, env: more, once: once.includes(tool), before: before && (() => before(cwd)) }];
    });
  return Object.fromEntries(entries);
}

/** A folder of its own for each tool: nobody warms another's files. */
function copies(name, fill) {
  const places = {};
  for (const tool of ["tsmodel", "floor", ...peers.map((peer) => peer.tool)]) {
    places[tool] = join(work, `${name}-${tool}`);
    mkdirSync(places[tool], { recursive: true });
    fill(places[tool]);
  }
  return places;
}

/** Interleaved: A B C, B C A, C A B; the first round warms up and is not counted. */
async function compare(name, contenders, times = repeat) {
  const entries = Object.entries(contenders);
  const figures = Object.fromEntries(entries.map(([tool]) => [tool, []]));
  for (let round = 0; round <= times; round++) {
    for (let i = 0; i < entries.length; i++) {
      const [tool, { command, cwd, env: more, once, before }] = entries[(i + round) % entries.length];
      if (once && round > 0) continue;
      before?.();
      const figure = await timed(command, cwd, more);
      if (once || round > 0) figures[tool].push(figure);
    }
  }
  const summary = (list) => Object.fromEntries(["wall", "cpu", "rss"].map((key) => [key, Number(median(list.map((figure) => figure[key])).toFixed(3))]));
  add({ name, ...Object.fromEntries(Object.entries(figures).map(([tool, list]) => [tool, summary(list)])) });
}

async function timed(command, cwd, more) {
  const figure = await measure(command, { cwd, env: { ...env, ...more } });
  if (figure.code !== 0) throw new Error(`${command.join(" ")} ended with ${figure.code}\n${figure.stdout.slice(-2000)}`);
  return figure;
}

function add(row) {
  rows.push(row);
  console.error(line(row));
}

function must([command, ...words], cwd, more = {}) {
  const result = spawnSync(command, words, { cwd, env: { ...env, ...more }, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${command} ${words.join(" ")} ended with ${result.status}\n${result.stdout}\n${result.stderr}`);
}
