/** Names and what they stand for, in a project with two packages. */
import { describe, expect, test } from "vitest";
import {
  findDoc,
  findRef,
  findSource,
  isDisabled,
  nearestRef,
  nearestSource,
} from "../../src/manifest/ref-lookup.ts";
import { parseFiles } from "../parse/parse-folder.ts";

const project = (name: string): string =>
  `name: ${name}\nversion: 1.0.0\nconfig-version: 2\nprofile: shop\nmodels: {+schema: ${name}}\n`;

const { manifest } = parseFiles({
  "models/orders.sql": "select 1",
  "models/only_root.sql": "select 1",
  "models/off.sql": "{{ config(enabled=false) }} select 1",
  "models/customers_v1.sql": "select 1",
  "models/customers_v2.sql": "select 1",
  "models/customers_v10.sql": "select 1",
  "models/s.yml": [
    "models: [{name: customers, latest_version: 2, versions: [{v: 1}, {v: 2}, {v: 10}]}]",
    "sources: [{name: raw, tables: [{name: orders}, {name: hidden, config: {enabled: false}}]}]",
  ].join("\n"),
  "models/docs.md": "{% docs note %}of the root{% enddocs %}",
  "dbt_packages/tools/dbt_project.yml": project("tools"),
  "dbt_packages/tools/models/orders.sql": "select 2",
  "dbt_packages/tools/models/shared.sql": "select 2",
  "dbt_packages/tools/models/docs.md":
    "{% docs note %}of tools{% enddocs %}{% docs hint %}of tools{% enddocs %}",
  "dbt_packages/extra/dbt_project.yml": project("extra"),
  "dbt_packages/extra/models/shared.sql": "select 3",
  "dbt_packages/extra/models/only_extra.sql": "select 3",
});

/** What a reference gives: a unique id, "disabled …", "none" or the code of the error. */
function lookUp(
  find: () => { readonly unique_id: string } | { readonly disabled: { unique_id: string } } | undefined,
): string {
  try {
    const found = find();
    if (found === undefined) return "none";
    return isDisabled(found)
      ? `disabled ${found.disabled.unique_id}`
      : (found as { unique_id: string }).unique_id;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("findRef", () => {
  const cases: [name: string, from: string, expected: string][] = [
    ["orders", "shop", "model.shop.orders"],
    ["orders", "tools", "model.shop.orders"],
    ["tools.orders", "shop", "model.tools.orders"],
    ["orders", "extra", "model.shop.orders"],
    ["only_root", "tools", "model.shop.only_root"],
    ["only_extra", "shop", "model.extra.only_extra"],
    ["only_extra", "tools", "model.extra.only_extra"],
    ["shared", "shop", "ref-ambiguous"],
    ["shared", "tools", "model.tools.shared"],
    ["tools.only_extra", "shop", "none"],
    ["off", "shop", "disabled model.shop.off"],
    ["nothing", "shop", "none"],
    ["customers", "shop", "model.shop.customers.v2"],
    ["customers@1", "shop", "model.shop.customers.v1"],
    ["shop.customers@10", "tools", "model.shop.customers.v10"],
    ["customers@3", "shop", "none"],
    ["customers.v1", "shop", "model.shop.customers.v1"],
  ];

  test.each(cases)("%s, in %s, is %s", (text, from, expected) => {
    const [, packageName = null, name = "", version = null] =
      /^(?:(shop|tools)\.)?([^@]+)(?:@(\d+))?$/.exec(text) ?? [];
    expect(lookUp(() => findRef(manifest, { name, package: packageName, version }, from))).toBe(expected);
  });
});

test("sources and docs are found from every package, the root's first", () => {
  expect(lookUp(() => findSource(manifest, "raw", "orders", "tools"))).toBe("source.shop.raw.orders");
  expect(lookUp(() => findSource(manifest, "raw", "hidden", "shop"))).toBe("disabled source.shop.raw.hidden");
  expect(lookUp(() => findSource(manifest, "raw", "none", "shop"))).toBe("none");
  expect(findDoc(manifest, "note", null, "tools")?.block_contents).toBe("of the root");
  expect(findDoc(manifest, "note", "tools", "shop")?.block_contents).toBe("of tools");
  expect(findDoc(manifest, "hint", null, "shop")?.block_contents).toBe("of tools");
});

test("the nearest names", () => {
  expect(nearestRef(manifest, "only_rot")).toBe("only_root");
  expect(nearestSource(manifest, "raw", "order")).toBe("raw.orders");
  expect(nearestRef(manifest, "completely_else")).toBe(undefined);
});
