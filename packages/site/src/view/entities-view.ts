/** The ER diagram: tables with their keys, lines from the many side to the one side with crow's feet. */
import { STATES, type Entity, type EntityChunk, type EntityLink } from "../data/site-data.ts";
import { escapeHtml, html, Html, nothing } from "../html/html.ts";
import { buildAdjacency, reach } from "../lineage/adjacency.ts";
import { drawEdge, SvgPen } from "../lineage/edge-path.ts";
import { layoutGraph } from "../lineage/layout-graph.ts";
import { counted } from "./format.ts";
import { renderLink, renderState } from "./marks.ts";
import type { Site } from "./site.ts";

const ROW = 20;
const HEAD = 28;
const LETTER = 6.7;
/** More entities are not looked at together: one and its neighbours are shown. */
const MOST = 40;
const PAD = 16;

export interface EntityState {
  /** Unique id of the entity in the middle; none for all. */
  readonly around: string | null;
  readonly allColumns: boolean;
}

export function renderEntities(site: Site, chunk: EntityChunk, state: EntityState): Html {
  if (chunk.entities.length === 0)
    return html`<article class="page">
      <header class="head">
        <h1>Entities</h1>
        <p class="lead prose">
          No model has a <code>relationships</code> test or a foreign key constraint: the diagram is drawn
          from them.
        </p>
      </header>
    </article>`;
  const middle = findMiddle(site, chunk, state.around);
  const chosen = middle === undefined ? [...chunk.entities.keys()] : neighbours(chunk, middle);
  const options = chunk.entities.map(
    ({ node }) =>
      html`<option
        value="${site.id(node)}"
        ${middle !== undefined && chunk.entities[middle]!.node === node ? new Html(" selected") : nothing}
      >
        ${site.name(node)}
      </option>`,
  );
  return html`<article class="page wide">
    <header class="head">
      <h1>Entities</h1>
      <p class="lead prose">
        What refers to what, from <code>relationships</code> tests and foreign keys. A line goes from the
        column that refers to the key it refers to.
      </p>
    </header>
    <form class="controls" data-entities>
      <label
        >Around
        <select name="around">
          ${chunk.entities.length <= MOST ? html`<option value="">everything</option>` : nothing}${options}
        </select></label
      ><label
        ><input type="checkbox" name="columns" ${state.allColumns ? new Html(" checked") : nothing} /> All
        columns</label
      >
    </form>
    <div class="drawing">${drawEntities(site, chunk, chosen, state.allColumns, middle)}</div>
    <section class="block">
      <h2>References <span class="count">${chunk.links.length}</span></h2>
      ${renderLinks(site, chunk, middle)}
    </section>
  </article>`;
}

/** Where there are too many to look at, the one with the most links. */
function findMiddle(site: Site, { entities, links }: EntityChunk, around: string | null): number | undefined {
  const found =
    around === null || around === "" ? -1 : entities.findIndex(({ node }) => site.id(node) === around);
  if (found >= 0) return found;
  if (entities.length <= MOST) return undefined;
  const count = new Int32Array(entities.length);
  for (const { from, to } of links) {
    count[from]!++;
    count[to]!++;
  }
  return count.indexOf(Math.max(...count));
}

function neighbours({ entities, links }: EntityChunk, middle: number): number[] {
  const ends = links.flatMap(({ from, to }) => [[from, to] as const, [to, from] as const]);
  const both = buildAdjacency(
    entities.length,
    ends.map(([from]) => from),
    ends.map(([, to]) => to),
  );
  for (const depth of [2, 1]) {
    const found = reach(both, [middle], depth);
    if (found.size <= MOST || depth === 1) return [...found].slice(0, MOST).sort((a, b) => a - b);
  }
  return [middle];
}

interface Table {
  readonly entity: Entity;
  readonly rows: Entity["columns"];
  readonly hidden: number;
  readonly width: number;
  readonly height: number;
}

function drawEntities(
  site: Site,
  chunk: EntityChunk,
  chosen: readonly number[],
  allColumns: boolean,
  middle: number | undefined,
): Html {
  const tables = chosen.map((at) => sizeTable(site, chunk.entities[at]!, allColumns));
  const place = new Map(chosen.map((at, position) => [at, position]));
  const links = chunk.links.filter(({ from, to }) => place.has(from) && place.has(to));
  // The one side stands left: read from what everything refers to.
  const layout = layoutGraph({
    count: tables.length,
    width: tables.map(({ width }) => width),
    height: tables.map(({ height }) => height),
    from: links.map(({ to }) => place.get(to)!),
    to: links.map(({ from }) => place.get(from)!),
    gapX: 96,
    gapY: 32,
  });
  const box = (position: number): { x: number; top: number } => ({
    x: layout.x[position]!,
    top: layout.y[position]! - tables[position]!.height / 2,
  });
  const lines = links.map((link, edge) => {
    const [one, many] = [place.get(link.to)!, place.get(link.from)!];
    const [left, right] = [box(one), box(many)];
    const pen = new SvgPen();
    const own = one === many;
    const y1 = left.top + rowMiddle(tables[one]!, link.field);
    const y2 = right.top + rowMiddle(tables[many]!, link.column);
    const x1 = left.x + tables[one]!.width;
    const x2 = own ? x1 : right.x;
    if (own) {
      pen.moveTo(x1, y1);
      pen.bezierCurveTo(x1 + 48, y1, x1 + 48, y2, x1, y2);
    } else
      drawEdge(pen, { x1, y1, x2, y2 }, layout.bends, layout.bendStart[edge]!, layout.bendStart[edge + 1]!);
    return renderLinkLine(
      site,
      chunk,
      link,
      pen.path,
      { x: x2, y: y2, outward: own ? 1 : -1 },
      { x: x1, y: y1 },
    );
  });
  const boxes = tables.map((table, position) =>
    renderTable(site, table, box(position), chosen[position] === middle),
  );
  const [wide, tall] = [Math.ceil(layout.width) + PAD * 2 + 32, Math.ceil(layout.height) + PAD * 2];
  return new Html(
    `<svg class="entities" width="${wide}" height="${tall}" viewBox="${-PAD} ${-PAD} ${wide} ${tall}" role="group" aria-label="Entities and their references">${lines.join("")}${boxes.join("")}</svg>`,
  );
}

