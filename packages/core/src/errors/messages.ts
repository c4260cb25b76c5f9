import { compileMessages } from "./messages/compile.ts";
import { parseMessages } from "./messages/parse.ts";
import { projectMessages } from "./messages/project.ts";
import { runMessages } from "./messages/run.ts";

type Messages = typeof parseMessages & typeof compileMessages & typeof projectMessages & typeof runMessages;

/**
 * The catalog: every error that tsmodel itself words, one part for each room, in pipeline order. Codes are words.
 * docs/errors.md is made from this table.
 */
export const messages: Messages = {
  ...compileMessages,
  ...parseMessages,
  ...projectMessages,
  ...runMessages,
};
