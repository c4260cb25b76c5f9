/** The selector box: dbt's words on finished artifacts. */
import { expect, test } from "vitest";
import { buildAdjacency } from "../src/lineage/adjacency.ts";
import { selectNodes, type Selectable, type SelectionGraph } from "../src/select/select-nodes.ts";

const node = (name: string, rest: Partial<Selectable> = {}): Selectable => ({
  name,
  fqn: ["shop", ...(rest.path ?? `models/${name}.sql`).split("/").slice(1, -1), name],
  path: `models/${name}.sql`,
  kind: "model",
  package: "shop",
  tags: [],
  group: "",
  access: "",
  schema: "db.main",
  materialized: "view",
  state: "good",
  ...rest,
});

// raw.a → stg_a → int → mart → board; raw.b → stg_b → int; stg_b → other
const NODES = [
  node("raw.a", { kind: "source", path: "models/sources.yml", schema: "db.raw" }),
  node("raw.b", { kind: "source", path: "models/sources.yml", schema: "db.raw" }),
  node("stg_a", { path: "models/staging/stg_a.sql", tags: ["daily"] }),
  node("stg_b", { path: "models/staging/stg_b.sql", state: "bad" }),
  node("int", { path: "models/mid/int.sql", materialized: "ephemeral" }),
  node("mart", {
    path: "models/marts/mart.sql",
    tags: ["daily"],
    materialized: "table",
    group: "sales",
    access: "public",
  }),
  node("other", { path: "models/marts/other.sql", package: "kit", fqn: ["kit", "marts", "other"] }),
  node("board", { kind: "exposure", path: "models/exposures.yml" }),
];
const EDGES = [
  [0, 2],
  [1, 3],
  [2, 4],
  [3, 4],
  [4, 5],
  [5, 7],
  [3, 6],
] as const;
const ends = (at: 0 | 1): number[] => EDGES.map((edge) => edge[at]);
const graph: SelectionGraph = {
  nodes: NODES,
  parents: buildAdjacency(NODES.length, ends(1), ends(0)),
  children: buildAdjacency(NODES.length, ends(0), ends(1)),
};
const chosen = (text: string): string =>
  [...selectNodes(text, graph).chosen]
    .sort((a, b) => a - b)
    .map((at) => NODES[at]!.name)
    .join(" ");

test.each([
  ["", "raw.a raw.b stg_a stg_b int mart other board"],
  ["int", "int"],
  ["stg_*", "stg_a stg_b"],
  ["staging", "stg_a stg_b"],
  ["shop.staging.stg_a", "stg_a"],
  ["path:models/marts", "mart other"],
  ["models/staging/stg_a.sql", "stg_a"],
  ["tag:daily", "stg_a mart"],
  ["tag:daily,marts", "mart"],
  ["source:raw", "raw.a raw.b"],
  ["source:raw.b", "raw.b"],
  ["exposure:board", "board"],
  ["+int", "raw.a raw.b stg_a stg_b int"],
  ["1+int", "stg_a stg_b int"],
  ["int+", "int mart board"],
  ["int+1", "int mart"],
  ["2+mart+1", "stg_a stg_b int mart board"],
  ["@stg_a", "raw.a raw.b stg_a stg_b int mart board"],
  ["+mart --exclude stg_b source:raw", "stg_a int mart"],
  ["--exclude path:models/staging", "raw.a raw.b int mart other board"],
  ["resource_type:source", "raw.a raw.b"],
  ["package:kit", "other"],
  ["group:sales", "mart"],
  ["access:public", "mart"],
  ["schema:raw", "raw.a raw.b"],
  ["config.materialized:table int", "int mart"],
  ["result:error", "stg_b"],
  ["+exposure:board,tag:daily", "stg_a mart"],
])("%j", (text, names) => expect(chosen(text)).toBe(names));

test("says what it does not find", () => {
  expect(selectNodes("nobody", graph)).toEqual({
    chosen: new Set(),
    problems: ['nothing is called "nobody"'],
  });
  expect(selectNodes("state:modified", graph).problems).toEqual(['there is no method "state:" here']);
});
