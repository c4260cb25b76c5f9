/** Lists of nodes: of a kind, a folder, a schema, a tag, a group; and search results. */
import { KINDS, type Kind } from "../data/site-data.ts";
import { html, nothing, raw, type Html } from "../html/html.ts";
import { escapeHtml } from "../html/html.ts";
import type { Hit } from "../search/search-nodes.ts";
import { counted } from "./format.ts";
import { renderKind, renderLink, renderSign } from "./marks.ts";
import { KIND_NAMES, type Site } from "./site.ts";

const MOST = 500;

/** Keys of an address like "#!/list?tag=daily&kind=model"; all of them have to hold. */
export function findListed(site: Site, params: URLSearchParams): number[] {
  const tagged = params.has("tag")
    ? new Set(site.index.tags.find(([tag]) => tag === params.get("tag"))?.[1] ?? [])
    : undefined;
  const folder = params.get("folder");
  const tests: ((node: number) => boolean)[] = [];
  if (tagged) tests.push((node) => tagged.has(node));
  if (params.has("kind")) tests.push((node) => site.kind(node) === params.get("kind"));
  if (params.has("package")) tests.push((node) => site.package(node) === params.get("package"));
  if (params.has("place")) tests.push((node) => site.place(node) === params.get("place"));
  if (params.has("group")) tests.push((node) => site.group(node) === params.get("group"));
  if (params.has("source"))
    tests.push(
      (node) => site.kind(node) === "source" && site.name(node).startsWith(`${params.get("source")!}.`),
    );
  if (folder !== null)
    tests.push((node) => site.folder(node) === folder || site.folder(node).startsWith(`${folder}/`));
  return Array.from({ length: site.size }, (_, node) => node).filter((node) =>
    tests.every((test) => test(node)),
  );
}

export function renderList(site: Site, params: URLSearchParams): Html {
  const nodes = findListed(site, params);
  const kind = params.get("kind") as Kind | null;
  const what =
    kind !== null && KINDS.includes(kind) ? KIND_NAMES[kind] : (["resource", "resources"] as const);
  const rest = [...params]
    .filter(([key]) => key !== "kind")
    .map(([key, value]) => html`<span>${key === "place" ? "schema" : key} <strong>${value}</strong></span> `);
  const title =
    rest.length === 0 ? capital(what[1]) : html`${capital(what[1])} <span class="of">${rest}</span>`;
  const body =
    nodes.length === 0
      ? html`<p class="empty">Nothing here. <a href="#!/overview">To the overview</a></p>`
      : renderNodeTable(site, nodes);
  return html`<article class="page">
    <header class="head">
      <h1>${title}</h1>
      <p class="note">
        ${counted(nodes.length, what[0], what[1])}${nodes.length > MOST ? `, the first ${MOST} below: search finds the rest` : ""}
      </p>
    </header>
    ${body}
  </article>`;
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

export function renderNodeTable(site: Site, nodes: readonly number[]): Html {
  const rows = nodes.slice(0, MOST).map(
    (node) =>
      html`<tr>
        <th scope="row">${renderLink(site, node)}</th>
        <td>${renderKind(site, node)}</td>
        <td>${site.materialized(node)}</td>
        <td><code>${site.path(node)}</code></td>
        <td>${renderSign(site.run(node))}</td>
        <td>${renderSign(site.tests(node))}</td>
      </tr>`,
  );
  return html`<div class="scroll">
    <table class="nodes">
      <thead>
        <tr>
          <th>Name</th>
          <th>Kind</th>
          <th>Materialized</th>
          <th>File</th>
          <th>Run</th>
          <th>Tests</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

export function renderSearchPage(site: Site, query: string, hits: readonly Hit[]): Html {
  const items = hits.slice(0, 200).map((hit) => html`<li>${renderHit(site, hit, query)}</li>`);
  return html`<article class="page">
    <header class="head">
      <h1>Search</h1>
      <p class="note">
        ${query === "" ? "Type into the box above." : `${counted(hits.length, "result")} for “${query}”${hits.length > 200 ? ", the best 200 below" : ""}`}
      </p>
    </header>
    ${
      hits.length === 0 && query !== ""
        ? html`<p class="empty">Nothing is called so, and no column or description says it.</p>`
        : html`<ol class="hits">
            ${items}
          </ol>`
    }
  </article>`;
}

/** A result as a link with what answered. */
export function renderHit(site: Site, { node, where }: Hit, query: string): Html {
  const why =
    where === null
      ? nothing
      : html`<span class="why"
          >${where.what === "description" ? "" : `${where.what} `}${emphasize(where.text, query)}</span
        >`;
  return html`<a class="hit" href="${site.href(node)}"
    ><span class="hit-name"><i class="dot k-${site.kind(node)}"></i>${emphasize(site.name(node), query)}</span
    >${renderKind(site, node)}${why}</a
  >`;
}

/** The words of the query in bold. */
export function emphasize(text: string, query: string): Html {
  const words = query
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (words.length === 0) return html`${text}`;
  return raw(
    text
      .split(new RegExp(`(${words.join("|")})`, "gi"))
      .map((piece, at) => (at % 2 === 1 ? `<mark>${escapeHtml(piece)}</mark>` : escapeHtml(piece)))
      .join(""),
  );
}
