/** The first page: what the project says of itself, what is in it, how it is. */
import { KINDS, STATES, type RunPoint, type RunSummary, type State } from "../data/site-data.ts";
import { html, nothing, type Html } from "../html/html.ts";
import { renderMarkdown } from "../html/markdown.ts";
import { counted, formatCount, formatInstant, formatPercent, formatSeconds } from "./format.ts";
import { renderState } from "./marks.ts";
import { renderSparkline } from "./runs-view.ts";
import { KIND_NAMES, type Site } from "./site.ts";

/** `packageName`: of a package's own overview. */
export function renderOverview(site: Site, packageName?: string): Html {
  const { index } = site;
  const own =
    index.overviews.find(([name]) => name === (packageName ?? index.project)) ??
    (packageName === undefined ? index.overviews[0] : undefined);
  const text =
    own === undefined ? defaultText(site) : html`<div class="prose">${renderMarkdown(own[1], 1)}</div>`;
  const others = index.overviews.filter((each) => each !== own);
  return html`<article class="page overview">
    ${text}${renderCounts(site)}
    <div class="pair">${renderLastRun(site)}${renderHealthSummary(site)}</div>
    <section class="block" id="overview-lineage">
      <div class="block-head">
        <h2>Lineage</h2>
        <a href="#!/lineage">Open the graph</a>
      </div>
      <div class="drawing" data-whole></div>
    </section>
    ${renderExposures(site)}
    ${
      others.length === 0
        ? nothing
        : html`<section class="block">
            <h2>Packages</h2>
            <ul class="links">
              ${others.map(([name]) => html`<li><a href="#!/overview/${encodeURIComponent(name)}">${name}</a></li>`)}
            </ul>
          </section>`
    }
  </article>`;
}

function defaultText({ index }: Site): Html {
  return html`<header class="head">
    <h1>${index.project}</h1>
    <p class="lead prose">
      Models, sources, tests and how they hang together. A doc block named <code>__overview__</code> in the
      project takes the place of this text.
    </p>
  </header>`;
}

function renderCounts(site: Site): Html {
  const cards = KINDS.flatMap((kind) => {
    const count = site.nodesOfKind(kind).length;
    if (count === 0) return [];
    return [
      html`<a class="fact" href="#!/list?kind=${kind}"
        ><span class="figure">${formatCount(count)}</span
        ><span class="label"><i class="dot k-${kind}"></i>${KIND_NAMES[kind][count === 1 ? 0 : 1]}</span></a
      >`,
    ];
  });
  return html`<div class="facts counts">${cards}</div>`;
}

function renderLastRun({ index: { lastRuns } }: Site): Html {
  const lastRun = lastRuns.at(-1);
  if (lastRun === undefined)
    return html`<section class="block tile">
      <h2>Last run</h2>
      <p class="none">
        No results are recorded. <code>tsmodel build</code> leaves them, and <code>docs generate</code> shows
        them.
      </p>
    </section>`;
  const parts = (["bad", "warn", "good", "skipped"] as const).flatMap((state) => {
    const count = lastRun.counts[STATES.indexOf(state)]!;
    return count === 0
      ? []
      : [
          html`<li>
            ${renderState(state, `${formatCount(count)} ${{ bad: "failed", warn: "warned", good: "passed", skipped: "skipped" }[state]}`)}
          </li>`,
        ];
  });
  return html`<section class="block tile">
    <h2>Last run</h2>
    <p>${lastRun.command}, ${formatInstant(lastRun.at)}, ${formatSeconds(lastRun.elapsed)}</p>
    <ul class="states">
      ${parts}
    </ul>
    ${
      lastRuns.length < 2
        ? nothing
        : html`<div class="run-strip">
            ${renderSparkline(lastRuns.map(runPoint))}
            <p class="note">The last ${lastRuns.length} runs, oldest left: how long each took.</p>
          </div>`
    }
  </section>`;
}

/** A whole run as a bar: bad when anything in it was. */
function runPoint({ at, command, elapsed, counts }: RunSummary): RunPoint {
  const state = counts.reduce(
    (worst, count, each) =>
      count > 0 && RANK.indexOf(STATES[each]!) > RANK.indexOf(STATES[worst]!) ? each : worst,
    0,
  );
  return { at, command, state, status: STATES[state]!, seconds: elapsed, rows: null };
}

const RANK: readonly State[] = ["none", "skipped", "good", "warn", "bad"];

function renderHealthSummary({ index: { health } }: Site): Html {
  const rows: [string, number, number][] = [
    ["Models with a test", health.tested, health.models],
    ["Models with a tested key", health.keyed, health.models],
    ["Models with a description", health.described, health.models],
    ["Columns with a description", health.describedColumns, health.columns],
  ];
  return html`<section class="block tile">
    <div class="block-head">
      <h2>Health</h2>
      <a href="#!/health">All of it</a>
    </div>
    <dl class="meters">${rows.map(([name, part, whole]) => renderMeter(name, part, whole))}</dl>
    ${health.failing + health.warning + health.stale === 0 ? nothing : html`<p class="note">${[health.failing > 0 ? `${formatCount(health.failing)} failing` : "", health.warning > 0 ? `${formatCount(health.warning)} warning` : "", health.stale > 0 ? counted(health.stale, "stale source") : ""].filter(Boolean).join(", ")}</p>`}
  </section>`;
}

export function renderMeter(name: string, part: number, whole: number): Html {
  const share = whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10;
  return html`<div class="meter">
    <dt>${name}</dt>
    <dd>
      <span class="n">${formatPercent(part, whole)}</span>
      <span class="none">${formatCount(part)} of ${formatCount(whole)}</span
      ><svg class="track" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="rest" width="100" height="4" />
        <rect class="done" width="${share}" height="4" />
      </svg>
    </dd>
  </div>`;
}

function renderExposures(site: Site): Html {
  const { labels } = site.index;
  if (labels.length === 0) return nothing;
  const items = labels.slice(0, 60).map(
    ([node, label, type]) =>
      html`<li>
        <a class="tile card" href="${site.href(node)}"
          ><span><i class="dot k-exposure"></i><strong>${label}</strong></span
          ><span class="none">${type}</span></a
        >
      </li>`,
  );
  return html`<section class="block">
    <h2>Dashboards and other exposures</h2>
    <ul class="cards">
      ${items}
    </ul>
  </section>`;
}
