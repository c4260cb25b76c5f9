/**
 * Every question of the project's pages, run by the fake Metabase on a real Postgres, against the figures of the static
 * pages, which come from DuckDB through cubes: two ways that share no SQL but the measures' own.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aggregate, evaluate, type Amount, type Selection } from "../../src/cube/aggregate.ts";
import { buildCategoryBook, readCube, type QueryRows } from "../../src/cube/read-cube.ts";
import { isComplete, lastComplete } from "../../src/format/period.ts";
import {
  Client,
  readApplied,
  verify,
  lookWithSession,
  type Applied,
  type DashboardSource,
  type Finding,
  type Reporting,
} from "../../src/metabase/index.ts";
import { dataTiles } from "../../src/metabase/desired/describe-reporting.ts";
import { TIME, type DataTile, type Query } from "../../src/plan/plan.ts";
import { cubeSql } from "../../src/plan/query-sql.ts";
import {
  getMeasure,
  getQuery,
  initialState,
  selectionOf,
  type FilterState,
  type Scene,
} from "../../src/tile/scene.ts";
import { readingOf } from "../../src/tile/timeline.ts";
import { FakeMetabase } from "../support/fake-metabase/fake-metabase.ts";
import { SHOP, SHOP_TABLES } from "../support/metabase-shop.ts";
import {
  ADMIN,
  apply,
  AS_OF,
  placeOf,
  projectTables,
  projectTexts,
  reportingOf,
  sourceOf,
  startWorld,
  type World,
} from "../support/metabase-world.ts";
import { withDuckdb } from "../support/render-duckdb.ts";

let world: World;
let fake: FakeMetabase;
let reporting: Reporting;
let scenes: Map<string, Scene>;
let client: Client;

beforeAll(async () => {
  const statements = [...projectTables(), ...SHOP_TABLES];
  world = await startWorld(statements);
  fake = await FakeMetabase.start({ version: "v0.64.6" });
  const sources = [...projectTexts().map(({ key, text }) => sourceOf(text, key)), sourceOf(SHOP)];
  reporting = reportingOf(world.connection, sources);
  await apply(reporting, placeOf(fake.url));
  scenes = await withDuckdb(async (run) => {
    await run("create schema reporting");
    await run("set schema = 'reporting'");
    await run("set timezone = 'UTC'");
    for (const statement of statements) await run(statement);
    return new Map(
      await Promise.all(
        sources.map(async (source) => [source.dashboard.key, await sceneOf(source, run)] as const),
      ),
    );
  });
  const place = placeOf(fake.url);
  client = place.client;
  const { id } = (await client.post("/api/session", {
    username: "ada@example.org",
    password: "correct horse 1",
  })) as { id: string };
  client.use({ session: id });
});
afterAll(async () => {
  await fake?.stop();
  await world?.stop();
});

async function sceneOf(
  { dashboard, queries }: DashboardSource,
  run: (sql: string) => Promise<QueryRows>,
): Promise<Scene> {
  const rows: { [query: string]: QueryRows } = {};
  for (const query of dashboard.queries)
    rows[query.name] = await run(cubeSql(query, queries[query.name]!.sql, "duckdb"));
  const book = buildCategoryBook(
    dashboard.queries.map((query) => ({ query, rows: rows[query.name]!, declared: dashboard.categories })),
  );
  return {
    asOf: AS_OF,
    locale: dashboard.locale,
    filters: dashboard.filters,
    queries: dashboard.queries,
    cubes: Object.fromEntries(
      dashboard.queries.map((query) => [query.name, readCube(query, rows[query.name]!, book)]),
    ),
    failures: {},
    state: initialState(dashboard.filters),
  };
}

/** What the page shows: values by keys, "2026-02-16|Starter"; periods that are not over are left out where a chart would draw them hollow. */
function shownBy(tile: DataTile, scene: Scene): Map<string, readonly Amount[]> {
  const query = getQuery(scene, tile.query);
  const cube = scene.cubes[query.name]!;
  const grain = query.grain ?? "day";
  if (tile.kind === "number" || tile.kind === "gauge") {
    const { value, before } = readingOf(scene, query, getMeasure(query, tile.measure), tile.at);
    return new Map([
      [
        "",
        tile.kind === "number" && tile.compare !== "none" && tile.bands.length === 0
          ? [value, before]
          : [value],
      ],
    ]);
  }
  const axes = axesOf(tile);
  const names =
    tile.kind === "heatmap"
      ? [tile.measure]
      : tile.kind === "table"
        ? tile.columns.map(({ measure }) => measure)
        : tile.measures;
  let selection: Selection = selectionOf(scene, query);
  if (tile.kind === "table" && tile.period === "last-complete")
    selection = { ...selection, from: lastComplete(grain, AS_OF), to: lastComplete(grain, AS_OF) };
  const by = axes.filter((axis) => axis !== TIME);
  const groups = aggregate(cube, selection, { byTime: axes.includes(TIME), by });
  const isChart = tile.kind !== "table" && tile.kind !== "heatmap";
  return new Map(
    groups
      .filter(({ time }) => !isChart || time < 0 || isComplete(cube.times[time]!, grain, AS_OF))
      .map((group) => {
        const key = axes.map((axis) =>
          axis === TIME
            ? cube.times[group.time]!
            : cube.dimensions.find(({ column }) => column === axis)!.values[group.keys[by.indexOf(axis)]!]!
                .label,
        );
        return [key.join("|"), names.map((name) => evaluate(group, getMeasure(query, name)))] as const;
      }),
  );
}

