/** The published version; the bundle puts package.json's in. */
declare const TSMODEL_VERSION: string | undefined;
export const VERSION: string = typeof TSMODEL_VERSION === "string" ? TSMODEL_VERSION : "0.1.0-dev";

/** A hash of the sources this was bundled from; undefined where they run unbundled: then no parsed project is cached. */
declare const TSMODEL_BUILD: string | undefined;
export const BUILD: string | undefined = typeof TSMODEL_BUILD === "string" ? TSMODEL_BUILD : undefined;
