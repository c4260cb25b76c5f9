/** What is found, in which order, and how fast among ten thousand. */
import { describe, expect, test } from "vitest";
import { buildSearchTable, searchNodes, type SearchEntry } from "../src/search/search-nodes.ts";

const entry = (name: string, rest: Partial<SearchEntry> = {}): SearchEntry => ({
  name,
  weight: 0,
  description: "",
  columns: "",
  tags: "",
  ...rest,
});

const ENTRIES = [
  entry("orders", { columns: "id\ncustomer_id" }),
  entry("stg_orders", { description: "Raw orders, cleaned" }),
  entry("customers", { columns: "id\nname\nOrder_Count", tags: "people" }),
  entry("fct_reordering"),
  entry("payments", { description: "Money of customers comes in here" }),
];
const table = buildSearchTable(ENTRIES);
const found = (query: string): string[] => searchNodes(query, table).map(({ node }) => ENTRIES[node]!.name);

describe("search", () => {
  test.each([
    ["orders", ["orders", "stg_orders"]],
    ["ORD", ["orders", "stg_orders", "fct_reordering", "customers"]],
    ["order_count", ["customers"]],
    ["people", ["customers"]],
    ["money", ["payments"]],
    ["customer id", ["customers", "orders"]],
    ["raw stg", ["stg_orders"]],
    ["", []],
    ["  ", []],
  ])("%j", (query, names) => expect(found(query)).toEqual(names));
  test.each([
    ["oders", "orders"],
    ["custmers", "customers"],
    ["paymetns", "payments"],
    ["stgord", "stg_orders"],
  ])("%j is nearly right", (query, name) => expect(found(query)[0]).toBe(name));
  test("tells where", () => {
    expect(searchNodes("order_c", table)[0]!.where).toEqual({ what: "column", text: "Order_Count" });
    expect(searchNodes("money", table)[0]!.where).toEqual({
      what: "description",
      text: "Money of customers comes in here",
    });
    expect(searchNodes("orders", table)[0]!.where).toBe(null);
  });
  test("characters of regular expressions are characters", () => expect(found("(.*")).toEqual([]));
});

test("ten thousand nodes take a few milliseconds", () => {
  const many = Array.from({ length: 10_000 }, (_, at) =>
    entry(`stg_source_${at % 97}__entity_${at}`, {
      columns: "id\ncreated_at\nupdated_at\namount",
      description: `The entity number ${at}, as it came`,
    }),
  );
  const big = buildSearchTable(many);
  for (const query of ["entity_77", "source_9 amount", "nothing_like_it", "enttiy"]) {
    searchNodes(query, big);
    const before = process.cpuUsage();
    searchNodes(query, big);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000, query).toBeLessThan(300);
  }
});
