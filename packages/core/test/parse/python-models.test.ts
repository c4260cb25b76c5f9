/** What is read off the text of a Python model, which nothing runs. */
import { expect, test } from "vitest";
import { parseFiles } from "./parse-folder.ts";

const model = (...body: string[]): { [path: string]: string } => ({
  "models/a.sql": "select 1 as id",
  "models/p.py": ["def model(dbt, session):", ...body.map((line) => `    ${line}`), "    return 1", ""].join("\n"),
});

test("comments between the arguments of a call, and what looks like one in a text", () => {
  const files = model(
    "dbt.config(",
    "    materialized='table',  # not (a view",
    '    tags=["#1"],  # "quoted"',
    "    # a line of its own",
    ")",
    'return dbt.ref("a")  # dbt.ref("b")',
  );
  const node = parseFiles(files).json.nodes?.["model.shop.p"];
  expect(node).toMatchObject({ config: { materialized: "table", tags: ["#1"] }, refs: [{ name: "a" }] });
});

test.each(["dbt.ref(f'{x}')", "dbt.ref(*names)", "dbt.ref([n for n in names][0])", "dbt.config(meta=lambda x: x)"])(
  "%s: arguments that are no literals",
  (call) => {
    expect(() => parseFiles(model(call))).toThrow(call);
  },
);
