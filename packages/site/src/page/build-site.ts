/** Artifacts → the files of a site. The same artifacts give the same bytes. */
import { createHash } from "node:crypto";
import type { Artifacts } from "../artifacts/artifacts.ts";
import { buildSiteData } from "../data/build-site-data.ts";
import { embedJson } from "../html/html.ts";
import { renderShell } from "./render-shell.ts";

/** "/" separated, relative to the folder of the artifacts. */
export interface SiteFile {
  readonly path: string;
  readonly text: string;
}

export interface SiteOptions {
  /** The browser's script, bundled. */
  readonly client: string;
  /** What wrote the artifacts; the version of dbt that the manifest tells where absent. */
  readonly madeBy?: string;
  /** Everything in one file more, "static_index.html". */
  readonly oneFile?: boolean;
}

/** Where the chunks lie, beside index.html. */
export const SITE_FOLDER = "docs-site";

export function buildSite(
  artifacts: Artifacts,
  { client, madeBy, oneFile = false }: SiteOptions,
): SiteFile[] {
  const data = buildSiteData(artifacts, madeBy, embedJson);
  const hash = createHash("sha256").update(embedJson(data.index)).update(client);
  for (const [, json] of data.chunks) hash.update(json);
  const index = { ...data.index, build: hash.digest("hex").slice(0, 12) };
  const script = client.replaceAll(/<\/(script)/gi, "<\\/$1");
  const files: SiteFile[] = [{ path: "index.html", text: renderShell(index, script, []) }];
  for (const [name, json] of data.chunks)
    files.push({ path: `${SITE_FOLDER}/${name}.js`, text: `tsmodelDocs(${JSON.stringify(name)},${json})\n` });
  if (oneFile) files.push({ path: "static_index.html", text: renderShell(index, script, data.chunks) });
  return files;
}
