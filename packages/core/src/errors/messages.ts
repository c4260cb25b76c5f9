import type { ErrorLabel } from "./tsmodel-error.ts";

interface Text { readonly message: string; readonly hint?: string; readonly label?: ErrorLabel }
const meant = (nearest?: string): string | undefined => (nearest ? `did you mean "${nearest}"?` : undefined);

/**
 * The catalog: every error that tsmodel itself words. Codes are words, grouped by room, alphabetical inside.
 * docs/errors.md is made from this table; `example` arguments for it live in scripts/errors-doc.mjs.
 */
export const messages = {
  // parse
  "ref-not-found": (e: { kind: string; name: string; path: string; ref: string; nearest?: string; disabled?: boolean }): Text => ({
    message: `${e.kind} '${e.name}' (${e.path}) depends on a node named '${e.ref}' which ${e.disabled ? "is disabled" : "was not found"}`,
    hint: meant(e.nearest),
  }),
} as const;
