/**
 * Metabase's own command line tool as an independent reader: it checks every answer against its own schemas, so this
 * tests both what apply made and how the fake answers. It is installed into a temporary folder for the length of the test
 * (AGPL: a program that is run, never a dependency), and the test is skipped where npm cannot.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Reporting } from "../../src/metabase/index.ts";
import { FakeMetabase } from "../support/fake-metabase/fake-metabase.ts";
import { SHOP, SHOP_DOCS, SHOP_TABLES } from "../support/metabase-shop.ts";
import { apply, placeOf, reportingOf, sourceOf, startWorld, type World } from "../support/metabase-world.ts";

const PACKAGE = "@metabase/cli@0.3.1";
const execute = promisify(execFile);
let folder: string;
let world: World;
let shop: Reporting;
/** Why there is no client. */
let missing: string | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tsmodel-metabase-cli-"));
  const options = [
    "--prefix",
    folder,
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--fetch-retries=0",
    "--fetch-timeout=15000",
    "--loglevel=error",
  ];
  try {
    await execute("npm", ["install", ...options, PACKAGE], { cwd: folder, timeout: 60_000 });
  } catch (error) {
    missing = `${PACKAGE} could not be installed: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`;
    return;
  }
  world = await startWorld(SHOP_TABLES);
  shop = reportingOf(world.connection, [sourceOf(SHOP)], SHOP_DOCS);
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the tool and parses what it prints. */
async function mb(fake: FakeMetabase, key: string, ...words: string[]): Promise<any> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, NO_COLOR: "1" };
  const program = join(folder, "node_modules/.bin/mb");
  const { stdout } = await execute(
    process.execPath,
    [program, ...words, "--json", "--full", "--max-bytes", "0", "--url", fake.url, "--api-key", key],
    { env, maxBuffer: 1 << 24 },
  );
  return JSON.parse(stdout);
}

const fakes: FakeMetabase[] = [];
afterAll(async () => {
  for (const fake of fakes) await fake.stop();
});

test.for(["v0.58.39", "v0.64.6"])("reads what apply made in %s", async (version, { skip }) => {
  skip(missing !== undefined, missing);
  const fake = await FakeMetabase.start({ version });
  fakes.push(fake);
  await apply(shop, placeOf(fake.url));
  const key = await makeKey(fake);
  const list = async (what: string): Promise<any[]> => (await mb(fake, key, what, "list")).data;
  const [databases, collections, cards, pages, alerts] = await Promise.all(
    ["db", "collection", "card", "dashboard", "alert"].map(list),
  );
  expect(databases).toMatchObject([{ name: "Reporting", engine: "postgres" }]);
  expect(collections!.map(({ name }) => name)).toEqual([
    "Our analytics",
    "Company",
    "Reporting",
    "Questions",
  ]);
  expect(cards!.map(({ display, query_type }) => `${display} ${query_type}`)).toEqual(
    ["smartscalar", "gauge", "line", "bar", "area", "table", "table"].map((display) => `${display} native`),
  );
  expect(alerts!.map(({ payload }) => payload.send_condition)).toEqual(["goal_above", "has_result"]);
  const page = await mb(fake, key, "dashboard", "get", String(pages![0].id));
  expect(page).toMatchObject({
    name: "Sales",
    tabs: [{ name: "Overview" }, { name: "Segments" }],
    parameters: [{ id: "period" }, { id: "plan" }],
  });
  expect(page.dashcards).toHaveLength(10);
  const bar = cards!.find(({ display }) => display === "bar");
  const parameters = JSON.stringify([
    { type: "string/=", target: ["dimension", ["template-tag", "plan"]], value: ["small"] },
  ]);
  const result = await mb(fake, key, "card", "query", String(bar.id), "--parameters", parameters);
  expect(result.data.rows).toEqual([
    ["2026-01-19", "Small", 10],
    ["2026-02-02", "Small", 11],
    ["2026-02-09", "Small", 25],
    ["2026-02-16", "Small", 14],
  ]);
});

const COMMANDS: readonly (readonly [method: string, path: RegExp, command: string])[] = [
  ["POST", /^\/api\/setup$/, "setup"],
  ["POST", /^\/api\/collection$/, "collection create"],
  ["PUT", /^\/api\/table\/\d+$/, "table update"],
  ["PUT", /^\/api\/field\/\d+$/, "field update"],
  ["POST", /^\/api\/card$/, "card create"],
  ["PUT", /^\/api\/card\/\d+$/, "card update"],
  ["POST", /^\/api\/dashboard$/, "dashboard create"],
  ["PUT", /^\/api\/dashboard\/\d+$/, "dashboard update"],
  ["POST", /^\/api\/notification$/, "alert create"],
];

test("every body that apply sends satisfies the tool's schema for it", async ({ skip }) => {
  skip(missing !== undefined, missing);
  const fake = await FakeMetabase.start({ version: "v0.64.6" });
  fakes.push(fake);
  await apply(shop, placeOf(fake.url));
  for (const card of fake.store.cards) card.name = "Changed";
  await apply(shop, placeOf(fake.url));
  const program = join(folder, "node_modules/.bin/mb");
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const schemas = await Promise.all(
    COMMANDS.map(async ([, , command]) => {
      const { stdout } = await execute(
        process.execPath,
        [program, ...command.split(" "), "--help", "--json"],
        { maxBuffer: 1 << 24 },
      );
      return (JSON.parse(stdout) as { inputSchema: { properties: object } }).inputSchema;
    }),
  );
  COMMANDS.forEach(([method, path, command], index) => {
    const sent = fake.log.filter((request) => request.method === method && path.test(request.path));
    expect(sent.length, command).toBeGreaterThan(0);
    const validate = ajv.compile(schemas[index]!);
    for (const { body } of sent) {
      const value = JSON.parse(body) as object;
      expect(validate(value) ? [] : validate.errors, `${command} ${body}`).toEqual([]);
      expect(
        Object.keys(value).filter((key) => !(key in schemas[index]!.properties)),
        command,
      ).toEqual([]);
    }
  });
});

async function makeKey(fake: FakeMetabase): Promise<string> {
  const { client } = placeOf(fake.url);
  const { id } = (await client.post("/api/session", {
    username: "ada@example.org",
    password: "correct horse 1",
  })) as { id: string };
  client.use({ session: id });
  const { unmasked_key } = (await client.post("/api/api-key", { group_id: 2, name: "reader" })) as {
    unmasked_key: string;
  };
  return unmasked_key;
}
