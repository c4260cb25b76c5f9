/** A dashboard as one HTML file: nothing is fetched, everything is there without scripts. */
import { createHash } from "node:crypto";
import { formatDate, rangeLabel } from "../format/period.ts";
import { embedJson, escapeHtml } from "../html/escape.ts";
import { renderMarkdown } from "../html/markdown.ts";
import type { Dashboard, Filter, Row, Tab, Tile } from "../plan/plan.ts";
import { renderTile } from "../tile/render-tile.ts";
import { NONE, type Scene } from "../tile/scene.ts";
import { describeState, filterValues } from "./describe-state.ts";
import { renderStyle } from "./style.ts";

export interface PageInput {
  readonly dashboard: Dashboard;
  readonly scene: Scene;
  /** All pages in their order, this one included. */
  readonly pages: readonly { readonly key: string; readonly title: string }[];
  readonly scripts: PageScripts;
}

/** The browser's part, bundled. */
export interface PageScripts {
  /** Of client/main.ts. */
  readonly client: string;
  /** Of client/live.ts, for pages that a server keeps up to date. */
  readonly live?: string;
}

/** Before anything is drawn: the theme that was chosen last time. */
export const THEME_SCRIPT: string =
  'try{var t=localStorage.getItem("tsmodel-theme");if(t)document.documentElement.dataset.theme=t}catch(e){}document.documentElement.classList.add("js")';

export function renderPage(input: PageInput): string {
  const { dashboard, scene, scripts } = input;
  const style = renderStyle();
  const data =
    dashboard.filters.length === 0
      ? ""
      : `<script type="application/json" id="data">${embedJson({ dashboard, scene: { asOf: scene.asOf, cubes: compact(scene), failures: scene.failures } })}</script>`;
  const ran = scripts.live === undefined ? [scripts.client] : [scripts.client, scripts.live];
  const hashes = [THEME_SCRIPT, ...ran].map((script) => `'sha256-${hash(script)}'`).join(" ");
  const connect = scripts.live === undefined ? "" : "connect-src 'self'; ";
  const policy = `default-src 'none'; style-src 'sha256-${hash(style)}'; script-src ${hashes}; ${connect}base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${escapeHtml(scene.locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(dashboard.title)}</title>
<script>${THEME_SCRIPT}</script>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the figures</a>
${renderHeader(input)}
<main id="content">
${renderTabs(dashboard.tabs, scene)}
</main>
<footer>${renderOwner(dashboard)}Made by tsmodel from queries on the project's models. Weeks and days are in UTC.</footer>
${data}${ran.map((script) => `<script>${script}</script>`).join("")}
</body>
</html>
`;
}

const hash = (text: string): string => createHash("sha256").update(text, "utf8").digest("base64");

/** Numbers of a cube with at most ten significant digits: sums of floats do not need more on a page. */
function compact({ cubes }: Scene): Scene["cubes"] {
  const shorten = (value: number | null): number | null =>
    value === null ? null : Number(value.toPrecision(15));
  return Object.fromEntries(
    Object.entries(cubes).map(([name, cube]) => [
      name,
      { ...cube, values: cube.values.map((column) => column.map(shorten)) },
    ]),
  );
}

function renderHeader({ dashboard, scene, pages }: PageInput): string {
  const links = pages
    .map(
      ({ key, title }) =>
        `<li><a data-page href="${encodeURIComponent(key)}.html"${key === dashboard.key ? ' aria-current="page"' : ""}>${escapeHtml(title)}</a></li>`,
    )
    .join("");
  const lead =
    dashboard.description === undefined
      ? ""
      : `<div class="lead">${renderMarkdown(dashboard.description)}</div>`;
  return `<header class="top">
<nav class="bar-top" aria-label="Pages"><ul class="pages">${links}</ul><button class="theme" type="button" data-theme-switch hidden>Theme</button></nav>
<div class="intro"><div><h1>${escapeHtml(dashboard.title)}</h1>${lead}</div><p class="asof">As of ${escapeHtml(formatDate(scene.asOf, scene.locale))}</p></div>
${renderFilters(dashboard, scene)}</header>`;
}

