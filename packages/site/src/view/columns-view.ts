import { STATES, type Page, type PageColumn, type PageTest } from "../data/site-data.ts";
import { html, nothing, type Html } from "../html/html.ts";
import { renderMarkdown } from "../html/markdown.ts";
import { counted } from "./format.ts";
import { renderLink, renderSign, renderState, renderTag } from "./marks.ts";
import type { Site } from "./site.ts";

export function renderColumns(site: Site, { columns, tests }: Page): Html {
  if (columns.length === 0) return nothing;
  const byColumn = new Map<string, PageTest[]>();
  for (const test of tests)
    if (test.column !== null)
      byColumn.set(test.column.toLowerCase(), [...(byColumn.get(test.column.toLowerCase()) ?? []), test]);
  const rows = columns.map((column) =>
    renderColumn(site, column, byColumn.get(column.name.toLowerCase()) ?? []),
  );
  const filter =
    columns.length > 12
      ? html`<input
          type="search"
          class="filter"
          data-filter-rows="#columns tbody tr"
          placeholder="Filter columns"
          aria-label="Filter columns"
        />`
      : nothing;
  return html`<section id="columns" class="block">
    <div class="block-head">
      <h2>Columns <span class="count">${columns.length}</span></h2>
      ${filter}
    </div>
    <div class="scroll">
      <table class="columns">
        <thead>
          <tr>
            <th>Name</th>
            <th>Type</th>
            <th>Description</th>
            <th>Tests</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function renderColumn(site: Site, column: PageColumn, tests: readonly PageTest[]): Html {
  const notes = [
    column.exists ? nothing : html`<p class="note warn-text">Described, but not in the relation.</p>`,
    column.constraints.length > 0
      ? html`<p class="note">Constraints: ${column.constraints.join("; ")}</p>`
      : nothing,
    column.meta === ""
      ? nothing
      : html`<details class="note">
          <summary>Meta</summary>
          <pre>${column.meta}</pre>
        </details>`,
    column.tags.length > 0 ? html`<p class="chips">${column.tags.map(renderTag)}</p>` : nothing,
  ];
  return html`<tr>
    <th scope="row"><code>${column.name}</code></th>
    <td class="type" title="${column.type.toLowerCase()}"><code>${column.type.toLowerCase()}</code></td>
    <td class="prose">
      ${column.description === "" ? html`<span class="none">–</span>` : renderMarkdown(column.description)}${notes}
    </td>
    <td>
      <ul class="checks">
        ${tests.map((test) => html`<li>${renderSign(STATES[test.state]!, test.status ?? undefined)}${renderTestName(site, test)}</li>`)}
      </ul>
    </td>
  </tr>`;
}

function renderTestName(site: Site, test: PageTest): Html {
  if (test.other >= 0)
    return html`<span>in <a href="${site.href(test.other)}">${site.name(test.other)}</a></span>`;
  const [name, ...rest] = test.name.split(": ");
  const words = (name ?? "").replaceAll("_", " ");
  return rest.length === 0
    ? html`<span>${words}</span>`
    : html`<span>${words} <span class="none">${rest.join(": ")}</span></span>`;
}

/** Every test with its last result; failures first. */
export function renderTests(site: Site, { tests }: Page): Html {
  if (tests.length === 0) return nothing;
  const bad = (state: number): number => ({ bad: 0, warn: 1, skipped: 2, none: 3, good: 4 })[STATES[state]!];
  const rows = tests
    .toSorted((a, b) => bad(a.state) - bad(b.state))
    .map(
      (test) =>
        html`<tr>
          <td>${renderState(STATES[test.state]!, test.status ?? undefined)}</td>
          <td>
            ${test.page < 0 ? test.name.replace(/^([^:]*)/, (name) => name.replaceAll("_", " ")) : renderLink(site, test.page)}${test.message === null || test.state < 2 ? nothing : html`<pre class="failure">${test.message}</pre>`}
          </td>
          <td>${test.column === null ? "" : html`<code>${test.column}</code>`}</td>
          <td>${test.severity}</td>
          <td class="n">${test.failures === null ? "–" : test.failures}</td>
        </tr>`,
    );
  return html`<section id="tests" class="block">
    <h2>Tests <span class="count">${tests.length}</span></h2>
    <p class="note">${testSummary(tests)}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Last result</th>
            <th>Test</th>
            <th>Column</th>
            <th>Severity</th>
            <th class="n">Failing rows</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

export function testSummary(tests: readonly PageTest[]): string {
  const count = (state: string): number => tests.filter((test) => STATES[test.state] === state).length;
  return [
    [count("bad"), "failed"],
    [count("warn"), "warned"],
    [count("good"), "passed"],
    [count("skipped"), "skipped"],
    [count("none"), "without a result"],
  ]
    .filter(([number]) => number !== 0)
    .map(([number, word]) =>
      word === "without a result"
        ? counted(number as number, "test").replace(/s?$/, "") +
          (number === 1 ? "" : "s") +
          " without a result"
        : `${number} ${word}`,
    )
    .join(", ");
}