const axesOf = (tile: Exclude<DataTile, { kind: "number" | "gauge" }>): string[] =>
  tile.kind === "table"
    ? [...tile.rows]
    : tile.kind === "heatmap"
      ? [tile.rows, tile.columns]
      : [tile.x ?? TIME, ...(tile.series === undefined ? [] : [tile.series])];

interface Result {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly rows: readonly (readonly unknown[])[] };
}

function readResult(tile: DataTile, { data: { rows } }: Result): Map<string, readonly unknown[]> {
  if (tile.kind === "number" || tile.kind === "gauge") {
    const row = rows.at(-1) ?? [null];
    return new Map([["", row.length === 3 ? row.slice(1) : row]]);
  }
  const keys = axesOf(tile).length;
  return new Map(rows.map((row) => [row.slice(0, keys).map(String).join("|"), row.slice(keys)]));
}

/** How many figures were compared; those that the static page cannot know for several values are Metabase's alone. */
function compare(
  tile: DataTile,
  query: Query,
  shown: Map<string, readonly Amount[]>,
  result: Map<string, readonly unknown[]>,
): number {
  let compared = 0;
  expect([...result.keys()].sort(), `${tile.id}: keys`).toEqual([...shown.keys()].sort());
  for (const [key, values] of shown)
    values.forEach((value, index) => {
      if (value === "mixed") return;
      compared++;
      const got = result.get(key)![index] ?? null;
      if (value === null) return expect(got, `${query.name} ${tile.id} ${key}`).toBeNull();
      expect(got, `${query.name} ${tile.id} ${key}`).toBeCloseTo(value, 9);
    });
  return compared;
}

const choices: readonly (readonly [name: string, state: FilterState])[] = [
  ["as the page starts", {}],
  ["one plan", { plan: ["starter"] }],
  ["two plans in one region", { plan: ["growth", "enterprise"], region: ["EMEA"] }],
  ["all weeks, two regions", { period: "all", region: ["NA", "APAC"] }],
];

describe.each(["exec", "engagement", "productivity"])("%s", (key) => {
  test.each(choices)("%s: the same figures as on the page", async (_, state) => {
    const source = reporting.dashboards.find(({ dashboard }) => dashboard.key === key)!;
    const scene: Scene = { ...scenes.get(key)!, state: { ...scenes.get(key)!.state, ...state } };
    const page = fake.store.dashboards.find(({ name }) => name === source.dashboard.title)!;
    let compared = 0;
    for (const tile of dataTiles(source)) {
      const dashcard = page.dashcards.find(
        ({ visualization_settings }) => visualization_settings["tsmodel.tile"] === `shop/${key}/${tile.id}`,
      )!;
      const parameters = page.parameters.flatMap(({ id, type, default: initial }) => {
        const value = id === "period" ? (state.period === "all" ? undefined : initial) : state[id];
        return value === undefined ? [] : [{ id, type, value }];
      });
      const result = (await client.post(
        `/api/dashboard/${page.id}/dashcard/${dashcard.id}/card/${dashcard.card_id}/query`,
        { parameters },
      )) as Result;
      expect(result.error).toBeUndefined();
      compared += compare(tile, getQuery(scene, tile.query), shownBy(tile, scene), readResult(tile, result));
    }
    expect(compared).toBeGreaterThan(70);
  });
});

