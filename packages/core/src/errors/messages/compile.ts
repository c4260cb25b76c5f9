import type { ErrorText } from "./error-text.ts";

export const compileMessages = {
  "constraint-target-not-found": (e: { model: string; to: string }): ErrorText => ({
    message: `model '${e.model}' has a foreign key to ${e.to}, which was not found`,
    hint: "`to:` takes ref('model') or source('source', 'table')",
  }),
  "cte-not-found": (e: { id: string }): ErrorText => ({
    label: "Internal",
    message: `the ephemeral model ${e.id} is read, but has no query of its own`,
  }),
} as const;
