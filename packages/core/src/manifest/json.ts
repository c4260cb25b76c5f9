/** Plain JSON, as it stands in YAML files and artifacts. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };
export type MutableJson = null | boolean | number | string | MutableJson[] | { [key: string]: MutableJson };
