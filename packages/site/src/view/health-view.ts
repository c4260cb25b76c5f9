/** Project health: each list with what it counts, so that nobody has to guess. */
import { STATES, type HealthChunk } from "../data/site-data.ts";
import { html, nothing, type Html } from "../html/html.ts";
import { counted, formatAge, formatSeconds } from "./format.ts";
import { renderLink, renderState } from "./marks.ts";
import { renderMeter } from "./overview-view.ts";
import type { Site } from "./site.ts";

const FIRST = 15;

export function renderHealth(site: Site, health: HealthChunk): Html {
  const { health: counts } = site.index;
  const link = (node: number): Html => renderLink(site, node);
  return html`<article class="page"><header class="head"><h1>Project health</h1><p class="lead prose">From the manifest, the catalog and the results of the last runs. There is no score: each line says what it counts.</p></header>
<dl class="meters wide">${renderMeter("Models with a test", counts.tested, counts.models)}${renderMeter("Models with a tested key", counts.keyed, counts.models)}${renderMeter("Models with a description", counts.described, counts.models)}${renderMeter("Columns with a description", counts.describedColumns, counts.columns)}</dl>
${table("Failing and warning", "Nodes and tests whose last recorded run ended in an error, a failure or a warning.", ["Result", "Node", "Test", "Message"], health.problems.map(({ node, test, state, message }) => [renderState(STATES[state]!), link(node), test.replaceAll("_", " "), html`<code class="wrap">${message}</code>`]), "Nothing failed or warned.")}
${table("Stale sources", "Sources whose last freshness check warned or failed.", ["Source", "Result", "Age"], health.stale.map(([node, status, age]) => [link(node), status, age < 0 ? "unknown" : formatAge(age)]), "No source is known to be stale.")}
${names(site, "Untested models", "Models without any data test or unit test.", health.untested, "Every model has a test.")}
${names(site, "Models without a tested key", "No column is tested to be both unique and not null, no combination of columns is tested to be unique, and no primary key constraint is declared.", health.keyless, "Every model has a tested key.")}
${names(site, "Without a description", "Models, seeds, snapshots and sources whose description is empty.", health.undescribed, "Everything is described.")}
${table("Columns without a description", "Columns the catalog or the YAML knows that nobody described; most first.", ["Node", "Not described", "Of"], health.columns.toSorted((a, b) => b[1] - b[2] - (a[1] - a[2]) || a[0] - b[0]).map(([node, known, described]) => [link(node), num(known - described), num(known)]), "Every column is described.")}
${table("Slowest", "Seconds of the last successful run of models, seeds and snapshots, and their share of the sum of those. Work goes on side by side: shares are of work, not of waiting.", ["Node", "Took", "Share"], health.slow.map(([node, seconds, share]) => [link(node), num(formatSeconds(seconds)), num(`${share.toFixed(1)} %`)]), "No run is recorded.")}
${table("Slower than usual", "The last run took at least twice the median of three or more runs before, and half a second more.", ["Node", "Took", "Usually"], health.slower.map(([node, seconds, usual]) => [link(node), num(formatSeconds(seconds)), num(formatSeconds(usual))]), "Nothing got slower, as far as the history tells.")}
${names(site, "Read by nobody", "Models that no other node and no exposure reads. An end of the pipeline may be right: an exposure says so.", health.unread, "Every model is read.")}
${names(site, "Never run", "Models, seeds and snapshots without a recorded run.", health.neverRun, "Everything has run.")}</article>`;
}

const num = (value: string | number): Html => html`<span class="n">${value}</span>`;

function head(title: string, meaning: string, count: number): Html {
  return html`<h2>${title} <span class="count">${count}</span></h2><p class="note">${meaning}</p>`;
}

function table(title: string, meaning: string, columns: readonly string[], rows: readonly (readonly (Html | string)[])[], none: string): Html {
  const render = (list: typeof rows): Html => html`<div class="scroll"><table><thead><tr>${columns.map((column) => html`<th>${column}</th>`)}</tr></thead><tbody>${list.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
  return html`<section class="block">${head(title, meaning, rows.length)}${rows.length === 0 ? html`<p class="none">${none}</p>` : render(rows.slice(0, FIRST))}${rows.length > FIRST ? html`<details><summary>${counted(rows.length - FIRST, "more", "more")}</summary>${render(rows.slice(FIRST, 1000))}</details>` : nothing}</section>`;
}

function names(site: Site, title: string, meaning: string, nodes: readonly number[], none: string): Html {
  const list = (part: readonly number[]): Html => html`<ul class="links">${part.map((node) => html`<li>${renderLink(site, node)}</li>`)}</ul>`;
  return html`<section class="block">${head(title, meaning, nodes.length)}${nodes.length === 0 ? html`<p class="none">${none}</p>` : list(nodes.slice(0, FIRST))}${nodes.length > FIRST ? html`<details><summary>${counted(nodes.length - FIRST, "more", "more")}</summary>${list(nodes.slice(FIRST, 2000))}</details>` : nothing}</section>`;
}
