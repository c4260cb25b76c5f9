import { expect, test } from "vitest";
import type { Workspace } from "../../src/tsmodel.ts";
import { findChanged } from "../../src/watch/find-changed.ts";
import { MemoryDisk } from "../cache/memory-disk.ts";
import { start } from "../cache/open-both.ts";
import { PROJECT } from "../cache/project-texts.ts";

const ROOT = "/shop";

class Shop {
  readonly disk = new MemoryDisk();
  private known: Workspace;

  constructor(files: { readonly [path: string]: string }) {
    for (const [path, text] of Object.entries({ ...PROJECT, ...files })) this.disk.write(`${ROOT}/${path}`, text);
    this.known = this.open();
  }

  open(partial = true): Workspace {
    return start(this.disk, ROOT, { args: { partial_parse: partial } }).workspace!;
  }

  /** What a save changes, told from the cache and from the two projects as a whole. */
  save(path: string, text: string): readonly string[] {
    this.disk.write(`${ROOT}/${path}`, text);
    const whole = [...findChanged(this.known, this.open(false))].sort();
    const now = this.open();
    const quick = [...findChanged(this.known, now)].sort();
    this.known = now;
    expect(quick).toEqual(whole);
    return quick;
  }
}

const EPHEMERAL = "{{ config(materialized='ephemeral') }}";

test("an edited model changes itself, and not again", () => {
  const shop = new Shop({ "models/one.sql": "select 1 as id", "models/two.sql": "select * from {{ ref('one') }}" });
  expect(shop.save("models/one.sql", "select 2 as id")).toEqual(["model.shop.one"]);
  expect(shop.save("models/one.sql", "select 2 as id")).toEqual([]);
  expect(shop.save("models/two.sql", "select *, 1 as more from {{ ref('one') }}")).toEqual(["model.shop.two"]);
});

test("an edited ephemeral model changes those that have it in their SQL", () => {
  const shop = new Shop({
    "models/inner.sql": `${EPHEMERAL} select 1 as id`,
    "models/middle.sql": `${EPHEMERAL} select * from {{ ref('inner') }}`,
    "models/outer.sql": "select * from {{ ref('middle') }}",
    "models/beyond.sql": "select * from {{ ref('outer') }}",
  });
  const changed = ["model.shop.inner", "model.shop.middle", "model.shop.outer"];
  expect(shop.save("models/inner.sql", `${EPHEMERAL} select 2 as id`)).toEqual(changed);
});

test("an edit that another command parsed in the meantime is seen", () => {
  const shop = new Shop({ "models/one.sql": "select 1 as id" });
  shop.disk.write(`${ROOT}/models/one.sql`, "select 2 as id");
  shop.open();
  expect(shop.save("models/two.sql", "select 3 as id")).toEqual(["model.shop.one", "model.shop.two"]);
});

test("new references lead to a new cache, which is known as the old one's", () => {
  const shop = new Shop({ "models/one.sql": "select 1 as id", "models/two.sql": "select 1 as id" });
  shop.save("models/two.sql", "select 2 as id");
  expect(shop.save("models/two.sql", "select * from {{ ref('one') }}")).toEqual(["model.shop.two"]);
  expect(shop.save("models/one.sql", "select 3 as id")).toEqual(["model.shop.one"]);
});
