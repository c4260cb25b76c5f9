/** Applied, applied again, cut off, drifted, edited by people, pruned: always the same page, and theirs is kept. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  findLeftovers,
  MetabaseFailure,
  readApplied,
  removeLeftover,
  lookWithSession,
  type Reporting,
} from "../../src/metabase/index.ts";
import { entityId } from "../../src/metabase/identity.ts";
import { FakeMetabase, type FakeOptions } from "../support/fake-metabase/fake-metabase.ts";
import type { Card, Dashboard, Dashcard } from "../support/fake-metabase/store.ts";
import { writeSnapshot } from "../support/write-snapshot.ts";
import { SHOP, SHOP_DOCS, SHOP_TABLES } from "../support/metabase-shop.ts";
import {
  apply,
  placeOf,
  projectTables,
  projectTexts,
  reportingOf,
  sourceOf,
  startWorld,
  type World,
} from "../support/metabase-world.ts";

const VERSIONS = ["v0.58.39", "v0.64.6"];
let world: World;
let shop: Reporting;
const fakes: FakeMetabase[] = [];

beforeAll(async () => {
  world = await startWorld([...SHOP_TABLES, ...projectTables()]);
  shop = shopOf(SHOP);
});
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.stop();
});
afterAll(() => world?.stop());

const shopOf = (text: string): Reporting => reportingOf(world.connection, [sourceOf(text)], SHOP_DOCS);

async function start(options: Partial<FakeOptions> = {}): Promise<FakeMetabase> {
  const fake = await FakeMetabase.start({ version: "v0.64.6", ...options });
  fakes.push(fake);
  return fake;
}

/** A fake with everything applied, and the page it shows. */
async function applied(options: Partial<FakeOptions> = {}): Promise<{ fake: FakeMetabase; page: Dashboard }> {
  const fake = await start(options);
  await apply(shop, placeOf(fake.url));
  fake.takeLog();
  return { fake, page: fake.store.dashboards[0]! };
}

const cardOf = (fake: FakeMetabase, tile: string): Card =>
  fake.store.cards.find(({ entity_id }) => entity_id === entityId(`shop/sales/${tile}`))!;
const tileOf = (page: Dashboard, fake: FakeMetabase, tile: string): Dashcard =>
  page.dashcards.find(({ card_id }) => card_id === cardOf(fake, tile).id)!;

/** Nothing is left to do. */
async function expectSettled(fake: FakeMetabase, reporting: Reporting = shop): Promise<void> {
  fake.takeLog();
  const { changes } = await apply(reporting, placeOf(fake.url));
  expect({ changes, writes: fake.takeLog().writes }).toEqual({ changes: [], writes: [] });
}

