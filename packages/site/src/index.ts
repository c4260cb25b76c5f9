/** The documentation site: artifacts of a target folder → static pages. */
export { parseHistory, type Artifacts, type HistoryRun, type Json } from "./artifacts/artifacts.ts";
export { buildSite, SITE_FOLDER, type SiteFile, type SiteOptions } from "./page/build-site.ts";
