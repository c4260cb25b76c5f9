/** docs generate writes a site, docs serve shows it; runs are remembered between. */
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, runCli, startCli, type CliResult } from "./support/run-cli.ts";

const project = createProject({
  "seeds/raw.csv": "id,name\n1,a\n2,b\n",
  "models/orders.sql": "{{ config(materialized='table') }} select * from {{ ref('raw') }}",
  "models/broken.sql": "select nothing_like_it from {{ ref('orders') }}",
  "models/schema.yml":
    "models: [{name: orders, description: 'All </script><b>of</b> them', columns: [{name: id, data_tests: [unique, not_null]}]}]\n",
});
afterAll(() => project.remove());

const cli = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: project.root });
const target = (...path: string[]): string => join(project.root, "target", ...path);
const history = (): any[] =>
  readFileSync(target("run_history.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const index = (): any =>
  JSON.parse(/id="site-index">([^<]*)</.exec(readFileSync(target("index.html"), "utf8"))![1]!);

test("without a site there is nothing to serve", async () => {
  const { code, stdout } = await cli("docs", "serve", "--port", "0");
  expect(code).toBe(2);
  expect(stdout).toContain("there is no index.html in");
  expect(stdout).toContain("tsmodel docs generate writes the site");
});

describe("after a build", () => {
  beforeAll(async () => {
    expect((await cli("build")).code).toBe(1);
    expect((await cli("test", "--select", "orders")).code).toBe(0);
    const { code, stdout } = await cli("docs", "generate", "--static");
    expect(code).toBe(0);
    expect(stdout).toContain(`Site written to ${target("static_index.html")}`);
  });

  test("runs are a line each, with rows and messages", () => {
    const [build, tests] = history();
    expect([build.command, tests.command]).toEqual(["build", "test"]);
    const orders = build.results.find(([id]: [string]) => id === "model.shop.orders");
    expect([orders[1], orders[3], orders[5]]).toEqual(["success", 2, null]);
    expect(build.results.find(([id]: [string]) => id === "model.shop.broken")[5]).toContain(
      "nothing_like_it",
    );
    expect(tests.results).toHaveLength(2);
  });

  test("docs generate is no run, and the site knows the last results although run_results.json does not", () => {
    expect(JSON.parse(readFileSync(target("run_results.json"), "utf8")).args.which).toBe("generate");
    expect(history()).toHaveLength(2);
    const { project: name, nodes, lastRuns, health } = index();
    const at = nodes.id.indexOf("model.shop.orders");
    expect([name, nodes.run[at], nodes.tests[at], lastRuns.length, health.failing]).toEqual([
      "shop",
      1,
      1,
      2,
      1,
    ]);
    expect(nodes.run[nodes.id.indexOf("model.shop.broken")]).toBe(3);
  });

  test("what models say cannot end a script", () => {
    const pages = readFileSync(target("docs-site/pages-0.js"), "utf8");
    expect(pages).toContain("\\u003c/script\\u003e");
    expect(readFileSync(target("static_index.html"), "utf8").match(/<script/g)!.length).toBe(
      readFileSync(target("static_index.html"), "utf8").match(/<\/script>/g)!.length,
    );
  });

  test("the next site replaces the files of the one before", async () => {
    writeFileSync(target("docs-site/pages-99.js"), "");
    expect((await cli("docs", "generate", "--no-compile", "--empty-catalog")).code).toBe(0);
    expect(readdirSync(target("docs-site"))).toEqual([
      "entities.js",
      "graph.js",
      "health.js",
      "pages-0.js",
      "search.js",
    ]);
  });

  test("--no-write-json keeps no history", async () => {
    await cli("run", "--select", "orders", "--no-write-json");
    expect(history()).toHaveLength(2);
  });

  test("the history does not grow without end", async () => {
    const line = `${JSON.stringify({ id: "x", command: "build", at: "2026-01-01T00:00:00Z", elapsed: 1, results: [["model.shop.orders", "success", 1, 2, null, "m".repeat(100_000)]] })}\n`;
    writeFileSync(target("run_history.jsonl"), line.repeat(90));
    await cli("run", "--select", "orders");
    const kept = history();
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.length).toBeLessThan(60);
    expect(kept.at(-1).id).not.toBe("x");
    expect(existsSync(target("run_history.jsonl.next"))).toBe(false);
  });

  describe("docs serve", () => {
    let server: ChildProcess;
    let port: number;
    beforeAll(async () => {
      server = startCli(["docs", "serve", "--port", "0", "--no-browser"], { cwd: project.root });
      const url = await new Promise<string>((done) => {
        let text = "";
        server.stdout!.setEncoding("utf8").on("data", (part: string) => {
          text += part;
          const found = /Serving docs at (http:\/\/127\.0\.0\.1:\d+\/)\n/.exec(text);
          if (found) done(found[1]!);
        });
      });
      port = Number(new URL(url).port);
    });
    afterAll(() => server.kill("SIGKILL"));

    const get = (
      path: string,
      { method = "GET", host = `127.0.0.1:${port}` } = {},
    ): Promise<{ status: number; type: string; body: string }> =>
      new Promise((done, failed) => {
        request({ host: "127.0.0.1", port, path, method, headers: { host } }, (response) => {
          let body = "";
          response.setEncoding("utf8").on("data", (part: string) => (body += part));
          response.on("end", () =>
            done({ status: response.statusCode!, type: response.headers["content-type"] ?? "", body }),
          );
        })
          .on("error", failed)
          .end();
      });

    test.each([
      ["/", 200, "text/html; charset=utf-8"],
      ["/index.html?x=1", 200, "text/html; charset=utf-8"],
      ["/docs-site/graph.js?abc", 200, "text/javascript; charset=utf-8"],
      ["/manifest.json", 200, "application/json; charset=utf-8"],
      ["/nothing", 404, "text/plain; charset=utf-8"],
      ["/docs-site", 404, "text/plain; charset=utf-8"],
      ["/../dbt_project.yml", 404, "text/plain; charset=utf-8"],
      ["/..%2fdbt_project.yml", 404, "text/plain; charset=utf-8"],
      ["/docs-site/..%5c..%5cdbt_project.yml", 404, "text/plain; charset=utf-8"],
      ["/%2e%2e/dbt_project.yml", 404, "text/plain; charset=utf-8"],
      ["/%", 404, "text/plain; charset=utf-8"],
      ["/a%00b", 404, "text/plain; charset=utf-8"],
      ["//dbt_project.yml", 404, "text/plain; charset=utf-8"],
    ])("%s", async (path, status, type) => expect(await get(path)).toMatchObject({ status, type }));

    test("links out of the folder lead nowhere", async () => {
      symlinkSync(join(project.root, "dbt_project.yml"), target("out.yml"));
      expect((await get("/out.yml")).status).toBe(404);
      rmSync(target("out.yml"));
    });
    test("only for reading, and only by this machine's names", async () => {
      expect((await get("/", { method: "POST" })).status).toBe(405);
      expect((await get("/", { host: "elsewhere.example" })).status).toBe(403);
      expect((await get("/", { host: `localhost:${port}` })).status).toBe(200);
      expect(await get("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
    });
    test("a port that is taken is said", async () => {
      const { code, stdout } = await cli("docs", "serve", "--port", String(port));
      expect([code, stdout.includes(`port ${port} of 127.0.0.1 is in use`)]).toEqual([2, true]);
    });
    test("Ctrl-C ends it", async () => {
      const ended = new Promise<number | null>((done) => server.on("close", done));
      server.kill("SIGINT");
      expect(await ended).toBe(0);
    });
  });
});