describe.each(VERSIONS)("Metabase %s", (version) => {
  test("a new server gets the project's three pages in so many requests, and the second apply writes nothing", async () => {
    const pages = reportingOf(
      world.connection,
      projectTexts().map(({ key, text }) => sourceOf(text, key)),
    );
    const fake = await start({ version, starting: 2, syncLooks: 2 });
    const first = await apply(pages, placeOf(fake.url));
    expect(first.changes.filter(({ sign }) => sign === "!")).toEqual([]);
    expect(fake.takeLog().writes.filter(({ status }) => status >= 300)).toEqual([]);
    expect({ reads: first.reads, writes: first.writes }).toEqual({
      reads: version.startsWith("v0.58") ? 52 : 51,
      writes: 58,
    });
    const second = await apply(pages, placeOf(fake.url));
    expect({ changes: second.changes, reads: second.reads, writes: second.writes }).toEqual({
      changes: [],
      reads: 45,
      writes: 0,
    });
    await expect(writeSnapshot(fake.store)).toMatchFileSnapshot("golden/project.txt");
  });

  test("a plan writes nothing and names everything", async () => {
    const fake = await start({ version });
    const { changes } = await apply(shop, placeOf(fake.url), { dryRun: true });
    expect(changes.map(({ sign, kind }) => `${sign} ${kind}`)).toEqual([
      "+ account",
      "+ database",
      ...Array.from({ length: 7 }, () => "+ question"),
      "+ dashboard",
    ]);
    await apply(shop, placeOf(fake.url));
    fake.takeLog();
    const changed = await apply(
      shopOf(SHOP.replace("Goal}", "Aim}").replace("title: Sales", "title: Revenue")),
      placeOf(fake.url),
      { dryRun: true },
    );
    expect(changed.changes).toEqual([
      {
        sign: "~",
        kind: "question",
        name: 'sales: Late, "really" late',
        details: [
          "SQL, line 12",
          '- cast(10 as double precision) as "Goal"',
          '+ cast(10 as double precision) as "Aim"',
          expect.stringContaining("graph.metrics"),
        ],
      },
      { sign: "~", kind: "dashboard", name: "Revenue", details: ['name: "Sales" → "Revenue"'] },
    ]);
    expect(fake.takeLog().writes).toEqual([]);
  });

  test("what people added stays: tiles, tabs, filters, links, further settings", async () => {
    const { fake, page } = await applied({ version });
    const [overview] = page.tabs;
    page.tabs.push({ id: 9001, name: "Mine", position: 2 });
    const theirs: Card = {
      ...cardOf(fake, "amount"),
      id: 9002,
      entity_id: "abcdefghijklmnopqrstu",
      name: "A copy",
    };
    fake.store.cards.push(theirs);
    page.parameters.push({ id: "mine", name: "Mine", slug: "mine", type: "string/=" });
    const own = tileOf(page, fake, "amount");
    own.parameter_mappings.push({
      parameter_id: "mine",
      card_id: own.card_id,
      target: ["dimension", ["template-tag", "plan"]],
    });
    own.visualization_settings["card.title"] = "Money";
    const place = { size_x: 6, size_y: 3, parameter_mappings: [], series: [] };
    page.dashcards.push(
      {
        ...place,
        id: 9003,
        card_id: 9002,
        dashboard_tab_id: overview!.id,
        row: 50,
        col: 0,
        visualization_settings: {},
      },
      {
        ...place,
        id: 9004,
        card_id: null,
        dashboard_tab_id: 9001,
        row: 0,
        col: 0,
        visualization_settings: { virtual_card: { display: "text" }, text: "Mine" },
      },
    );
    // Theirs first, which is a matter of theirs.
    page.tabs.unshift(page.tabs.pop()!);
    page.parameters.unshift(page.parameters.pop()!);
    const before = structuredClone(page);
    await expectSettled(fake);
    // A new tile of ours makes the page longer; theirs moves only where ours needs the place.
    const tall = shopOf(
      SHOP.replace(
        "  - title: Segments",
        `${"      - tiles: [{line: orders, y: amount, height: 640}]\n".repeat(3)}  - title: Segments`,
      ),
    );
    await apply(tall, placeOf(fake.url));
    const [copy, note] = [9003, 9004].map((id) => page.dashcards.find((each) => each.id === id)!);
    expect(copy).toEqual({ ...before.dashcards.find(({ id }) => id === 9003), row: expect.any(Number) });
    const others = page.dashcards.filter(
      ({ id, dashboard_tab_id }) => id !== 9003 && dashboard_tab_id === overview!.id,
    );
    expect(copy!.row).toBe(Math.max(...others.map(({ row, size_y }) => row + size_y)));
    expect(note).toEqual(before.dashcards.find(({ id }) => id === 9004));
    expect(page.tabs.map(({ name }) => name)).toEqual(["Mine", "Overview", "Segments"]);
    expect(tileOf(page, fake, "amount").parameter_mappings).toEqual(
      before.dashcards.find(({ id }) => id === own.id)!.parameter_mappings,
    );
    expect(tileOf(page, fake, "amount").visualization_settings).toMatchObject({ "card.title": "Money" });
    expect(page.parameters.map(({ id }) => id)).toEqual(["mine", "period", "plan"]);
    await expectSettled(fake, tall);
  });

  test("what was moved or renamed is found where it is", async () => {
    const { fake, page } = await applied({ version });
    fake.store.collections.push({
      id: 9001,
      name: "Elsewhere",
      description: null,
      location: "/",
      archived: false,
      personal_owner_id: null,
    });
    page.collection_id = 9001;
    for (const card of fake.store.cards) card.collection_id = null;
    for (const collection of fake.store.collections)
      if (collection.description !== null) collection.name = `${collection.name} of ours`;
    await expectSettled(fake);
    page.archived = true;
    expect((await apply(shop, placeOf(fake.url))).changes).toEqual([
      { sign: "~", kind: "dashboard", name: "Sales", details: ["back from the trash"] },
    ]);
    expect(fake.store.dashboards).toHaveLength(1);
    await expectSettled(fake);
  });

  test("tiles, tabs, filters and alerts that are described no more leave the page; prune takes what is left over", async () => {
    const { fake, page } = await applied({ version });
    const less = shopOf(
      SHOP.replace(/ {2}- title: Segments[\s\S]*?(?=alerts:)/, "")
        .replace(/ {2}- \{tile: segments.*\n/, "")
        .replace("\n  plan: {type: select, label: Plan tier}", "")
        .replaceAll(", plan: plan}", "}")
        .replace("    filters: {plan: plan}\n", ""),
    );
    const { changes } = await apply(less, placeOf(fake.url));
    expect(changes.at(-1)).toMatchObject({
      kind: "dashboard",
      details: expect.arrayContaining([
        "tile shop/sales/segments leaves the page",
        "filter plan leaves the page",
        "tabs",
      ]),
    });
    expect(page.tabs.map(({ name }) => name)).toEqual(["Overview"]);
    expect(page.parameters.map(({ id }) => id)).toEqual(["period"]);
    await expectSettled(fake, less);

    // A copy that somebody made, and a page of theirs with a question of ours on it.
    const copy: Card = {
      ...cardOf(fake, "segments"),
      id: 9001,
      entity_id: "abcdefghijklmnopqrstu",
      name: "My segments",
    };
    fake.store.cards.push(copy);
    fake.store.dashboards.push({
      ...structuredClone(page),
      id: 9002,
      name: "Theirs",
      description: null,
      dashcards: [{ ...page.dashcards[0]!, id: 9003, card_id: cardOf(fake, "map").id }],
    });
    const place = placeOf(fake.url);
    const found = await lookWithSession(place, async ({ major }) => {
      const left = await findLeftovers(
        place.client,
        major,
        "shop",
        await readApplied(place, { version, major, isSetUp: true }, less),
      );
      for (const leftover of left)
        if (leftover.kept === undefined) await removeLeftover(place.client, leftover);
      return left;
    });
    const segments = cardOf(fake, "segments");
    expect(found.map(({ kind, name, kept }) => [kind, name, kept])).toEqual([
      ["alert", `has_result on question ${segments.id}`, undefined],
      ["question", segments.name, undefined],
      ["question", "Amount", "on 1 dashboard that people made"],
    ]);
    expect([segments.archived, cardOf(fake, "map").archived, copy.archived]).toEqual([true, false, false]);
    expect(fake.store.notifications.map(({ active }) => active)).toEqual([true, false]);
    await expectSettled(fake, less);
    // Described again, it comes back from the trash.
    await apply(shop, placeOf(fake.url));
    expect(segments.archived).toBe(false);
    expect(fake.store.notifications.map(({ active }) => active)).toEqual([true, true]);
  });

  test("a dashboard whose file is gone is left over", async () => {
    const { fake } = await applied({ version });
    const other = shopOf(SHOP.replace("dashboard: sales", "dashboard: other"));
    await apply(other, placeOf(fake.url));
    const place = placeOf(fake.url);
    const found = await lookWithSession(place, async (properties) =>
      findLeftovers(place.client, properties.major, "shop", await readApplied(place, properties, other)),
    );
    expect(found.map(({ kind }) => kind).sort()).toEqual([
      "alert",
      "alert",
      "dashboard",
      ...Array.from({ length: 7 }, () => "question"),
    ]);
    expect(found.filter(({ kept }) => kept !== undefined)).toEqual([]);
  });
});

test("a page without tabs goes into the tab that people made of it", async () => {
  const flat = shopOf(
    SHOP.replace("tabs:\n  - title: Overview\n    rows:", "rows:")
      .replace(/ {2}- title: Segments[\s\S]*?(?=alerts:)/, "")
      .replace(/ {2}- \{tile: segments.*\n/, "")
      .replaceAll("\n      - ", "\n  - ")
      .replaceAll("\n        t", "\n    t")
      .replaceAll("\n          - ", "\n      - "),
  );
  const fake = await start();
  await apply(flat, placeOf(fake.url));
  const page = fake.store.dashboards[0]!;
  expect([
    page.tabs,
    page.dashcards.map(({ dashboard_tab_id }) => dashboard_tab_id).filter((tab) => tab !== null),
  ]).toEqual([[], []]);
  page.tabs.push({ id: 9001, name: "First", position: 0 }, { id: 9002, name: "Second", position: 1 });
  for (const dashcard of page.dashcards) dashcard.dashboard_tab_id = 9001;
  await expectSettled(fake, flat);
});

test.each([
  ["gives its own entity ids", { keepsEntityId: false }],
  ["does not look entity ids up", { findsByEntityId: false }],
])("what is ours is known by its SQL where a server %s", async (_, options) => {
  const { fake } = await applied({ version: "v0.58.1", ...options });
  expect(fake.store.cards).toHaveLength(7);
  await expectSettled(fake);
});

test("the connection: a changed host is written, a new password is when asked, and the old one is kept", async () => {
  const { fake } = await applied();
  const { details } = fake.store.databases[0]!;
  const local = { ...shop, connection: { ...shop.connection, host: "localhost", password: undefined } };
  expect((await apply(local, placeOf(fake.url))).changes).toEqual([
    { sign: "~", kind: "database", name: "Reporting", details: ["host"] },
  ]);
  expect(fake.store.databases[0]!.details).toEqual({ ...details, host: "localhost" });
  await world.admin.query("alter role reader password 'renewed-secret'");
  const renewed = { ...shop, connection: { ...shop.connection, password: "renewed-secret" } };
  await apply(renewed, placeOf(fake.url), { reconnect: true });
  expect(fake.store.databases[0]!.details).toEqual({ ...details, password: "renewed-secret" });
  await world.admin.query("alter role reader password 'reader-secret'");
});

test("without the password of a connection that does not exist", async () => {
  const fake = await start();
  const failure = await apply(
    { ...shop, connection: { ...shop.connection, password: undefined } },
    placeOf(fake.url),
  ).catch((error: unknown) => error);
  expect((failure as MetabaseFailure).facts).toEqual({ code: "metabase-connection", database: "Reporting" });
});
