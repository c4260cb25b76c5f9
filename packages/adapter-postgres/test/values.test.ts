/** What templates see of Postgres, line by line as dbt-postgres prints it. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PostgresFixture } from "./postgres-fixture.ts";
import { TestProject } from "./run-project.ts";

const read = (name: string): string => readFileSync(new URL(`values/${name}`, import.meta.url), "utf8");
const fixture = new PostgresFixture();
let project: TestProject;
beforeAll(async () => {
  await fixture.start({ timezone: "Europe/Berlin" });
  project = await TestProject.open(fixture, { "macros/show_values.sql": read("show_values.sql") });
}, 60_000);
afterAll(async () => {
  await project.close();
  await fixture.stop();
});

test("values, types, columns, relations and responses", async () => {
  const printed = await project.print("show_values");
  expect(printed).toEqual(read("values.txt").trimEnd().split("\n"));
});
