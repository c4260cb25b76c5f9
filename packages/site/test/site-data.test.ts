/** Artifacts → data of the site: what is shown of what, how the last runs ended, what the health page counts. */
import { describe, expect, test } from "vitest";
import { buildSiteData } from "../src/data/build-site-data.ts";
import type { EntityChunk, GraphChunk, HealthChunk, Page } from "../src/data/site-data.ts";
import { Site } from "../src/view/site.ts";
import { columnTest, manifest, reads, resource, run, shop } from "./support/artifacts.ts";

const open = (
  artifacts = shop(),
): { site: Site; pages: Page[]; chunk: <T>(name: string) => T; page: (id: string) => Page } => {
  const { index, chunks } = buildSiteData(artifacts, undefined, JSON.stringify);
  const chunk = <T>(name: string): T => JSON.parse(chunks.find(([each]) => each === name)![1]) as T;
  const pages = chunks
    .filter(([name]) => name.startsWith("pages-"))
    .flatMap(([, json]) => JSON.parse(json) as Page[]);
  const site = new Site(index);
  return { site, pages, chunk, page: (id) => pages[site.find(id)!]! };
};

describe("the index", () => {
  const { site, pages } = open();
  test("has a page for everything but generic tests, groups and dbt's macros", () => {
    expect(site.index.nodes.id).toEqual([
      "exposure.shop.board",
      "macro.shop.cents",
      "model.shop.customers",
      "model.shop.orders",
      "model.shop.stg_orders",
      "source.shop.raw.orders",
      "test.shop.totals_match",
      "unit_test.shop.orders.adds_up",
    ]);
    expect(pages.map(({ at }) => at)).toEqual([...pages.keys()]);
  });
  test("tells names, places and states", () => {
    const at = site.find("source.shop.raw.orders")!;
    expect([site.name(at), site.place(at), site.href(at)]).toEqual([
      "raw.orders",
      "db.raw",
      "#!/source/source.shop.raw.orders",
    ]);
    const orders = site.find("model.shop.orders")!;
    expect([
      site.run(orders),
      site.tests(orders),
      site.state(orders),
      site.group(orders),
      site.materialized(orders),
    ]).toEqual(["good", "bad", "bad", "sales", "table"]);
    expect(site.index.tags).toEqual([["daily", [orders]]]);
    expect(site.index.overviews).toEqual([["shop", "# Our shop\n\nAll about **it**."]]);
    expect(site.index.labels).toEqual([[site.find("exposure.shop.board"), "The board", "dashboard"]]);
  });
  test("finds what templates refer to", () => {
    expect(site.refersTo("ref", ["stg_orders"])).toBe("#!/model/model.shop.stg_orders");
    expect(site.refersTo("source", ["raw", "orders"])).toBe("#!/source/source.shop.raw.orders");
    expect(site.refersTo("ref", ["nobody"])).toBe(undefined);
  });
});

describe("a page", () => {
  const { site, page } = open();
  const orders = page("model.shop.orders");
  test("has the catalog's columns in their order, and those only the YAML knows", () =>
    expect(
      orders.columns.map(({ name, type, description, exists }) => [name, type, description, exists]),
    ).toEqual([
      ["id", "BIGINT", "The `key`.", true],
      ["customer_id", "INTEGER", "", true],
      ["amount", "DECIMAL(18,2)", "", true],
      ["gone", "", "", false],
    ]));
  test("has its tests with their last results", () =>
    expect(orders.tests.map(({ name, column, status }) => [name, column, status])).toEqual([
      ["adds_up", null, null],
      ["totals_match", null, null],
      ["relationships: customers.id", "customer_id", null],
      ["not_null", "id", "pass"],
      ["unique", "id", "fail"],
    ]));
  test("has rows, runs, owner and what is around it", () => {
    expect(orders.rows).toBe(12);
    expect(orders.runs.map(({ seconds, rows }) => [seconds, rows])).toEqual([
      [0.2, 10],
      [0.2, 11],
      [0.2, 11],
      [1.5, 12],
    ]);
    expect(orders.owner).toEqual({ name: "Sales", email: "sales@example.com" });
    expect(orders.parents.map((at) => site.name(at))).toEqual(["customers", "stg_orders"]);
    expect(orders.children.map((at) => site.name(at))).toEqual(["board"]);
    expect(orders.macros.map((at) => site.name(at))).toEqual(["cents"]);
    expect(Object.fromEntries(orders.facts)).toEqual({
      Materialized: "table",
      Access: "public",
      Group: "sales",
      Contract: "enforced",
    });
  });
  test("of a failed node has the message", () =>
    expect(page("model.shop.stg_orders").message).toBe("no such table <raw>"));
  test("of a source has its freshness", () =>
    expect(page("source.shop.raw.orders").freshness).toMatchObject({
      status: "warn",
      age: 172_800,
      rule: "warn after 24 hours",
    }));
  test("of a macro has arguments and callers", () => {
    const { arguments: list, children } = page("macro.shop.cents");
    expect(list).toEqual([["x", "column", "Cents"]]);
    expect(children.map((at) => site.name(at))).toEqual(["orders"]);
  });
  test("of a unit test has what goes in and comes out", () =>
    expect(page("unit_test.shop.orders.adds_up").texts).toEqual([
      ["Given ref('stg_orders')", "- id: 1"],
      ["Expects", "- id: 1"],
    ]));
});

