/** `tsmodel dashboards serve` by the real binary: what an open page is told, and what it then loads. Waits for text, never for time. */
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { get } from "node:http";
import { chromium } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { createProject, runCli, startCli, type TemporaryProject } from "./support/run-cli.ts";

const MODEL = "{{ config(materialized='table') }}\nselect date '2026-02-17' as day, 5 as amount";
const FILES = {
  "models/raw.sql": MODEL,
  "models/orders.sql": "{{ config(materialized='table') }}\nselect * from {{ ref('raw') }}",
  "dashboards/sales.yml": `version: 1
title: Orders
as_of: "date '2026-02-26'"
queries:
  orders: {model: orders, time: day, grain: week, measures: {n: sum(amount)}}
rows:
  - tiles: [{number: orders.n, id: n}]
`,
};

interface LiveState {
  readonly generation: string;
  readonly problem: string | null;
}

const browserPath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => path !== undefined && existsSync(path));

let project: TemporaryProject;
let child: ChildProcess;
const streams: AbortController[] = [];
afterEach(() => {
  for (const stream of streams.splice(0)) stream.abort();
  child.kill("SIGKILL");
  project.remove();
});

/** The text printed so far, once it has what is looked for. */
function printed(process: ChildProcess, pattern: RegExp): Promise<RegExpMatchArray> {
  let seen = "";
  return new Promise((done, failed) => {
    process.stdout!.setEncoding("utf8").on("data", (part: string) => {
      seen += part;
      const match = seen.match(pattern);
      if (match) done(match);
    });
    process.on("close", () => failed(new Error(`it ended; so far: ${seen}`)));
  });
}

/** The states that a page at this address is told, one after the other. */
async function listen(url: string): Promise<(wanted: (state: LiveState) => boolean) => Promise<LiveState>> {
  const stop = new AbortController();
  streams.push(stop);
  const { body } = await fetch(`${url}live`, { signal: stop.signal });
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return async (wanted) => {
    for (;;) {
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const state = JSON.parse(text.slice(0, end).split("data: ")[1]!) as LiveState;
        text = text.slice(end + 2);
        if (wanted(state)) return state;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error("the stream ended");
      text += value;
    }
  };
}

const page = async (url: string): Promise<string> => (await fetch(`${url}sales.html`)).text();
const figure = (html: string): string | undefined => /<span class="value">([^<]*)<\/span>/.exec(html)?.[1];

async function serve(): Promise<string> {
  child = startCli(["dashboards", "serve", "--port", "0"], { cwd: project.root });
  const ready = printed(child, /^watching/m);
  const [, url] = await printed(child, /dashboards at (\S+)/);
  await ready;
  return url!;
}

test("a saved model, and a saved dashboard, show on the open page", async () => {
  project = createProject(FILES);
  expect((await runCli(["run"], { cwd: project.root })).code).toBe(0);
  const url = await serve();
  expect(figure(await page(url))).toBe("5");
  expect(await (await fetch(url)).text()).toContain("sales.html");
  const until = await listen(url);
  const first = await until(() => true);

  project.write("models/raw.sql", MODEL.replace("5 as", "7 as"));
  const second = await until(({ generation }) => generation !== first.generation);
  expect([second.problem, figure(await page(url))]).toEqual([null, "7"]);

  project.write("models/raw.sql", "select nothing from {{ ref('nowhere') }}");
  expect((await until(({ problem }) => problem !== null)).problem).toContain("nowhere");
  expect(figure(await page(url))).toBe("7");

  project.write("models/raw.sql", MODEL.replace("5 as amount", "missing_column as amount"));
  expect((await until(({ problem }) => problem?.startsWith("Failed") === true)).problem).toMatch(/raw/);
  expect(figure(await page(url))).toBe("7");

  project.write("models/raw.sql", MODEL.replace("5 as", "8 as"));
  await until(({ problem }) => problem === null);
  expect(figure(await page(url))).toBe("8");

  project.write("dashboards/sales.yml", FILES["dashboards/sales.yml"].replace("orders.n,", "orders.m,"));
  expect((await until(({ problem }) => problem !== null)).problem).toContain("dashboards/sales.yml:7:");
  project.write("dashboards/sales.yml", FILES["dashboards/sales.yml"].replace("title: Orders", "title: Sales of the week"));
  await until(({ problem }) => problem === null);
  expect(await page(url)).toContain("Sales of the week");

  child.kill("SIGINT");
  expect(await new Promise((done) => child.on("close", done))).toBe(0);
});

test("answers this machine only, and says when the port is taken", async () => {
  project = createProject(FILES);
  expect((await runCli(["run"], { cwd: project.root })).code).toBe(0);
  const url = await serve();
  const status = (headers: { readonly [name: string]: string }, path = "sales.html"): Promise<number | undefined> =>
    new Promise((done, failed) => get(`${url}${path}`, { headers }, (response) => done(response.resume().statusCode)).on("error", failed));
  expect(await status({ host: "figures.example" })).toBe(403);
  expect(await status({ host: "localhost:1" })).toBe(200);
  expect(await status({}, "../dbt_project.yml")).toBe(404);
  expect((await fetch(url, { method: "POST" })).status).toBe(405);

  const { port } = new URL(url);
  const second = await runCli(["dashboards", "serve", "--port", port], { cwd: project.root });
  expect([second.code, second.stdout + second.stderr]).toEqual([2, expect.stringContaining(`port ${port} of 127.0.0.1 is in use`)]);
});

test.skipIf(browserPath === undefined)(`a browser runs what the page brings${browserPath === undefined ? " (skipped: no chromium)" : ""}`, async () => {
  project = createProject(FILES);
  expect((await runCli(["run"], { cwd: project.root })).code).toBe(0);
  const url = await serve();
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  try {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on("console", (message) => complaints.push(message.text()));
    // The icon that browsers ask for is the one request that has no answer.
    await tab.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
    await tab.goto(`${url}sales.html`);
    project.write("models/raw.sql", "select nothing from {{ ref('nowhere') }}");
    await tab.locator("#live-problem", { hasText: "nowhere" }).waitFor();
    project.write("models/raw.sql", MODEL.replace("5 as", "9 as"));
    await tab.locator(".value", { hasText: "9" }).waitFor();
    expect(await tab.locator("#live-problem").count()).toBe(0);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
