/** The page of one node. What it lacks takes no room. */
import { STATES, type Page } from "../data/site-data.ts";
import { html, nothing, raw, type Html } from "../html/html.ts";
import { renderMarkdown } from "../html/markdown.ts";
import { renderCode, renderLines } from "./code-view.ts";
import { renderColumns, renderTests, testSummary } from "./columns-view.ts";
import { counted, formatAge, formatCount, formatInstant, formatSeconds, formatShort } from "./format.ts";
import { renderCopy, renderKind, renderLink, renderState, renderTag } from "./marks.ts";
import { renderRuns, renderSparkline } from "./runs-view.ts";
import { KIND_NAMES, type Site } from "./site.ts";

export function renderPage(site: Site, page: Page): Html {
  const hasLineage = !["macro", "test", "unit_test"].includes(site.kind(page.at));
  const sections: [id: string, title: string, body: Html][] = [
    ["arguments", "Arguments", renderArguments(page)],
    ["columns", "Columns", renderColumns(site, page)],
    [
      "lineage",
      hasLineage ? "Lineage" : "Uses",
      hasLineage ? renderLineageFrame(site, page) : renderUses(site, page),
    ],
    ["code", "Code", renderCode(site, page)],
    ["definition", "Definition", renderTexts(page)],
    ["tests", "Tests", renderTests(site, page)],
    ["runs", "Runs", renderRuns(page)],
    ["details", "Details", renderDetails(site, page)],
  ];
  const present = sections.filter(([, , body]) => body.text !== "");
  const jumps = present.map(
    ([id, title]) => html`<a href="${site.href(page.at)}?at=${id}" data-jump="${id}">${title}</a>`,
  );
  return html`<article class="page">
    ${renderHead(site, page)}
    <nav class="jumps" aria-label="Sections">${jumps}</nav>
    ${present.map(([, , body]) => body)}
  </article>`;
}

function renderHead(site: Site, page: Page): Html {
  const { at } = page;
  const relation =
    page.relation === null
      ? nothing
      : html`<p class="relation">
          <code>${page.relation}</code>${renderCopy(page.relation, "relation name")}
        </p>`;
  const crumbs = [site.package(at), ...site.folder(at).split("/").slice(1)].filter(Boolean);
  const folders = crumbs.map((part, depth) => {
    const prefix = [site.folder(at).split("/")[0]!, ...crumbs.slice(1, depth + 1)].join("/");
    const query =
      depth === 0
        ? `package=${encodeURIComponent(part)}`
        : `package=${encodeURIComponent(crumbs[0]!)}&folder=${encodeURIComponent(prefix)}`;
    return html`<a href="#!/list?${raw(query.replaceAll("&", "&amp;"))}">${part}</a
      ><span aria-hidden="true">/</span>`;
  });
  return html`<header class="head">
      <p class="crumbs">${folders}${renderKind(site, at)}</p>
      <h1>${site.name(at)}</h1>
      ${relation}
      ${page.deprecated === null ? nothing : html`<p class="banner">Deprecated: goes away on ${formatInstant(page.deprecated).replace(/, 00:00 UTC$/, "")}.</p>`}
      <div class="prose lead">
        ${page.description === "" ? html`<p class="none">No description.</p>` : renderMarkdown(page.description, 3)}
      </div>
      ${page.tags.length === 0 ? nothing : html`<p class="chips">${page.tags.map(renderTag)}</p>`}
      ${page.url === null ? nothing : html`<p><a class="button" href="${page.url}" rel="noreferrer">Open ${site.name(at)}</a></p>`}
    </header>
    ${renderFacts(site, page)}`;
}

function renderFacts(site: Site, page: Page): Html {
  const { runs, tests, rows, owner, freshness } = page;
  const last = runs.at(-1);
  const cards: Html[] = [];
  const card = (title: string, value: Html | string, note: Html | string = ""): number =>
    cards.push(
      html`<div class="fact">
        <dt>${title}</dt>
        <dd>${value}</dd>
        ${note === "" ? nothing : html`<dd class="note">${note}</dd>`}
      </div>`,
    );
  if (last !== undefined && site.kind(page.at) !== "source")
    card(
      "Last run",
      renderState(STATES[last.state]!, last.status),
      `${formatSeconds(last.seconds)}, ${formatInstant(last.at)}`,
    );
  if (rows !== null) card("Rows", html`<span title="${formatCount(rows)}">${formatShort(rows)}</span>`);
  if (tests.length > 0)
    card("Tests", renderState(site.tests(page.at), counted(tests.length, "test")), testSummary(tests));
  if (freshness !== null) {
    const word =
      freshness.status === ""
        ? "never checked"
        : freshness.age < 0
          ? freshness.status
          : `${formatAge(freshness.age)} old`;
    card(
      "Freshness",
      renderState(STATES[freshness.state]!, word),
      freshness.error !== ""
        ? freshness.error
        : [freshness.rule, freshness.loadedAt === "" ? "" : `newest row ${formatInstant(freshness.loadedAt)}`]
            .filter(Boolean)
            .join("; "),
    );
  }
  for (const [name, value] of page.facts) {
    const link =
      name === "Group" ? html`<a href="#!/list?group=${encodeURIComponent(value)}">${value}</a>` : value;
    card(name, value.length > 40 ? html`<code class="small">${value}</code>` : link);
  }
  if (owner !== null)
    card("Owner", owner.name || owner.email, owner.name !== "" && owner.email !== "" ? owner.email : "");
  if (site.kind(page.at) !== "macro" && page.parents.length + page.children.length > 0)
    card("Reads · read by", html`${page.parents.length} · ${page.children.length}`);
  if (runs.length > 1) card("Run times", renderSparkline(runs.slice(-16)));
  return cards.length === 0 ? nothing : html`<dl class="facts">${cards}</dl>`;
}

