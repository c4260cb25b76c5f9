/** A table whose cells are coloured from low to high, in one hue. */
import { aggregate, evaluate, type Amount } from "../cube/aggregate.ts";
import { formatNumber, formatTick } from "../format/format.ts";
import { formatDate, formatPeriodShort } from "../format/period.ts";
import { escapeHtml } from "../html/escape.ts";
import { TIME, type HeatmapTile, type Query } from "../plan/plan.ts";
import { sentence } from "../format/sentence.ts";
import { EMPTY } from "./chart-tile.ts";
import { categoriesOf, explainMixed, getMeasure, getQuery, selectionOf, type Scene } from "./scene.ts";
import { periodsOf } from "./timeline.ts";

export const HEAT_STEPS = 7;

export function renderHeatmapTile(tile: HeatmapTile, scene: Scene): string {
  const query = getQuery(scene, tile.query);
  const measure = getMeasure(query, tile.measure);
  const cells = readCells(tile, query, scene, (group) => evaluate(group, measure));
  const known = [...cells.values()].filter((value) => typeof value === "number");
  if ([...cells.values()].includes("mixed"))
    return `<p class="state">${escapeHtml(explainMixed(scene, query, measure))}</p>`;
  if (known.length === 0) return EMPTY;
  const scale = tile.scale ?? { from: Math.min(...known), to: Math.max(...known) };
  const rows = axisOf(tile.rows, query, scene);
  // The newest first, as in every table of periods.
  if (tile.rows === TIME) rows.reverse();
  const columns = axisOf(tile.columns, query, scene);
  const head = columns.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`).join("");
  const body = rows
    .map(
      (row) =>
        `<tr><th scope="row">${escapeHtml(row.label)}</th>${columns.map((column) => renderCell(cells.get(`${row.key}|${column.key}`) ?? null, scale, (value) => formatNumber(value, measure.format, scene.locale))).join("")}</tr>`,
    )
    .join("");
  const corner =
    tile.rows === TIME ? (query.periodWord?.replace(/ of$/, "") ?? "Period") : sentence(tile.rows);
  const tick = (value: number): string => escapeHtml(formatTick(value, measure.format, scene.locale));
  const steps = Array.from({ length: HEAT_STEPS }, (_, step) => `<i class="h${step}"></i>`).join("");
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(tile.title)}, table"><table class="heat"><thead><tr><th scope="col">${escapeHtml(corner)}</th>${head}</tr></thead><tbody>${body}</tbody></table></div><p class="ramp"><span>Low ${tick(scale.from)}</span><span class="steps" aria-hidden="true">${steps}</span><span>High ${tick(scale.to)}</span></p>`;
}

function readCells(
  tile: HeatmapTile,
  query: Query,
  scene: Scene,
  value: (group: ReturnType<typeof aggregate>[number]) => Amount,
): Map<string, Amount> {
  const by = [tile.rows, tile.columns].filter((name) => name !== TIME);
  const groups = aggregate(scene.cubes[query.name]!, selectionOf(scene, query), {
    byTime: by.length < 2,
    by,
  });
  const key = (name: string, group: (typeof groups)[number]): string =>
    name === TIME ? scene.cubes[query.name]!.times[group.time]! : String(group.keys[by.indexOf(name)]);
  return new Map(
    groups.map((group) => [`${key(tile.rows, group)}|${key(tile.columns, group)}`, value(group)]),
  );
}

function axisOf(name: string, query: Query, scene: Scene): { key: string; label: string }[] {
  const cube = scene.cubes[query.name]!;
  const selection = selectionOf(scene, query);
  if (name !== TIME) {
    const chosen = selection.chosen[name];
    return categoriesOf(cube, name).flatMap(({ value, label }, index) =>
      chosen === undefined || chosen.includes(value) ? [{ key: String(index), label }] : [],
    );
  }
  const grain = query.grain ?? "day";
  const periods = periodsOf(scene, query, aggregate(cube, selection, { byTime: true, by: [] }));
  return periods.map((period) => ({
    key: period,
    label:
      grain === "day" || grain === "week"
        ? formatDate(period, scene.locale)
        : `${formatPeriodShort(period, grain, scene.locale)} ${period.slice(0, 4)}`,
  }));
}

function renderCell(
  value: Amount,
  { from, to }: { readonly from: number; readonly to: number },
  write: (value: number) => string,
): string {
  if (typeof value !== "number") return '<td class="none">–</td>';
  const share = Math.min(Math.max((value - from) / (to - from || 1), 0), 1);
  return `<td class="h${Math.min(Math.floor(share * HEAT_STEPS), HEAT_STEPS - 1)}">${escapeHtml(write(value))}</td>`;
}