test("instants, categories without a name and without a value, series, extra lines, months", async () => {
  const source = reporting.dashboards.find(({ dashboard }) => dashboard.key === "sales")!;
  const scene = { ...scenes.get("sales")!, state: {} };
  for (const tile of dataTiles(source)) {
    const card = fake.store.cards.find(({ sql }) =>
      sql.startsWith(`-- Kept by tsmodel: shop/sales/${tile.id}\n`),
    )!;
    const result = (await client.post(`/api/card/${card.id}/query`, { parameters: [] })) as Result;
    expect(result.error).toBeUndefined();
    const shown = shownBy(tile, scene);
    const got = readResult(tile, result);
    compare(
      tile,
      getQuery(scene, tile.query),
      shown,
      tile.id === "late-line"
        ? new Map([...got].map(([week, [late, limit]]) => (expect(limit).toBe(10), [week, [late]])))
        : got,
    );
  }
});

describe("verify", () => {
  const look = async (): Promise<{
    findings: readonly Finding[];
    questions: number;
    filtered: number;
    applied: Applied;
  }> => {
    const place = placeOf(fake.url, ADMIN);
    return lookWithSession(place, async (properties) => {
      const applied = await readApplied(place, properties, reporting);
      return { ...(await verify(place.client, applied)), applied };
    });
  };

  test("everything runs, alone and with filters", async () => {
    const { findings, questions, filtered } = await look();
    expect({ findings, questions, filtered }).toEqual({ findings: [], questions: 43, filtered: 32 });
  });

  test("what does not run, does not answer, or is not reached is named", async () => {
    const cardOf = (name: string) =>
      fake.store.cards.find(({ sql }) => sql.startsWith(`-- Kept by tsmodel: shop/sales/${name}\n`))!;
    const [broken, renamed, gone] = [cardOf("amount"), cardOf("late-line"), cardOf("map")];
    const before = { broken: broken.sql, renamed: renamed.sql };
    broken.sql = broken.sql.replace('"amount"', '"no_such"');
    renamed.sql = renamed.sql.replace('as "Week"', 'as "Semaine"');
    gone.archived = true;
    const page = fake.store.dashboards.find(({ name }) => name === "Sales")!;
    const tile = page.dashcards.find(({ card_id }) => card_id === cardOf("by-plan").id)!;
    const mappings = tile.parameter_mappings;
    tile.parameter_mappings = mappings.slice(1);
    expect((await look()).findings).toEqual([
      { level: "wrong", place: "sales: Amount", text: 'column "no_such" does not exist' },
      { level: "wrong", place: 'sales: Late, "really" late', text: 'the result has no column "Week"' },
      { level: "wrong", place: "sales: Amount", text: "is not in Metabase: run tsmodel metabase apply" },
      { level: "wrong", place: "sales: Amount", text: 'with filters: column "no_such" does not exist' },
      { level: "wrong", place: 'sales: Late, "really" late', text: 'the result has no column "Week"' },
      { level: "wrong", place: "sales: Amount", text: "filter period does not reach it" },
      { level: "wrong", place: "sales: Amount", text: 'is not on "Sales": run tsmodel metabase apply' },
    ]);
    [broken.sql, renamed.sql, gone.archived, tile.parameter_mappings] = [
      before.broken,
      before.renamed,
      false,
      mappings,
    ];
  });

  test("a table whose rows are gone", async () => {
    await world.admin.query("create table kept as table orders; delete from orders");
    const { findings } = await look();
    expect(findings.map(({ level, text }) => `${level}: ${text}`)).toEqual(
      expect.arrayContaining(["note: has no rows", "wrong: offers no value"]),
    );
    await world.admin.query("insert into orders select * from kept; drop table kept");
  });
});
