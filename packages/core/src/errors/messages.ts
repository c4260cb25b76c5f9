import { compileMessages } from "./messages/compile.ts";
import { runMessages } from "./messages/run.ts";

/**
 * The catalog: every error that tsmodel itself words, one part for each room, in pipeline order. Codes are words.
 * docs/errors.md is made from this table.
 */
export const messages = {
  ...compileMessages,
  ...runMessages,
} as const;
