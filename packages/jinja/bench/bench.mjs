/**
 * Renders the same templates with this engine, with real Jinja2's sandbox (dbt's) and with nunjucks, and prints CPU
 * microseconds per render. Run after `npm run build`: node packages/jinja/bench/bench.mjs [rounds]
 */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Environment, toValue } from "@tsmodel/jinja";
import { templates } from "./templates.mjs";

const rounds = Number(process.argv[2] ?? 150);
const repeats = 7;

/** Best CPU seconds per call. */
function measure(run) {
  for (let i = 0; i < rounds; i++) run();
  let best = Infinity;
  for (let r = 0; r < repeats; r++) {
    const started = process.cpuUsage();
    for (let i = 0; i < rounds; i++) run();
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, (user + system) / 1e6 / rounds);
  }
  return best;
}

async function measureAsync(run) {
  for (let i = 0; i < rounds; i++) await run();
  let best = Infinity;
  for (let r = 0; r < repeats; r++) {
    const started = process.cpuUsage();
    for (let i = 0; i < rounds; i++) await run();
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, (user + system) / 1e6 / rounds);
  }
  return best;
}

function python(template) {
  const script = fileURLToPath(new URL("bench.py", import.meta.url));
  const input = JSON.stringify({ source: template.source, context: template.context, rounds, repeats });
  const child = spawnSync("python3", [script], { input, encoding: "utf8", maxBuffer: 1e8 });
  return child.status === 0 ? JSON.parse(child.stdout) : undefined;
}

async function nunjucks(template) {
  if (template.nunjucks === false) return undefined;
  const { default: library } = await import("nunjucks");
  const environment = new library.Environment(null, { autoescape: false });
  const compiled = new library.Template(template.source, environment, "t", true);
  return measure(() => compiled.render(template.context));
}

const micro = (seconds) => (seconds === undefined ? "-" : String(Math.round(seconds * 1e6))).padStart(8);
const times = (slow, fast) => (slow === undefined ? "-" : `${(slow / fast).toFixed(1)}x`).padStart(8);

console.log("      jinja2    sync   async  marked nunjucks |   sync   async  (times jinja2)  output");
for (const template of templates) {
  const values = new Map(Object.entries(template.context).map(([name, value]) => [name, toValue(value)]));
  const context = { get: (name) => values.get(name) };
  const compiled = new Environment().compile(template.source, { name: template.name });
  const reference = python(template);
  const sync = measure(() => compiled.render(context));
  const asynchronous = await measureAsync(() => compiled.renderAsync(context));
  const marked = measure(() => compiled.renderMarked(context));
  const other = await nunjucks(template);
  const same =
    reference === undefined
      ? "not compared"
      : reference.output === compiled.render(context)
        ? "identical"
        : "DIFFERENT";
  const base = reference?.seconds;
  console.log(
    `${template.name}  ${micro(base)}${micro(sync)}${micro(asynchronous)}${micro(marked)}${micro(other)} |${times(base, sync)}${times(base, asynchronous)}                  ${same}`,
  );
}
