import { expect, test } from "vitest";
import type { Database, Dialect } from "../../src/adapter/adapter.ts";
import type { GraphNode, ModelNode } from "../../src/manifest/node.ts";
import type { SharedView } from "../../src/run/shared-views/plan-shares.ts";
import { SharedViews } from "../../src/run/shared-views/shared-views.ts";
import { turns } from "./turns.ts";

/** `events` reads a file, `days` reads `events`; the database makes a copy when it is told to. */
function createViews() {
  const model = (name: string): ModelNode => ({ unique_id: `model.p.${name}`, database: "db", schema: "main", alias: name, config: {}, compiled_code: `select '${name}.csv'` }) as unknown as ModelNode;
  const view = (name: string, parents: readonly string[]): [string, SharedView] => [`model.p.${name}`, { node: model(name), parents, kept: true, selected: true }];
  let copied: (error?: Error) => void = () => undefined;
  const copies = {
    bytesOf: () => Promise.resolve(1),
    create: () => new Promise<void>((resolve, reject) => (copied = (error) => (error ? reject(error) : resolve()))),
    close: () => Promise.resolve(),
  };
  const shared = new SharedViews({
    views: new Map([view("events", []), view("days", ["model.p.events"])]),
    database: { copies: () => Promise.resolve(copies) } as unknown as Database,
    dialect: { fileReads: () => ({ text: ["'events.csv'"], other: false }) } as unknown as Dialect,
    databaseName: "db",
    holdsCompiled: () => true,
  });
  for (const name of ["events", "days"]) shared.noteBuilt(`model.p.${name}`);
  return { shared, finish: (error?: Error) => copied(error) };
}

const reader = (...nodes: string[]): GraphNode => ({ resource_type: "test", depends_on: { nodes: nodes.map((name) => `model.p.${name}`) } }) as unknown as GraphNode;

test("rows that are being read are waited for by what reads them, near or far, until they are there", async () => {
  const { shared, finish } = createViews();
  expect(shared.awaitedBy(reader("events"))).toBeUndefined();
  const renamed = shared.renamerFor(reader("events"))!('select * from "db"."main"."events"');
  await turns(5);
  const awaited = [reader("events"), reader("days"), reader("users", "days")].map((node) => shared.awaitedBy(node));
  expect(awaited.every((promise) => promise instanceof Promise)).toBe(true);
  expect(shared.awaitedBy(reader("users"))).toBeUndefined();
  finish();
  await Promise.all(awaited);
  expect(await renamed).not.toContain('"db"');
  expect(shared.awaitedBy(reader("events"))).toBeUndefined();
});

test("rows that could not be read are waited for no more", async () => {
  const { shared, finish } = createViews();
  const failed = shared.renamerFor(reader("events"))!('select * from "db"."main"."events"').catch((error: unknown) => error);
  await turns(5);
  expect(shared.awaitedBy(reader("days"))).toBeInstanceOf(Promise);
  finish(new Error("out of memory"));
  expect(await failed).toMatchObject({ message: "out of memory" });
  expect(shared.awaitedBy(reader("days"))).toBeUndefined();
});
