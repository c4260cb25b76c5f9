/** A table of segments, with cells coloured by rule and a sign beside the colour. */
import { aggregate, evaluate, type Amount, type Group } from "../cube/aggregate.ts";
import { formatNumber, formatTick } from "../format/format.ts";
import { formatPeriod, lastComplete } from "../format/period.ts";
import { escapeHtml } from "../html/escape.ts";
import { TIME, type Query, type TableTile } from "../plan/plan.ts";
import { sentence } from "../format/sentence.ts";
import type { Condition, Tone } from "../spec/dashboard-spec.ts";
import { EMPTY } from "./chart-tile.ts";
import { TONE_WORDS } from "./number-tile.ts";
import { categoriesOf, explainMixed, getMeasure, getQuery, selectionOf, type Scene } from "./scene.ts";

export function renderTableTile(tile: TableTile, scene: Scene): string {
  const query = getQuery(scene, tile.query);
  const { groups, period } = groupsOf(tile, query, scene);
  if (groups.length === 0) return EMPTY;
  const measures = tile.columns.map(({ measure }) => getMeasure(query, measure));
  const rows = groups.map((group) => ({
    heads: headsOf(tile, query, group, scene),
    values: measures.map((measure) => evaluate(group, measure)),
  }));
  sortRows(rows, tile);
  const mixed = measures.find((_, index) => rows.some(({ values }) => values[index] === "mixed"));
  const shown = rows.slice(0, tile.limit);
  const head = [
    ...tile.rows.map((name) => `<th scope="col">${escapeHtml(headingOf(name, query, scene))}</th>`),
    ...tile.columns.map(({ label }) => `<th scope="col" class="n">${escapeHtml(label)}</th>`),
  ].join("");
  const body = shown
    .map(
      ({ heads, values }) =>
        `<tr>${heads.map((text) => `<th scope="row">${escapeHtml(text)}</th>`).join("")}${values.map((value, index) => renderCell(value, tile.columns[index]!.when, (known) => formatNumber(known, measures[index]!.format, scene.locale))).join("")}</tr>`,
    )
    .join("");
  return [
    period === undefined
      ? ""
      : `<p class="when">${escapeHtml(formatPeriod(period, query.grain ?? "day", scene.locale, query.periodWord))}</p>`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(tile.title)}, table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`,
    rows.length > shown.length
      ? `<p class="note">The first ${shown.length} of ${new Intl.NumberFormat(scene.locale).format(rows.length)} rows.</p>`
      : "",
    mixed === undefined
      ? ""
      : `<p class="note">${escapeHtml(mixed.label)}: ${escapeHtml(explainMixed(scene, query, mixed))}</p>`,
    renderKey(tile, (index, limit) => formatTick(limit, measures[index]!.format, scene.locale)),
  ].join("");
}

function groupsOf(tile: TableTile, query: Query, scene: Scene): { groups: Group[]; period?: string } {
  const selection = selectionOf(scene, query);
  const grouping = { byTime: tile.rows.includes(TIME), by: tile.rows.filter((name) => name !== TIME) };
  const cube = scene.cubes[query.name]!;
  if (tile.period === "range" || query.time === undefined)
    return { groups: aggregate(cube, selection, grouping) };
  const period = lastComplete(query.grain ?? "day", scene.asOf);
  return { groups: aggregate(cube, { ...selection, from: period, to: period }, grouping), period };
}

function headsOf(tile: TableTile, query: Query, group: Group, scene: Scene): string[] {
  const cube = scene.cubes[query.name]!;
  let next = 0;
  return tile.rows.map((name) =>
    name === TIME
      ? formatPeriod(cube.times[group.time]!, query.grain ?? "day", scene.locale, query.periodWord)
      : categoriesOf(cube, name)[group.keys[next++]!]!.label,
  );
}

function headingOf(name: string, query: Query, scene: Scene): string {
  if (name === TIME) return "Period";
  const filter = scene.filters.find((each) => query.filters[each.name] === name);
  return filter?.label ?? sentence(name);
}

function sortRows(rows: { readonly values: readonly Amount[] }[], { sort, columns }: TableTile): void {
  if (sort === undefined) return;
  const column = columns.findIndex(({ measure }) => measure === sort.measure);
  const key = (row: { readonly values: readonly Amount[] }): number => {
    const value = row.values[column];
    return typeof value === "number" ? (sort.descending ? -value : value) : Infinity;
  };
  rows.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** A sign beside the colour, for those who do not see it. */
const SIGNS: { readonly [tone in Tone]: string } = { good: "●", fair: "◆", bad: "▲" };

function renderCell(value: Amount, when: readonly Condition[], write: (value: number) => string): string {
  if (typeof value !== "number") return `<td class="n none">${value === "mixed" ? "n/a" : "–"}</td>`;
  const met = when.find(
    ({ below, above }) => (below === undefined || value < below) && (above === undefined || value > above),
  );
  if (met === undefined) return `<td class="n">${escapeHtml(write(value))}</td>`;
  return `<td class="n mark ${met.tone}"><span class="sign" aria-hidden="true">${SIGNS[met.tone]}</span> ${escapeHtml(write(value))}<span class="hidden"> (${TONE_WORDS[met.tone].toLowerCase()})</span></td>`;
}

/** What the coloured cells mean. */
function renderKey({ columns }: TableTile, write: (column: number, limit: number) => string): string {
  const rules = columns.flatMap(({ label, when }, index) =>
    when.map(
      ({ below, above, tone }) =>
        `<span class="mark ${tone}"><span class="sign" aria-hidden="true">${SIGNS[tone]}</span> ${escapeHtml(`${label} `)}${[below === undefined ? "" : `under ${write(index, below)}`, above === undefined ? "" : `over ${write(index, above)}`].filter(Boolean).join(" and ")}</span>`,
    ),
  );
  return rules.length === 0 ? "" : `<p class="note keys">${rules.join(" ")}</p>`;
}
