/** Columns of properties files. */
import { expect, test } from "vitest";
import { buildColumns } from "../../src/parse/properties/columns.ts";

test("keys of nobody stay on the column", () => {
  expect(buildColumns([{ name: "id", owner: "me" }])).toMatchObject({ id: { name: "id", owner: "me" } });
});

test("doc_blocks was a free key once: only a list of texts is a list of blocks", () => {
  const built = buildColumns([
    { name: "a", doc_blocks: 2 },
    { name: "b", doc_blocks: ["doc.shop.b", 1] },
    { name: "c", doc_blocks: ["doc.shop.c"] },
  ]);
  expect(Object.values(built).map((column) => column.doc_blocks)).toEqual([[], [], ["doc.shop.c"]]);
});
