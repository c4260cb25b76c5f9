import type { PreparedCode } from "@tsmodel/core";

/**
 * Code of the built-in macros by `hashMacro` of their text: making it takes longer than running it. None when run from
 * the sources; the bundle has it in place of this function (scripts/bundle.mjs).
 */
export const preparedMacros = (): { readonly [hash: string]: PreparedCode } => ({});