/** The drawing comes when the graph is loaded; the lists are there at once. */
function renderLineageFrame(site: Site, page: Page): Html {
  if (page.parents.length === 0 && page.children.length === 0) return nothing;
  const name = site.name(page.at);
  return html`<section id="lineage" class="block">
    <div class="block-head">
      <h2>Lineage</h2>
      <a
        href="#!/lineage?select=${encodeURIComponent(`2+${name}+2`)}&amp;focus=${encodeURIComponent(site.id(page.at))}"
        >Open in the graph</a
      >
    </div>
    <div class="drawing" data-neighbourhood="${page.at}"></div>
    ${renderUses(site, page, false)}
  </section>`;
}

const SHOWN = 24;

function renderUses(site: Site, page: Page, framed = true): Html {
  const isMacro = site.kind(page.at) === "macro";
  const list = (title: string, nodes: readonly number[]): Html =>
    nodes.length === 0
      ? nothing
      : html`<div>
          <h3>${title} <span class="count">${nodes.length}</span></h3>
          <ul class="links">
            ${nodes.slice(0, SHOWN).map((node) => html`<li>${renderLink(site, node)}</li>`)}
          </ul>
          ${
            nodes.length > SHOWN
              ? html`<details class="note">
                  <summary>${counted(nodes.length - SHOWN, "more", "more")}</summary>
                  <ul class="links">
                    ${nodes.slice(SHOWN).map((node) => html`<li>${renderLink(site, node)}</li>`)}
                  </ul>
                </details>`
              : nothing
          }
        </div>`;
  const lists = [
    list(
      site.kind(page.at) === "test" || site.kind(page.at) === "unit_test" ? "Tests" : "Reads",
      page.parents,
    ),
    list(isMacro ? "Used by" : "Read by", page.children),
    list("Calls macros", page.macros),
  ].filter(({ text }) => text !== "");
  if (lists.length === 0) return nothing;
  const body = html`<div class="uses">${lists}</div>`;
  return framed
    ? html`<section id="lineage" class="block">
        <h2>Where it is used</h2>
        ${body}
      </section>`
    : body;
}

function renderArguments({ arguments: list }: Page): Html {
  if (list.length === 0) return nothing;
  return html`<section id="arguments" class="block">
    <h2>Arguments</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Name</th>
            <th>Type</th>
            <th>Description</th>
          </tr>
        </thead>
        <tbody>
          ${list.map(
            ([name, type, description]) =>
              html`<tr>
                <th scope="row"><code>${name}</code></th>
                <td class="type"><code>${type}</code></td>
                <td class="prose">${renderMarkdown(description)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function renderTexts({ texts }: Page): Html {
  if (texts.length === 0) return nothing;
  return html`<section id="definition" class="block">
    <h2>Definition</h2>
    ${texts.map(
      ([name, text]) =>
        html`<h3>${name}</h3>
          ${renderLines(text, /\b(select|with)\b/i.test(text) && !/^\s*- /.test(text) ? "sql" : "text", name.toLowerCase())}`,
    )}
  </section>`;
}

function renderDetails(site: Site, page: Page): Html {
  const rows: (readonly [string, Html | string])[] = [
    ["File", html`<code>${page.path}</code>${renderCopy(page.path, "path")}`],
    ...(page.patch === null || page.patch === page.path
      ? []
      : ([["Described in", html`<code>${page.patch}</code>`]] as [string, Html][])),
    ["Package", site.package(page.at)],
    ["Unique id", html`<code>${site.id(page.at)}</code>${renderCopy(site.id(page.at), "unique id")}`],
    ...(page.constraints.length === 0
      ? []
      : ([["Constraints", page.constraints.join("; ")]] as [string, string][])),
    ...page.stats,
    ["Kind", KIND_NAMES[site.kind(page.at)][0]],
  ];
  const texts = [
    ["Meta", page.meta],
    ["Configuration", page.config],
  ] as const;
  return html`<section id="details" class="block">
    <h2>Details</h2>
    <dl class="details">
      ${rows.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}${texts.map(([name, text]) =>
        text === ""
          ? nothing
          : html`<div>
              <dt>${name}</dt>
              <dd><pre>${text}</pre></dd>
            </div>`,
      )}
    </dl>
  </section>`;
}
