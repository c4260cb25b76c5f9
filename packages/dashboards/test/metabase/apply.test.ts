/** The three pages of the reporting project in a Metabase: applied, applied again, drifted, cut off, edited by people. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeMetabase } from "../support/fake-metabase/fake-metabase.ts";
import {
  ADMIN,
  apply,
  placeOf,
  projectTables,
  projectTexts,
  reportingOf,
  sourceOf,
  startWorld,
  type World,
} from "../support/metabase-world.ts";
import type { Reporting } from "../../src/metabase/index.ts";

let world: World;
let reporting: Reporting;

beforeAll(async () => {
  world = await startWorld(projectTables());
  reporting = reportingOf(
    world.connection,
    projectTexts().map(({ key, text }) => sourceOf(text, key)),
  );
});
afterAll(() => world?.stop());

describe.each(["v0.58.39", "v0.64.6"])("%s", (version) => {
  test("a new server gets everything, and the second apply writes nothing", async () => {
    const fake = await FakeMetabase.start({ version, starting: 2, syncLooks: 2 });
    const first = await apply(reporting, placeOf(fake.url));
    expect(first.changes.filter(({ sign }) => sign === "!")).toEqual([]);
    const { writes } = fake.takeLog();
    expect(writes.every(({ status }) => status < 300)).toBe(true);
    console.log(first.reads, first.writes);
    const second = await apply(reporting, placeOf(fake.url));
    expect(second.changes).toEqual([]);
    const again = fake.takeLog();
    expect(again.writes).toEqual([]);
    console.log(second.reads, second.writes);
    await fake.stop();
  });
});
void ADMIN;
