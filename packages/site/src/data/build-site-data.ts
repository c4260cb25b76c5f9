/** Artifacts → everything the site shows, as plain data: the spine of this package. */
import type { Artifacts } from "../artifacts/artifacts.ts";
import { plainText } from "../html/markdown.ts";
import { buildEntities } from "./build-entities.ts";
import { buildGraph } from "./build-graph.ts";
import { buildHealth } from "./build-health.ts";
import { buildIndex } from "./build-index.ts";
import { buildPage } from "./build-page.ts";
import { descriptionOf, tagsOf } from "./shown-resources.ts";
import { collectFacts, type SiteFacts } from "./site-facts.ts";
import type { SearchChunk, SiteIndex } from "./site-data.ts";

export interface SiteData {
  /** `build` is empty until the texts are known. */
  readonly index: SiteIndex;
  /** Name and JSON text: "graph", "search", "health", "entities", "pages-0" … */
  readonly chunks: readonly (readonly [name: string, json: string])[];
}

/** Letters of one chunk of pages: loads in a few milliseconds, and ten thousand models are some hundred files. */
const CHUNK_LENGTH = 200_000;

export function buildSiteData(artifacts: Artifacts, madeBy: string | undefined, embed: (value: unknown) => string): SiteData {
  const facts = collectFacts(artifacts);
  const health = buildHealth(facts);
  const entities = buildEntities(facts);
  const pages = buildPageChunks(facts, embed);
  const index = buildIndex(facts, { health: health.counts, entities: entities.entities.length, chunkStarts: pages.starts, build: "", madeBy });
  return {
    index,
    chunks: [
      ["graph", embed(buildGraph(facts))],
      ["search", embed(buildSearch(facts))],
      ["health", embed(health.chunk)],
      ["entities", embed(entities)],
      ...pages.texts.map((text, at): [string, string] => [`pages-${at}`, text]),
    ],
  };
}

function buildPageChunks(facts: SiteFacts, embed: (value: unknown) => string): { starts: number[]; texts: string[] } {
  const starts: number[] = [];
  const texts: string[] = [];
  let open: string[] = [];
  let length = 0;
  facts.shown.resources.forEach((resource, at) => {
    if (open.length === 0) starts.push(at);
    const text = embed(buildPage(resource, at, facts));
    open.push(text);
    if ((length += text.length) >= CHUNK_LENGTH) close();
  });
  if (open.length > 0) close();
  return { starts, texts };

  function close(): void {
    texts.push(`[${open.join(",")}]`);
    open = [];
    length = 0;
  }
}

/** Letters of a description that can be found: enough for any summary, and the file stays small. */
const MOST_LETTERS = 400;

function buildSearch({ shown, columns }: SiteFacts): SearchChunk {
  const { resources } = shown;
  return {
    description: resources.map((resource) => plainText(descriptionOf(resource)).slice(0, MOST_LETTERS)),
    columns: columns.map((list) => list.map(({ name }) => name).join("\n")),
    tags: resources.map((resource) => tagsOf(resource).join("\n")),
  };
}