function renderFilters({ filters }: Dashboard, scene: Scene): string {
  if (filters.length === 0) return "";
  const controls = filters
    .map((filter) =>
      filter.type === "date-range" ? renderRange(filter, scene) : renderSelect(filter, scene),
    )
    .join("");
  return `<form class="filters" hidden aria-label="Filters" data-filters>${controls}<button type="button" data-reset hidden>Reset</button></form>
<p class="summary" aria-live="polite" data-summary>${escapeHtml(describeState(filters, scene))}</p>`;
}

function renderRange(
  { name, label, options }: Extract<Filter, { type: "date-range" }>,
  { state }: Scene,
): string {
  const id = `filter-${escapeHtml(name)}`;
  return `<div><label class="name" for="${id}">${escapeHtml(label)}</label><select id="${id}" name="${escapeHtml(name)}">${options.map((option) => `<option value="${escapeHtml(option)}"${state[name] === option ? " selected" : ""}>${escapeHtml(rangeLabel(option))}</option>`).join("")}</select></div>`;
}

function renderSelect({ name, label }: Extract<Filter, { type: "select" }>, scene: Scene): string {
  const chosen = scene.state[name] ?? [];
  const chips = filterValues(name, scene).map(
    ({ value, label: text }) =>
      `<label><input type="checkbox" name="${escapeHtml(name)}" value="${escapeHtml(value ?? NONE)}"${chosen.includes(value ?? NONE) ? " checked" : ""}><span>${escapeHtml(text)}</span></label>`,
  );
  return `<fieldset><legend>${escapeHtml(label)}</legend><div class="chips">${chips.join("")}</div></fieldset>`;
}

function renderTabs(tabs: readonly Tab[], scene: Scene): string {
  if (tabs.length === 1) return `<div class="panel">${renderRows(tabs[0]!.rows, scene)}</div>`;
  const buttons = tabs
    .map(
      ({ title }, index) =>
        `<button type="button" role="tab" id="tab-${index}" aria-controls="panel-${index}" aria-selected="${index === 0}"${index === 0 ? "" : ' tabindex="-1"'}>${escapeHtml(title ?? "")}</button>`,
    )
    .join("");
  // Without scripts the tabs stand below each other under their names.
  const panels = tabs
    .map(
      ({ title, rows }, index) =>
        `<section class="panel" id="panel-${index}" aria-labelledby="panel-${index}-h"><h2 class="tab-title" id="panel-${index}-h">${escapeHtml(title ?? "")}</h2>${renderRows(rows, scene)}</section>`,
    )
    .join("\n");
  return `<div class="tabs" role="tablist" hidden>${buttons}</div>${panels}`;
}

function renderRows(rows: readonly Row[], scene: Scene): string {
  return rows
    .map(({ heading, text, tiles }) => {
      const head =
        heading === undefined && text === undefined
          ? ""
          : `<div class="row-head">${heading === undefined ? "" : `<h2>${escapeHtml(heading)}</h2>`}${text === undefined ? "" : renderMarkdown(text)}</div>`;
      return `${head}${tiles.length === 0 ? "" : `<div class="tiles">${tiles.map((tile) => renderFrame(tile, scene)).join("\n")}</div>`}`;
    })
    .join("\n");
}

function renderFrame(tile: Tile, scene: Scene): string {
  const hero = tile.kind === "number" && tile.hero ? " hero" : "";
  const named = tile.title === "" ? "" : ` aria-labelledby="${tile.id}-h"`;
  return `<section class="tile kind-${tile.kind}${hero} w-${tile.width}" id="${tile.id}" data-tile${named}>${renderTile(tile, scene)}</section>`;
}

function renderOwner({ owner }: Dashboard): string {
  if (owner?.name === undefined && owner?.email === undefined) return "";
  return `Questions: ${escapeHtml([owner.name, owner.email].filter(Boolean).join(", "))}. `;
}

/** The folder's front door: leads on to the first page. */
export function renderIndex(pages: PageInput["pages"]): string {
  const first = `${encodeURIComponent(pages[0]!.key)}.html`;
  const links = pages
    .map(({ key, title }) => `<li><a href="${encodeURIComponent(key)}.html">${escapeHtml(title)}</a></li>`)
    .join("");
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="refresh" content="0; url=${first}"><title>Dashboards</title></head>\n<body><h1>Dashboards</h1><ul>${links}</ul></body>\n</html>\n`;
}
