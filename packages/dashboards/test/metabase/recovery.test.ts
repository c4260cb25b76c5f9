/** Cut off between any two requests, or changed by hand in what is ours: the next apply makes the same page. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Reporting, Send } from "../../src/metabase/index.ts";
import { FakeMetabase } from "../support/fake-metabase/fake-metabase.ts";
import { SHOP, SHOP_DOCS, SHOP_TABLES } from "../support/metabase-shop.ts";
import {
  apply,
  createRandom,
  placeOf,
  reportingOf,
  sendTo,
  sourceOf,
  startWorld,
  type World,
} from "../support/metabase-world.ts";

const VERSIONS = ["v0.58.39", "v0.64.6"];
let world: World;
let shop: Reporting;

beforeAll(async () => {
  world = await startWorld(SHOP_TABLES);
  shop = reportingOf(world.connection, [sourceOf(SHOP)], SHOP_DOCS);
});
afterAll(() => world?.stop());

describe.each(VERSIONS)("Metabase %s", (version) => {
  test("cut off after any request, the next run makes the same page", async () => {
    const whole = await FakeMetabase.start({ version, syncLooks: 1 });
    await apply(shop, placeOf(whole.url));
    const expected = whole.store.snapshot();
    const requests = whole.log.length;
    await whole.stop();
    // Before the server heard of it, or before its answer came.
    for (const answered of version === VERSIONS[1] ? [true, false] : [true])
      for (let last = 0; last < requests; last++) {
        const fake = await FakeMetabase.start({ version, syncLooks: 1 });
        await expect(apply(shop, placeOf(fake.url, undefined, cutOff(fake, last, answered)))).rejects.toThrow(
          "metabase-away",
        );
        await apply(shop, placeOf(fake.url));
        expect(fake.store.snapshot()).toEqual(expected);
        await fake.stop();
      }
  });

  test("whatever was changed by hand in what is ours comes back", async () => {
    const fake = await FakeMetabase.start({ version });
    await apply(shop, placeOf(fake.url));
    const expected = fake.store.snapshot();
    for (let seed = 1; seed <= 30; seed++) {
      const done = drift(fake, createRandom(seed));
      await apply(shop, placeOf(fake.url));
      expect(fake.store.snapshot(), `seed ${seed}: ${done.join(", ")}`).toEqual(expected);
      expect(await apply(shop, placeOf(fake.url))).toMatchObject({ changes: [], writes: 0 });
    }
    await fake.stop();
  });
});

/** A connection that breaks at one request: before the server heard of it, or before its answer came. */
function cutOff(fake: FakeMetabase, last: number, answered: boolean): Send {
  const send = sendTo(fake.url);
  let count = 0;
  return async (request) => {
    if (count > last || (count === last && !answered)) throw new Error("cut off");
    const answer = await send(request);
    if (count++ === last) {
      count = Number.POSITIVE_INFINITY;
      throw new Error("cut off");
    }
    return answer;
  };
}

/** Some of the things that people and accidents do to what is ours. */
function drift(fake: FakeMetabase, random: () => number): string[] {
  const { store } = fake;
  const page = store.dashboards[0]!;
  const one = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const actions: { readonly [name: string]: () => void } = {
    "renames a question": () => void (one(store.cards).name = "Renamed"),
    "describes a question": () => void (one(store.cards).description = "New text"),
    "changes SQL": () => void (one(store.cards).sql += "\nlimit 3"),
    "changes a display": () =>
      void (one(store.cards.filter(({ display }) => display === "line")).display = "area"),
    "adds a setting": () => void (one(store.cards).visualization_settings["graph.show_values"] = true),
    "loses settings": () => void (one(store.cards).visualization_settings = {}),
    "loses tags": () => void (one(store.cards).tags = {}),
    "trashes a question": () => void (one(store.cards).archived = true),
    "deletes a question for good": () => {
      const [gone] = store.cards.splice(Math.floor(random() * store.cards.length), 1);
      page.dashcards = page.dashcards.filter(({ card_id }) => card_id !== gone!.id);
      for (const index of [1, 0])
        if (store.notifications[index]?.payload.card_id === gone!.id) store.notifications.splice(index, 1);
    },
    "renames the page": () => void (page.name = "Another name"),
    "trashes the page": () => void (page.archived = true),
    "moves a tile": () => void (one(page.dashcards).row += 7),
    "resizes a tile": () => void (one(page.dashcards).size_y += 1),
    "takes a tile away": () => void page.dashcards.splice(Math.floor(random() * page.dashcards.length), 1),
    "edits a text": () =>
      void (one(page.dashcards.filter(({ card_id }) => card_id === null)).visualization_settings.text =
        "Edited"),
    "unlinks a filter": () => void (one(page.dashcards).parameter_mappings = []),
    "removes a filter": () => void page.parameters.pop(),
    "sets a default": () => void (page.parameters[0]!.default = "past1years~"),
    "swaps the tabs": () => void page.tabs.reverse(),
    "swaps the filters": () => void page.parameters.reverse(),
    "renames a tab": () => void (one(page.tabs).name = "Renamed"),
    "renames a table": () =>
      void (store.databases[0]!.tables.find(({ name }) => name === "orders")!.display_name = "X"),
    "describes a field": () =>
      void (store.databases[0]!.tables.find(({ name }) => name === "orders")!.fields.find(
        ({ name }) => name === "amount",
      )!.description = "X"),
    "cuts a foreign key": () =>
      void (store.databases[0]!.tables.find(({ name }) => name === "orders")!.fields.find(
        ({ name }) => name === "customer",
      )!.fk_target_field_id = null),
    "stops an alert": () => void (one(store.notifications).active = false),
    "redirects an alert": () =>
      void (one(store.notifications).handlers[0]!.recipients = [{ details: { value: "x@example.org" } }]),
  };
  const names = Array.from({ length: 1 + Math.floor(random() * 5) }, () => one(Object.keys(actions)));
  for (const name of names) actions[name]!();
  return names;
}
