/** Servers that are away, starting, too old, not Metabase, or do not know who asks: facts, from which messages are made. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  lookWithSession,
  MetabaseFailure,
  readApplied,
  readUses,
  type Credentials,
  type FailureFacts,
  type Place,
  type Reporting,
} from "../../src/metabase/index.ts";
import { FakeMetabase, type FakeOptions } from "../support/fake-metabase/fake-metabase.ts";
import { SHOP, SHOP_TABLES } from "../support/metabase-shop.ts";
import {
  ADMIN,
  apply,
  placeOf,
  reportingOf,
  sendTo,
  sourceOf,
  startWorld,
  type World,
} from "../support/metabase-world.ts";

let world: World;
let shop: Reporting;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  world = await startWorld(SHOP_TABLES);
  shop = reportingOf(world.connection, [sourceOf(SHOP)]);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => world?.stop());

async function start(options: Partial<FakeOptions> = {}): Promise<FakeMetabase> {
  const fake = await FakeMetabase.start({ version: "v0.64.6", ...options });
  stops.push(() => fake.stop());
  return fake;
}

/** A server that answers everything alike. */
async function answering(status: number, type: string, body: string): Promise<string> {
  const server: Server = createServer((_, response) =>
    response.writeHead(status, { "Content-Type": type }).end(body),
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stops.push(() => new Promise((done) => (server.closeAllConnections(), server.close(done))));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function failureOf(place: Place, reporting: Reporting = shop): Promise<FailureFacts> {
  const error: unknown = await apply(reporting, place).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MetabaseFailure);
  return (error as MetabaseFailure).facts;
}

test("nobody listens", async () => {
  const url = await answering(200, "text/plain", "");
  await stops.pop()!();
  expect(await failureOf(placeOf(url))).toEqual({
    code: "metabase-away",
    url,
    reason: expect.stringContaining("ECONNREFUSED"),
  });
});

test("a server that starts is waited for, so long and no longer", async () => {
  const fake = await start({ starting: 4 });
  await apply(shop, placeOf(fake.url));
  const slow = await start({ starting: 100 });
  expect(await failureOf(placeOf(slow.url))).toEqual({
    code: "metabase-starting",
    url: slow.url,
    seconds: 5,
  });
});

test.each([
  [200, "text/html", "<html>a router</html>"],
  [404, "text/plain", "no"],
  [301, "text/plain", ""],
  [200, "application/json", '{"status":"up"}'],
])("something else answers: %i %s", async (status, type, body) => {
  const url = await answering(status, type, body);
  expect(await failureOf(placeOf(url))).toEqual({ code: "metabase-answer", url, path: "/api/health" });
});

test.each(["v0.57.12", "v1.50.3"])("%s is too old", async (version) => {
  const fake = await start({ version: version.replace("v1", "v0") });
  expect(await failureOf(placeOf(fake.url))).toMatchObject({ code: "metabase-version", least: 58 });
});

describe("who asks", () => {
  test("a new server makes the account; the same account logs in afterwards", async () => {
    const fake = await start();
    await apply(shop, placeOf(fake.url));
    expect(fake.store.users).toMatchObject([{ email: "ada@example.org" }]);
    expect(fake.store.sessions.size).toBe(0);
    await apply(shop, placeOf(fake.url));
    expect(fake.log.filter(({ path }) => path === "/api/session").map(({ method }) => method)).toEqual([
      "DELETE",
      "POST",
      "DELETE",
    ]);
    expect(fake.log.filter(({ path }) => path === "/api/setup")).toHaveLength(1);
  });

  test("somebody else set it up in the meantime: then it is a matter of logging in", async () => {
    const fake = await start();
    const send = sendTo(fake.url);
    const place = placeOf(fake.url, ADMIN, async (request) => {
      if (request.path === "/api/setup") fake.addUser("ada@example.org", "correct horse 1", true);
      return send(request);
    });
    await apply(shop, place);
    expect(fake.store.dashboards).toHaveLength(1);
  });

  test("a wrong password, with the server's reason and without the password", async () => {
    const fake = await start();
    fake.addUser("ada@example.org", "another one 2", true);
    const facts = await failureOf(placeOf(fake.url));
    expect(facts).toEqual({
      code: "metabase-login",
      url: fake.url,
      user: "ada@example.org",
      reason: "password: did not match stored password",
    });
    expect(JSON.stringify(facts)).not.toContain("correct horse");
  });

  test("a password that Metabase finds too simple for its first account", async () => {
    const fake = await start();
    const facts = await failureOf(placeOf(fake.url, { user: "ada@example.org", password: "short" }));
    expect(facts).toMatchObject({ code: "metabase-refused", request: "POST /api/setup", status: 400 });
  });

  test("an API key: not for a new server, not a wrong one, and with a right one the second apply is nothing but GET", async () => {
    const fake = await start();
    expect(await failureOf(placeOf(fake.url, { key: "mb_wrong" }))).toEqual({ code: "metabase-account" });
    fake.addUser("ada@example.org", "correct horse 1", true);
    expect(await failureOf(placeOf(fake.url, { key: "mb_wrong" }))).toEqual({
      code: "metabase-key",
      url: fake.url,
    });
    const place = placeOf(fake.url);
    const { id } = (await place.client.post("/api/session", {
      username: "ada@example.org",
      password: "correct horse 1",
    })) as { id: string };
    place.client.use({ session: id });
    const { unmasked_key: key } = (await place.client.post("/api/api-key", {
      group_id: 2,
      name: "tsmodel",
    })) as { unmasked_key: string };
    await expect(place.client.post("/api/api-key", { group_id: 2, name: "tsmodel" })).rejects.toMatchObject({
      facts: { status: 400, reason: "name: An API key with this name already exists." },
    });
    const credentials: Credentials = { key };
    await apply(shop, placeOf(fake.url, credentials));
    fake.log.length = 0;
    await apply(shop, placeOf(fake.url, credentials));
    expect(new Set(fake.log.map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  test("an account that may only look", async () => {
    const fake = await start();
    fake.addUser("viewer@example.org", "only looking 3", false);
    const facts = await failureOf(
      placeOf(fake.url, { user: "viewer@example.org", password: "only looking 3" }),
    );
    expect(facts).toEqual({ code: "metabase-forbidden", request: "POST /api/database" });
  });
});

test("those that only look make neither account nor anything else", async () => {
  const fake = await start();
  const place = placeOf(fake.url);
  const look = lookWithSession(place, async (properties) => readApplied(place, properties, shop));
  await expect(look).rejects.toMatchObject({ facts: { code: "metabase-empty", missing: "no account" } });
  fake.addUser("ada@example.org", "correct horse 1", true);
  const again = lookWithSession(place, async (properties) => readApplied(place, properties, shop));
  await expect(again).rejects.toMatchObject({
    facts: { code: "metabase-empty", missing: 'no database "Reporting"' },
  });
  const uses = lookWithSession(place, () => readUses(place.client, "Reporting", "reporting"));
  await expect(uses).rejects.toMatchObject({ facts: { code: "metabase-empty" } });
  expect(fake.takeLog().writes).toEqual([]);
});

describe("tables", () => {
  test("that are not published are named, with the selection that publishes them", async () => {
    const fake = await start({ syncLooks: 1 });
    await world.admin.query(
      "alter table orders rename to orders_away; alter table customers rename column plan to tier",
    );
    expect(await failureOf(placeOf(fake.url))).toEqual({
      code: "metabase-tables",
      database: "Reporting",
      schema: "reporting",
      missing: [{ table: "orders", columns: [] }],
      select: "orders",
    });
    await world.admin.query(
      "alter table orders_away rename to orders; alter table customers rename column tier to plan",
    );
    // Published in the meantime: the next run makes Metabase look again.
    await apply(shop, placeOf(fake.url));
    expect(fake.store.dashboards).toHaveLength(1);
  });

  test("that lack a column", async () => {
    const fake = await start();
    const wrong = reportingOf(world.connection, [sourceOf(SHOP.replace("sum(amount)", "sum(amounts)"))]);
    expect(await failureOf(placeOf(fake.url), wrong)).toMatchObject({
      code: "metabase-tables",
      missing: [{ table: "orders", columns: ["amounts"] }],
    });
  });

  test("a connection that Postgres refuses", async () => {
    const fake = await start();
    const wrong = { ...shop, connection: { ...shop.connection, password: "not this one" } };
    const facts = await failureOf(placeOf(fake.url), wrong);
    expect(facts).toMatchObject({ code: "metabase-refused", request: "POST /api/database", status: 400 });
    expect(JSON.stringify(facts)).not.toContain("not this one");
  });
});

describe("SQL that Metabase cannot take", () => {
  test("a filter on what is no column of a table", async () => {
    const fake = await start();
    const computed = SHOP.replace(
      "select day, plan, amount * 2 as twice",
      "select day, upper(plan) as tier, amount * 2 as twice",
    ).replace("grain: month\n    filters: {plan: plan}", "grain: month\n    filters: {plan: tier}");
    expect(await failureOf(placeOf(fake.url), reportingOf(world.connection, [sourceOf(computed)]))).toEqual({
      code: "metabase-filter",
      dashboard: "sales",
      query: "doubled",
      filter: "plan",
      column: "tier",
    });
  });

  test("double brackets", async () => {
    const fake = await start();
    const nested = SHOP.replace("amount * 2 as twice", "(array[[1,2],[3,4]])[1][1] * amount as twice");
    expect(await failureOf(placeOf(fake.url), reportingOf(world.connection, [sourceOf(nested)]))).toEqual({
      code: "metabase-brackets",
      dashboard: "sales",
      query: "doubled",
    });
  });
});