describe("runs", () => {
  const artifacts = { ...shop(), history: [] };
  const results = (which: string): object => ({
    metadata: { invocation_id: "x", generated_at: "2026-03-02T00:00:00Z" },
    args: { which },
    elapsed_time: 3,
    results: [
      {
        unique_id: "model.shop.orders",
        status: "success",
        execution_time: 2,
        adapter_response: { rows_affected: 7 },
        failures: null,
        message: "OK",
      },
    ],
  });
  test("are read from run_results.json where there is no history", () => {
    const { site, page } = open({ ...artifacts, runResults: results("build") as never });
    expect([page("model.shop.orders").rows, site.index.lastRuns[0]!.elapsed]).toEqual([7, 3]);
  });
  test("of commands that execute nothing do not count", () => {
    const { site } = open({ ...artifacts, runResults: results("generate") as never });
    expect(site.index.lastRuns).toEqual([]);
  });
});

describe("health", () => {
  const { site, chunk } = open();
  const health = chunk<HealthChunk>("health");
  const names = (nodes: readonly number[]): string[] => nodes.map((at) => site.name(at));
  test("lists what it says", () => {
    expect(names(health.untested)).toEqual(["customers", "stg_orders"]);
    expect(names(health.keyless)).toEqual(["customers", "stg_orders"]);
    expect(names(health.undescribed)).toEqual(["stg_orders", "raw.orders"]);
    expect(names(health.unread)).toEqual([]);
    expect(names(health.neverRun)).toEqual(["customers"]);
    expect(health.problems.map(({ node, test, message }) => [site.name(node), test, message])).toEqual([
      ["orders", "id · unique", "Got 2 results"],
      ["stg_orders", "", "no such table <raw>"],
    ]);
    expect(health.slower).toEqual([[site.find("model.shop.orders"), 1.5, 0.2]]);
    expect(health.stale).toEqual([[site.find("source.shop.raw.orders"), "warn", 172_800]]);
  });
  test("counts the same", () =>
    expect(site.index.health).toEqual({
      models: 3,
      described: 2,
      columns: 7,
      describedColumns: 2,
      tested: 1,
      keyed: 1,
      failing: 2,
      warning: 0,
      stale: 1,
    }));
});

describe("entities", () => {
  test("are what relationships tests connect", () => {
    const { site, chunk } = open();
    const { entities, links } = chunk<EntityChunk>("entities");
    expect(entities.map(({ node }) => site.name(node))).toEqual(["customers", "orders"]);
    expect(links).toEqual([
      { from: 1, column: "customer_id", to: 0, field: "id", state: 0, single: false, optional: true },
    ]);
    expect(entities[1]!.columns.slice(0, 2)).toEqual([
      ["id", "bigint", "P"],
      ["customer_id", "integer", "F"],
    ]);
  });
  test("tests of sources and of versions find their node", () => {
    const nodes = [
      resource("model.shop.dim.v2", { name: "dim", version: 2 }),
      resource("model.shop.fct", reads("model.shop.dim.v2")),
      {
        ...columnTest(
          "model.shop.fct",
          "dim_id",
          "relationships",
          { to: "ref('dim', v=2)", field: "id", model: "{{ get_where_subquery(ref('fct')) }}" },
          ["model.shop.dim.v2"],
        ),
        attached_node: null,
      },
    ];
    const { site, chunk } = open({ manifest: manifest(nodes), history: [run("a", "2026-01-01", [])] });
    const { entities, links } = chunk<EntityChunk>("entities");
    expect(
      links.map(({ from, to }) => [site.name(entities[from]!.node), site.name(entities[to]!.node)]),
    ).toEqual([["fct", "dim.v2"]]);
  });
});

test("the graph leaves out tests and macros", () => {
  const { site, chunk } = open();
  const { nodes, from, to } = chunk<GraphChunk>("graph");
  expect(nodes.map((node) => site.kind(node))).toEqual(["exposure", "model", "model", "model", "source"]);
  expect(from.map((start, edge) => `${site.name(nodes[start]!)} → ${site.name(nodes[to[edge]!]!)}`)).toEqual([
    "orders → board",
    "customers → orders",
    "stg_orders → orders",
    "raw.orders → stg_orders",
  ]);
});
