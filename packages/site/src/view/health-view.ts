/** Project health: each list with what it counts, so that nobody has to guess. */
import { STATES, type HealthChunk } from "../data/site-data.ts";
import { html, nothing, type Html } from "../html/html.ts";
import { counted, formatAge, formatSeconds } from "./format.ts";
import { renderLink, renderState } from "./marks.ts";
import { renderMeter } from "./overview-view.ts";
import type { Site } from "./site.ts";

const FIRST = 15;
const MOST = 1000;

export function renderHealth(site: Site, health: HealthChunk): Html {
  const { health: counts } = site.index;
  const sections = healthSections(site, health);
  const clear = sections.filter(({ rows }) => rows.length === 0);
  return html`<article class="page">
    <header class="head">
      <h1>Project health</h1>
      <p class="lead prose">
        From the manifest, the catalog and the results of the last runs. There is no score: each list says
        what it counts.
      </p>
    </header>
    <dl class="meters wide">
      ${renderMeter("Models with a test", counts.tested, counts.models)}${renderMeter("Models with a tested key", counts.keyed, counts.models)}${renderMeter("Models with a description", counts.described, counts.models)}${renderMeter("Columns with a description", counts.describedColumns, counts.columns)}
    </dl>
    ${sections.filter(({ rows }) => rows.length > 0).map(renderSection)}
    ${
      clear.length === 0
        ? nothing
        : html`<section class="block">
            <h2>Nothing to do</h2>
            <ul class="clear">
              ${clear.map(({ title, meaning, none }) => html`<li>${renderState("good", title)} <span>${none}</span> <span class="note">${meaning}</span></li>`)}
            </ul>
          </section>`
    }
  </article>`;
}

interface Section {
  readonly title: string;
  /** What is counted. */
  readonly meaning: string;
  /** Said when there is nothing. */
  readonly none: string;
  /** Absent: rows are single links. */
  readonly columns?: readonly string[];
  readonly rows: readonly (readonly (Html | string)[])[];
}

function healthSections(site: Site, health: HealthChunk): Section[] {
  const link = (node: number): Html => renderLink(site, node);
  const links = (nodes: readonly number[]): Section["rows"] => nodes.map((node) => [link(node)]);
  return [
    {
      title: "Failing and warning",
      meaning: "Nodes and tests whose last recorded run ended in an error, a failure or a warning.",
      none: "Nothing failed or warned.",
      columns: ["Result", "Node", "Test", "Message"],
      rows: health.problems.map(({ node, test, state, message }) => [
        renderState(STATES[state]!),
        link(node),
        test.replaceAll("_", " "),
        html`<code class="wrap">${message}</code>`,
      ]),
    },
    {
      title: "Stale sources",
      meaning: "Sources whose last freshness check warned or failed.",
      none: "No source is known to be stale.",
      columns: ["Source", "Result", "Age"],
      rows: health.stale.map(([node, status, age]) => [
        link(node),
        status,
        age < 0 ? "unknown" : formatAge(age),
      ]),
    },
    {
      title: "Slower than usual",
      meaning:
        "The last run took at least twice the median of three or more runs before, and half a second more.",
      none: "Nothing got slower, as far as the history tells.",
      columns: ["Node", "Took", "Usually"],
      rows: health.slower.map(([node, seconds, usual]) => [
        link(node),
        formatSeconds(seconds),
        formatSeconds(usual),
      ]),
    },
    {
      title: "Untested models",
      meaning: "Models without any data test or unit test.",
      none: "Every model has a test.",
      rows: links(health.untested),
    },
    {
      title: "Models without a tested key",
      meaning:
        "No column is tested to be both unique and not null, no other generic test has unique in its name (as those of combinations do), and no primary key constraint is declared.",
      none: "Every model has a tested key.",
      rows: links(health.keyless),
    },
    {
      title: "Without a description",
      meaning: "Models, seeds, snapshots and sources whose description is empty.",
      none: "Everything is described.",
      rows: links(health.undescribed),
    },
    {
      title: "Columns without a description",
      meaning: "Columns the catalog or the YAML knows that nobody described; most first.",
      none: "Every column is described.",
      columns: ["Node", "Not described", "Of"],
      rows: health.columns
        .toSorted((a, b) => b[1] - b[2] - (a[1] - a[2]) || a[0] - b[0])
        .map(([node, known, described]) => [link(node), String(known - described), String(known)]),
    },
    {
      title: "Read by nobody",
      meaning:
        "Models that no other node and no exposure reads. An end of the pipeline may be right: an exposure says so.",
      none: "Every model is read.",
      rows: links(health.unread),
    },
    {
      title: "Never run",
      meaning: "Models, seeds and snapshots without a recorded run.",
      none: "Everything has run.",
      rows: links(health.neverRun),
    },
    {
      title: "Slowest",
      meaning:
        "Seconds of the last successful run of models, seeds and snapshots, and their share of the sum of those. Work goes on side by side: shares are of work, not of waiting.",
      none: "Nothing ran that took time.",
      columns: ["Node", "Took", "Share"],
      rows: health.slow.map(([node, seconds, share]) => [
        link(node),
        formatSeconds(seconds),
        `${share.toFixed(1)} %`,
      ]),
    },
  ];
}

function renderSection({ title, meaning, columns, rows }: Section): Html {
  const body = (list: Section["rows"]): Html =>
    columns === undefined
      ? html`<ul class="links">
          ${list.map(([cell]) => html`<li>${cell}</li>`)}
        </ul>`
      : html`<div class="scroll">
          <table>
            <thead>
              <tr>
                ${columns.map((column) => html`<th>${column}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${list.map(
                (row) =>
                  html`<tr>
                    ${row.map((cell) => html`<td>${cell}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`;
  const rest = rows.slice(FIRST, MOST);
  return html`<section class="block">
    <h2>${title} <span class="count">${rows.length}</span></h2>
    <p class="note">${meaning}</p>
    ${body(rows.slice(0, FIRST))}${
      rest.length === 0
        ? nothing
        : html`<details>
            <summary>
              ${counted(rows.length - FIRST, "more", "more")}${rows.length > MOST ? `, the first ${rest.length} here` : ""}
            </summary>
            ${body(rest)}
          </details>`
    }
  </section>`;
}
