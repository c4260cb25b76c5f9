/** What the page adds up against what the database says for every choice of filters. */
import { describe, expect, test } from "vitest";
import { aggregate, evaluate } from "../src/cube/aggregate.ts";
import { getMeasure, selectionOf } from "../src/tile/scene.ts";
import { renderTile } from "../src/tile/render-tile.ts";
import { planGood } from "./support/plan-text.ts";
import { renderText, textOf, withDuckdb, withState } from "./support/render-duckdb.ts";

const ROWS =
  "select date '2025-12-01' + cast(7 * (i % 12) as integer) as week, ['a','b','c'][1 + (i // 12) % 3] as plan, case when i % 5 = 4 then null else ['x','y','z','w'][1 + (i // 36) % 4] end as region, (i * 37) % 101 as amount, (i * 13) % 29 as weight from range(2000) t(i)";
const YAML = `version: 1
title: Test
filters:
  period: {type: date-range, default: last-8-weeks, options: [last-4-weeks, last-8-weeks, all]}
  plan: {type: select}
  region: {type: select}
queries:
  q:
    sql: ${JSON.stringify(ROWS)}
    time: week
    grain: week
    by: [plan]
    filters: {period: week, plan: plan, region: region}
    measures:
      total: sum(amount)
      rows: count()
      low: min(amount)
      high: max(amount)
      mean: avg(amount)
      heavy: weighted(amount, weight)
      share: percent(sum(weight), sum(amount))
      middle: median(amount)
      kinds: distinct(weight)
rows:
  - tiles: [{number: q.total}, {number: q.middle}, {number: q.kinds}]
`;
const SQL = {
  total: "sum(amount)",
  rows: "count(*)",
  low: "min(amount)",
  high: "max(amount)",
  mean: "avg(amount)",
  heavy: "sum(amount*weight)/sum(weight)",
  share: "sum(weight)*100.0/sum(amount)",
  middle: "median(amount)",
  kinds: "count(distinct weight)",
};
const CHOICES = [
  {},
  { plan: ["a"] },
  { plan: ["a"], region: ["x"] },
  { plan: ["a", "b"] },
  { region: ["x", "(none)"] },
  { plan: ["a", "b", "c"] },
  { period: "last-4-weeks", plan: ["c"] },
  { period: "all", region: ["(none)"] },
];

describe("figures by week", () => {
  test.each(CHOICES.map((choice) => [JSON.stringify(choice), choice] as const))("for %s", (_, choice) =>
    withDuckdb(async (run) => {
      const { scene: initial } = await renderText(YAML, run, "2026-02-26");
      const scene = withState(initial, choice);
      const query = scene.queries[0]!;
      const cube = scene.cubes.q!;
      const groups = aggregate(cube, selectionOf(scene, query), { byTime: true, by: [] });
      const from = { "last-4-weeks": "2026-01-26", "last-8-weeks": "2025-12-29", all: "2000-01-01" }[
        String(scene.state.period)
      ]!;
      const conditions = [
        `week >= date '${from}'`,
        ...(["plan", "region"] as const).flatMap((name) =>
          scene.state[name]!.length === 0
            ? []
            : [
                `coalesce(${name}, '(none)') in (${(scene.state[name] as string[]).map((value) => `'${value}'`).join(",")})`,
              ],
        ),
      ];
      const { rows } = await run(
        `select cast(week as varchar), ${Object.values(SQL)
          .map((sql) => `cast(${sql} as double)`)
          .join(", ")} from (${ROWS}) where ${conditions.join(" and ")} group by 1 order by 1`,
      );
      expect(groups.map(({ time }) => cube.times[time])).toEqual(rows.map(([week]) => week));
      // Several of a dimension's values, yet not all: medians and counts of different things are not known then.
      const several = (["plan", "region"] as const).some(
        (name) => scene.state[name]!.length > 1 && scene.state[name]!.length < (name === "plan" ? 3 : 5),
      );
      Object.keys(SQL).forEach((name, index) => {
        const values = groups.map((group) => evaluate(group, getMeasure(query, name)));
        if (several && (name === "middle" || name === "kinds"))
          return expect(new Set(values)).toEqual(new Set(["mixed"]));
        values.forEach((value, row) => expect(value, name).toBeCloseTo(Number(rows[row]![index + 1]), 9));
      });
    }),
  );
});

test("what cannot be added up says so", () =>
  withDuckdb(async (run) => {
    const { dashboard } = planGood(YAML);
    const { scene } = await renderText(YAML, run, "2026-02-26");
    const [total, middle, kinds] = dashboard.tabs[0]!.rows[0]!.tiles;
    const chosen = withState(scene, { plan: ["a", "b"], region: ["x"] });
    expect(textOf(renderTile(total!, chosen))).toMatch(/^Total [\d,]+ /);
    expect(textOf(renderTile(middle!, chosen))).toBe(
      "Middle A median cannot be added up over several values of plan. Choose one, or all.",
    );
    expect(textOf(renderTile(kinds!, chosen))).toBe(
      "Kinds A count of different things cannot be added up over several values of plan. Choose one, or all.",
    );
    expect(textOf(renderTile(middle!, withState(scene, { plan: ["nothing"] })))).toBe(
      "Middle No value Week of 16 Feb 2026",
    );
  }));
