/**
 * Chunks on demand: script files, since pages opened from disk may not fetch, or elements of the page itself where
 * everything is in one file. Each calls `tsmodelDocs(name, value)`.
 */
import type {
  EntityChunk,
  GraphChunk,
  HealthChunk,
  Page,
  SearchChunk,
  SiteIndex,
} from "../data/site-data.ts";
import type { Site } from "../view/site.ts";

interface Chunks {
  readonly graph: GraphChunk;
  readonly search: SearchChunk;
  readonly health: HealthChunk;
  readonly entities: EntityChunk;
}

declare global {
  var tsmodelDocs: ((name: string, value: unknown) => void) | undefined;
}

const arrived = new Map<string, (value: unknown) => void>();
const asked = new Map<string, Promise<unknown>>();

globalThis.tsmodelDocs = (name, value) => arrived.get(name)?.(value);

export const readIndex = (): SiteIndex =>
  JSON.parse(document.getElementById("site-index")!.textContent) as SiteIndex;

export function loadChunk<Name extends keyof Chunks>(site: Site, name: Name): Promise<Chunks[Name]> {
  return ask(site, name) as Promise<Chunks[Name]>;
}

export async function loadPage(site: Site, node: number): Promise<Page> {
  const chunk = site.chunkOf(node);
  const pages = (await ask(site, `pages-${chunk}`)) as readonly Page[];
  return pages[node - site.index.chunkStarts[chunk]!]!;
}

function ask({ index }: Site, name: string): Promise<unknown> {
  let promise = asked.get(name);
  if (promise === undefined) {
    promise = load(name, index.build);
    asked.set(name, promise);
    promise.catch(() => asked.delete(name));
  }
  return promise;
}

function load(name: string, build: string): Promise<unknown> {
  const inPage = document.querySelector(`script[data-chunk="${name}"]`);
  if (inPage) return Promise.resolve(JSON.parse(inPage.textContent));
  return new Promise((done, failed) => {
    arrived.set(name, done);
    const script = document.createElement("script");
    script.src = `docs-site/${name}.js?${build}`;
    script.onerror = () =>
      failed(
        new Error(`docs-site/${name}.js could not be loaded: the folder docs-site belongs beside this page.`),
      );
    script.onload = () => script.remove();
    document.head.append(script);
  });
}
