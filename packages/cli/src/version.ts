/** The published version; the bundle puts package.json's in. */
declare const TSMODEL_VERSION: string | undefined;
export const VERSION: string = typeof TSMODEL_VERSION === "string" ? TSMODEL_VERSION : "0.1.0-dev";
