import type { ErrorText } from "./error-text.ts";

/** Errors of the project room: files of configuration. */
export const projectMessages = {
  "yaml-syntax": (e: { file: string; line: number; reason: string; hint?: string }): ErrorText => ({
    message: `Error reading ${e.file}: Syntax error near line ${e.line}: ${e.reason}`,
    hint: e.hint,
    label: "Parsing",
  }),
} as const;