function sizeTable(site: Site, entity: Entity, allColumns: boolean): Table {
  const keys = entity.columns.filter(([, , marks]) => marks !== "");
  const rows = allColumns ? entity.columns.slice(0, 40) : keys;
  const hidden = entity.columns.length - rows.length;
  const letters = Math.max(
    [...site.name(entity.node)].length * 1.15 + 2,
    ...rows.map(([name, type]) => name.length + Math.min(16, type.length) + 5),
  );
  return {
    entity,
    rows,
    hidden,
    width: Math.ceil(Math.max(150, letters * LETTER + 28)),
    height: HEAD + rows.length * ROW + (hidden > 0 ? ROW : 0) + 6,
  };
}

function rowMiddle({ rows }: Table, column: string): number {
  const at = rows.findIndex(([name]) => name.toLowerCase() === column.toLowerCase());
  return at < 0 ? HEAD / 2 : HEAD + at * ROW + ROW / 2 + 2;
}

function renderTable(
  site: Site,
  { entity, rows, hidden, width, height }: Table,
  { x, top }: { x: number; top: number },
  current: boolean,
): string {
  const kind = site.kind(entity.node);
  const lines = rows.map(([name, type, marks], at) => {
    const y = HEAD + at * ROW + ROW / 2 + 6;
    const badge =
      marks === "" ? "" : `<text class="badge" x="10" y="${y}">${marks.includes("P") ? "PK" : "FK"}</text>`;
    return `${badge}<text class="column${marks === "" ? "" : " key"}" x="36" y="${y}">${escapeHtml(name)}</text><text class="type" x="${width - 10}" y="${y}" text-anchor="end">${escapeHtml(type.length > 16 ? `${type.slice(0, 15)}…` : type)}</text>`;
  });
  const more =
    hidden > 0
      ? `<text class="type" x="36" y="${HEAD + rows.length * ROW + ROW / 2 + 6}">${hidden} more</text>`
      : "";
  return `<a href="${escapeHtml(site.href(entity.node))}" class="entity k-${kind}"${current ? ' aria-current="true"' : ""} transform="translate(${r(x)} ${r(top)})"><title>${escapeHtml(site.name(entity.node))}</title><rect width="${width}" height="${height}" rx="6"/><path class="cap" d="M0 ${HEAD}H${width}"/><circle class="mark" cx="14" cy="${HEAD / 2}" r="4"/><text class="title" x="26" y="${HEAD / 2 + 4.5}">${escapeHtml(site.name(entity.node))}</text>${lines.join("")}${more}</a>`;
}

const r = (value: number): number => Math.round(value * 10) / 10;

/** Crow's foot at the many side (a bar when it is unique), a bar at the one side, a ring where nulls are allowed. */
function renderLinkLine(
  site: Site,
  { entities }: EntityChunk,
  link: EntityLink,
  path: string,
  many: { x: number; y: number; outward: 1 | -1 },
  one: { x: number; y: number },
): string {
  const { x, y, outward } = many;
  const tip = x + outward * 10;
  const foot = link.single
    ? `M${r(tip)} ${r(y - 5)}V${r(y + 5)}`
    : `M${r(tip)} ${r(y)}L${r(x)} ${r(y - 5)}M${r(tip)} ${r(y)}L${r(x)} ${r(y + 5)}`;
  const ring = link.optional ? `<circle cx="${r(one.x + 15)}" cy="${r(one.y)}" r="3.5"/>` : "";
  const state = STATES[link.state]!;
  const title = `${site.name(entities[link.from]!.node)}.${link.column} → ${site.name(entities[link.to]!.node)}.${link.field}`;
  return `<g class="link ${state}"><title>${escapeHtml(title)}</title><path d="${path}"/><path d="${foot}M${r(one.x + 8)} ${r(one.y - 5)}V${r(one.y + 5)}"/>${ring}</g>`;
}

function renderLinks(site: Site, { entities, links }: EntityChunk, middle: number | undefined): Html {
  const shown =
    middle === undefined ? links : links.filter(({ from, to }) => from === middle || to === middle);
  const rows = shown.slice(0, 500).map(
    ({ from, column, to, field, state, single, optional }) =>
      html`<tr>
        <td>${renderLink(site, entities[from]!.node)}</td>
        <td><code>${column}</code></td>
        <td>${renderLink(site, entities[to]!.node)}</td>
        <td><code>${field}</code></td>
        <td>${single ? "one to one" : "many to one"}${optional ? ", may be null" : ""}</td>
        <td>${renderState(STATES[state]!)}</td>
      </tr>`,
  );
  return html`<p class="note">
      ${middle === undefined ? "" : `Those of ${site.name(entities[middle]!.node)}: ${counted(shown.length, "reference")}. `}"May
      be null": the column has no not_null test.
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>From</th>
            <th>Column</th>
            <th>To</th>
            <th>Key</th>
            <th>Kind</th>
            <th>Last test</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}
