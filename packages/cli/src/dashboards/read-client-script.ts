import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The browser's part of the pages: "client" in each page, "live" beside it where pages are served. Bundled beside the
 * program; when run from its sources, in the built program's folder.
 */
export function readClientScript(part: "client" | "live"): string {
  const [beside, built] = ["..", "../../dist"].map((folder) => fileURLToPath(new URL(`${folder}/dashboards-${part}.js`, import.meta.url))) as [string, string];
  return readFileSync(existsSync(beside) ? beside : built, "utf8").trim();
}
