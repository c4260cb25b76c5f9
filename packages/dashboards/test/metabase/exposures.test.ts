/** What people made in Metabase, read back with the tables it uses, whichever way a question is written. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readUses, lookWithSession, type Reporting } from "../../src/metabase/index.ts";
import { readNativeQuery, readSources } from "../../src/metabase/server/read-query.ts";
import { FakeMetabase } from "../support/fake-metabase/fake-metabase.ts";
import type { Card } from "../support/fake-metabase/store.ts";
import { SHOP, SHOP_TABLES } from "../support/metabase-shop.ts";
import { apply, placeOf, reportingOf, sourceOf, startWorld, type World } from "../support/metabase-world.ts";

let world: World;
let fake: FakeMetabase;
let shop: Reporting;

beforeAll(async () => {
  world = await startWorld(SHOP_TABLES);
  fake = await FakeMetabase.start({ version: "v0.64.6" });
  shop = reportingOf(world.connection, [sourceOf(SHOP)]);
  await apply(shop, placeOf(fake.url));
});
afterAll(async () => {
  await fake?.stop();
  await world?.stop();
});

test("questions of all kinds and the pages they stand on; ours, personal ones and those that read nothing are left out", async () => {
  const { store } = fake;
  const tableId = (name: string): number =>
    store.databases[0]!.tables.find((table) => table.name === name)!.id;
  const add = (id: number, name: string, sql: string, rest: Partial<Card> = {}): void =>
    void store.cards.push({
      id,
      entity_id: `e${id}`.padEnd(21, "x"),
      name,
      display: "table",
      description: null,
      collection_id: null,
      archived: false,
      database: store.databases[0]!.id,
      sql,
      tags: {},
      visualization_settings: {},
      ...rest,
    });
  add(
    9001,
    "Native",
    'select * from reporting.orders o join "reporting"."customers" c on c.id = o.customer -- from elsewhere',
  );
  add(9002, "Clicked", "", {
    mbql: {
      "lib/type": "mbql/query",
      stages: [{ "lib/type": "mbql.stage/mbql", "source-table": tableId("orders") }],
    },
  });
  add(9003, "Of old", "", {
    mbql: {
      type: "query",
      query: { "source-table": "card__9002", joins: [{ "source-table": tableId("customers") }] },
    },
  });
  add(9004, "On a question", "", { mbql: { "lib/type": "mbql/query", stages: [{ "source-card": 9002 }] } });
  add(9005, "Nothing", "select 1 as orders");
  add(9006, "Personal", "select * from orders", { collection_id: 9100 });
  add(9007, "Round", "", { mbql: { "lib/type": "mbql/query", stages: [{ "source-card": 9007 }] } });
  store.collections.push({
    id: 9100,
    name: "Ada's",
    description: null,
    location: "/",
    archived: false,
    personal_owner_id: 1,
  });
  store.dashboards.push({
    id: 9200,
    name: "Board",
    description: "Of people.",
    collection_id: null,
    archived: false,
    parameters: [],
    tabs: [],
    dashcards: [
      {
        id: 9201,
        card_id: 9004,
        dashboard_tab_id: null,
        row: 0,
        col: 0,
        size_x: 4,
        size_y: 4,
        parameter_mappings: [],
        visualization_settings: {},
        series: [{ id: 9001 }],
      },
    ],
  });
  const place = placeOf(fake.url);
  const uses = await lookWithSession(place, () => readUses(place.client, "Reporting", "reporting"));
  expect(uses.map(({ name, type, tables }) => `${type} ${name}: ${tables.join(", ")}`)).toEqual([
    "dashboard metabase_dashboard_9200: customers, orders",
    "analysis metabase_question_9001: customers, orders",
    "analysis metabase_question_9002: orders",
    "analysis metabase_question_9003: customers, orders",
    "analysis metabase_question_9004: orders",
  ]);
  expect(uses[0]).toMatchObject({
    label: "Board",
    description: "Of people.",
    url: `${fake.url}/dashboard/9200`,
    owner: { name: "Ada Admin", email: "ada@example.org" },
  });
});

test.each([
  [
    "the envelope of old",
    {
      type: "native",
      database: 2,
      native: {
        query: "select 1",
        "template-tags": {
          plan: {
            name: "plan",
            "display-name": "Plan",
            type: "dimension",
            dimension: ["field", 7, null],
            "widget-type": "string/=",
          },
        },
      },
    },
  ],
  [
    "MBQL 5, tags as a map",
    {
      "lib/type": "mbql/query",
      database: 2,
      stages: [
        {
          "lib/type": "mbql.stage/native",
          native: "select 1",
          "template-tags": {
            plan: {
              name: "plan",
              "display-name": "Plan",
              type: "dimension",
              dimension: ["field", { "lib/uuid": "x" }, 7],
              "widget-type": "string/=",
            },
          },
        },
      ],
    },
  ],
  [
    "MBQL 5, tags as a list",
    {
      "lib/type": "mbql/query",
      database: 2,
      stages: [
        {
          native: "select 1",
          "template-tags": [
            {
              name: "plan",
              "display-name": "Plan",
              type: "dimension",
              dimension: ["field", {}, 7],
              "widget-type": "string/=",
            },
          ],
        },
      ],
    },
  ],
])("reads %s", (_, query) => {
  expect(readNativeQuery(query)).toEqual({
    database: 2,
    sql: "select 1",
    tags: [{ name: "plan", label: "Plan", type: "dimension", field: 7, widget: "string/=" }],
  });
});

test("what is not native is not taken for it", () => {
  expect(readNativeQuery({ type: "query", database: 2, query: { "source-table": 4 } })).toBeUndefined();
  expect(
    readNativeQuery({ "lib/type": "mbql/query", stages: [{ native: "a" }, { filters: [] }] }),
  ).toBeUndefined();
  expect(readNativeQuery(null)).toBeUndefined();
  expect(readSources({ query: { "source-table": 4, joins: [{ "source-table": "card__9" }] } })).toEqual({
    tables: [4],
    cards: [9],
    texts: [],
  });
});
