/** The artifacts of a target folder → index.html and what it loads, beside them. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSite, parseHistory, SITE_FOLDER, type Artifacts, type Json } from "@tsmodel/site";
import { HISTORY_FILE } from "../history/run-history.ts";
import { VERSION } from "../version.ts";

export interface WrittenSite {
  /** Absolute, of the page to open. */
  readonly page: string;
  readonly files: number;
  readonly bytes: number;
}

/** `oneFile`: static_index.html too. Undefined where there is no manifest to make a site of. */
export function writeSite(target: string, oneFile: boolean): WrittenSite | undefined {
  const manifest = readJson(join(target, "manifest.json"));
  if (manifest === undefined) return undefined;
  const files = buildSite(readArtifacts(target, manifest), {
    client: readSiteClient(),
    madeBy: `tsmodel ${VERSION}`,
    oneFile,
  });
  rmSync(join(target, SITE_FOLDER), { recursive: true, force: true });
  mkdirSync(join(target, SITE_FOLDER), { recursive: true });
  let bytes = 0;
  for (const { path, text } of files) {
    writeFileSync(join(target, path), text);
    bytes += Buffer.byteLength(text);
  }
  return { page: join(target, oneFile ? "static_index.html" : "index.html"), files: files.length, bytes };
}

function readArtifacts(target: string, manifest: Json): Artifacts {
  const history = join(target, HISTORY_FILE);
  return {
    manifest,
    catalog: readJson(join(target, "catalog.json")),
    runResults: readJson(join(target, "run_results.json")),
    sources: readJson(join(target, "sources.json")),
    history: existsSync(history) ? parseHistory(readFileSync(history, "utf8")) : [],
  };
}

/** What cannot be read is not there: a site without results is better than none. */
function readJson(path: string): Json | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Bundled beside the program; when run from its sources, in the built program's folder. */
function readSiteClient(): string {
  const here = fileURLToPath(import.meta.url);
  // Bundled code may lie one folder deeper, among the chunks.
  const places = [
    join(dirname(here), "docs-client.js"),
    join(dirname(here), "../docs-client.js"),
    join(dirname(here), "../../dist/docs-client.js"),
  ];
  return readFileSync(places.find((path) => existsSync(path)) ?? places[2]!, "utf8").trim();
}
