// What the site costs for a project's artifacts: generation in CPU seconds, first page, frames while the whole graph
// is moved and zoomed, in a real browser.
//   node bench/make-project.mjs --models 10000 --out FOLDER     (and a profiles.yml, then: tsmodel docs generate)
//   node packages/site/bench/measure.mjs FOLDER/target
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const target = process.argv[2];
if (target === undefined || !existsSync(join(target, "manifest.json"))) {
  console.error("usage: node packages/site/bench/measure.mjs TARGET_FOLDER");
  process.exit(2);
}
const RUNS = 3;
const folder = mkdtempSync(join(tmpdir(), "site-bench-"));
const bundle = async (entry, name, options) => {
  const outfile = join(folder, name);
  await build({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    minify: true,
    conditions: ["source"],
    logLevel: "error",
    ...options,
  });
  return outfile;
};
const { buildSite } = await import(
  pathToFileURL(await bundle("packages/site/src/index.ts", "site.mjs", { format: "esm", platform: "node" }))
    .href
);
const client = readFileSync(
  await bundle("packages/site/src/client/main.ts", "client.js", {
    format: "iife",
    platform: "browser",
    target: "es2022",
  }),
  "utf8",
);

generate();
if (existsSync("/usr/bin/chromium")) await browse();
else console.log("no /usr/bin/chromium: nothing measured in a browser");
rmSync(folder, { recursive: true, force: true });

function generate() {
  const read = (name) =>
    existsSync(join(target, name)) ? JSON.parse(readFileSync(join(target, name), "utf8")) : undefined;
  const results = [];
  for (let run = 0; run < RUNS; run++) {
    const before = process.cpuUsage();
    const artifacts = {
      manifest: read("manifest.json"),
      catalog: read("catalog.json"),
      runResults: read("run_results.json"),
      history: [],
    };
    const parsed = process.cpuUsage(before);
    const files = buildSite(artifacts, { client });
    mkdirSync(join(folder, "docs-site"), { recursive: true });
    for (const { path, text } of files) writeFileSync(join(folder, path), text);
    const all = process.cpuUsage(before);
    const seconds = (usage) => (usage.user + usage.system) / 1e6;
    results.push({
      read: seconds(parsed),
      build: seconds(all) - seconds(parsed),
      files: files.length,
      bytes: files.reduce((sum, { text }) => sum + text.length, 0),
    });
  }
  results.sort((a, b) => a.build - b.build);
  const { read: reading, build: building, files, bytes } = results[RUNS >> 1];
  console.log(
    `generation   ${building.toFixed(2)} CPU s, and ${reading.toFixed(2)} to read the artifacts; ${files} files, ${(bytes / 1e6).toFixed(1)} MB (median of ${RUNS})`,
  );
}

async function browse() {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // Of the page's thread alone, in CPU time: other programs of the machine do not count.
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.setTimeDomain", { timeDomain: "threadTicks" });
  await session.send("Performance.enable");
  const cpu = async () =>
    (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value *
    1000;
  const address = pathToFileURL(join(folder, "index.html")).href;
  const opened = [];
  for (let run = 0; run < RUNS + 1; run++) {
    const start = performance.now();
    await page.goto(`${address}?${run}#!/overview`);
    await page.waitForFunction(() => document.querySelector("main").dataset.ready !== undefined);
    opened.push(performance.now() - start);
  }
  const nodes = await page.evaluate(
    () => JSON.parse(document.getElementById("site-index").textContent).nodes.id.length,
  );
  console.log(
    `first page   ${Math.round(opened.slice(1).sort((a, b) => a - b)[1])} ms from file://, ${nodes} pages in the index (median of ${RUNS})`,
  );
  const search = await page.evaluate(async () => {
    const box = document.querySelector("#search");
    box.focus();
    const type = async (text) => {
      const start = performance.now();
      box.value = text;
      box.dispatchEvent(new Event("input"));
      await new Promise((done) =>
        new MutationObserver(done).observe(document.querySelector("#search-results"), { childList: true }),
      );
      return performance.now() - start;
    };
    const first = await type("cust");
    const rest = [
      await type("custo"),
      await type("order amount"),
      await type("mrt_finc"),
      await type("xyzzy"),
    ];
    return { first, worst: Math.max(...rest) };
  });
  console.log(
    `search       ${Math.round(search.first)} ms for the first letters (the table is loaded then), at most ${Math.round(search.worst)} ms after`,
  );
  await page.goto(`${address}#!/lineage`);
  await page.waitForFunction(() => document.querySelector("[data-graph]")?.graph !== undefined);
  await page.waitForFunction(() => !document.querySelector("[data-graph]").graph.busy);
  for (const [name, move] of [
    ["nothing moves", "() => undefined"],
    [
      "one rectangle",
      "(graph, at) => { const c = document.querySelector('[data-graph]').getContext('2d'); c.fillRect(at, 10, 50, 50); }",
    ],
    [
      "pan, whole graph",
      "graph => { const v = graph.view; graph.setView({ ...v, x: v.x + 3, y: v.y + 2 }); }",
    ],
    ["zoom in and out", "(graph, at) => graph.zoomBy(at % 120 < 60 ? 1.04 : 1 / 1.04)"],
    [
      "pan, zoomed in",
      "(graph, at) => { if (at === 0) graph.zoomBy(12); const v = graph.view; graph.setView({ ...v, x: v.x - 9, y: v.y - 5 }); }",
    ],
  ]) {
    const before = await cpu();
    const frames = await page.evaluate(
      ([code]) =>
        new Promise((done) => {
          const move = new Function(`return ${code}`)();
          const { graph } = document.querySelector("[data-graph]");
          const deltas = [];
          let last = performance.now();
          let at = 0;
          const frame = (now) => {
            deltas.push(now - last);
            last = now;
            move(graph, at++);
            if (at < 240) requestAnimationFrame(frame);
            else done(deltas.slice(2));
          };
          requestAnimationFrame(frame);
        }),
      [move],
    );
    const perFrame = (await cpu()) - before;
    frames.sort((a, b) => a - b);
    const at = (part) => frames[Math.min(frames.length - 1, Math.floor(frames.length * part))].toFixed(1);
    console.log(
      `${name.padEnd(20)} median ${at(0.5)} ms, 95 % ${at(0.95)} ms, worst ${at(1)} ms a frame; ${(perFrame / frames.length).toFixed(1)} ms CPU a frame (${frames.length} frames)`,
    );
    await page.waitForFunction(() => !document.querySelector("[data-graph]").graph.busy);
    await page.evaluate(() => document.querySelector("[data-graph]").graph.fit());
  }
  await browser.close();
}
