/** A small page with everything in it that Metabase gets: tabs, all kinds of tiles, filters, lines, alerts, documentation. */
import type { TableDocs } from "../../src/metabase/index.ts";

export const SHOP_TABLES: readonly string[] = [
  "create table customers (id bigint, plan varchar)",
  "insert into customers values (1, 'small'), (2, 'large')",
  "create table orders (day timestamp with time zone, plan varchar, customer bigint, amount bigint, late bigint)",
  ...["2026-01-20", "2026-02-02", "2026-02-09", "2026-02-10", "2026-02-16"].map(
    (day, index) =>
      `insert into orders values ('${day} 23:30:00+00', 'small', 1, ${10 + index}, ${index}), ('${day} 12:00:00+00', 'large', 2, ${20 * index}, 1), ('${day} 12:00:00+00', null, 2, 5, null)`,
  ),
];

export const SHOP = `version: 1
dashboard: sales
title: Sales
description: What was sold.
as_of: "date '2026-02-26'"
categories: {plan: {small: Small, large: Large}}
filters:
  period: {type: date-range, default: last-12-weeks}
  plan: {type: select, label: Plan tier}
queries:
  orders:
    model: orders
    time: day
    grain: week
    by: [plan]
    filters: {period: day, plan: plan}
    measures:
      amount: {value: sum(amount), label: Amount, format: eur, good: up}
      late: {value: "percent(sum(late), count())", label: "Late, \\"really\\" late", good: down}
      typical: {value: median(amount), label: Typical order}
  doubled:
    sql: "select day, plan, amount * 2 as twice from {{ ref('orders') }}"
    time: day
    grain: month
    filters: {plan: plan}
    measures: {twice: {value: sum(twice)}}
tabs:
  - title: Overview
    rows:
      - heading: Money
        text: All of it.
        tiles: [{number: orders.amount, id: amount}, {gauge: orders.late, id: late, bands: [{to: 50, tone: good}, {tone: bad}]}]
      - tiles:
          - {line: orders, y: late, id: late-line, goal: {value: 10, label: Goal}, alert: {value: 60, label: Limit}, width: 14}
          - {text: "Numbers of **the shop**.", title: About, width: 10}
      - tiles: [{bar: orders, y: amount, series: plan, stack: true, id: by-plan}, {area: doubled, y: twice, id: twice}]
  - title: Segments
    rows:
      - tiles:
          - {table: orders, id: segments, rows: [plan], columns: [amount, {measure: late, when: [{above: 50, tone: bad}]}, typical], sort: amount}
          - {heatmap: orders, id: map, rows: time, columns: plan, value: amount}
alerts:
  - {tile: late-line, when: above, to: [data@example.org, "#alerts"]}
  - {tile: segments, when: rows, to: [boss@example.org], every: week, at: 7}
`;

export const SHOP_DOCS: readonly TableDocs[] = [
  {
    name: "orders",
    description: "One row per order.",
    displayName: "Orders of the shop",
    columns: [
      { name: "amount", description: "In euros.", semanticType: "type/Currency" },
      { name: "customer", references: { table: "customers", column: "id" } },
    ],
  },
  { name: "customers", columns: [{ name: "id", semanticType: "type/PK", description: "Key." }] },
  { name: "elsewhere", description: "Not published.", columns: [] },
];
