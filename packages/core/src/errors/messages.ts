import { catalogMessages } from "./messages/catalog.ts";
import { commandMessages } from "./messages/command.ts";
import { compileMessages } from "./messages/compile.ts";
import { contextMessages } from "./messages/context.ts";
import { databaseMessages } from "./messages/database.ts";
import { depsMessages } from "./messages/deps.ts";
import { graphMessages } from "./messages/graph.ts";
import { macroMessages } from "./messages/macro.ts";
import { metabaseMessages } from "./messages/metabase.ts";
import { parseMessages } from "./messages/parse.ts";
import { projectMessages } from "./messages/project.ts";
import { publishMessages } from "./messages/publish.ts";
import { propertiesMessages } from "./messages/properties.ts";
import { runMessages } from "./messages/run.ts";
import { stateMessages } from "./messages/state.ts";
import { selectMessages } from "./messages/select.ts";
import { templateMessages } from "./messages/template.ts";

type Messages = typeof catalogMessages & typeof depsMessages & typeof publishMessages & typeof commandMessages & typeof contextMessages & typeof databaseMessages & typeof graphMessages & typeof macroMessages & typeof metabaseMessages & typeof parseMessages & typeof propertiesMessages & typeof compileMessages & typeof projectMessages & typeof runMessages & typeof stateMessages & typeof selectMessages & typeof templateMessages;

/**
 * The catalog: every error that tsmodel itself words, one part for each room, in pipeline order. Codes are words.
 * docs/errors.md is made from this table.
 */
export const messages: Messages = {
  ...catalogMessages,
  ...commandMessages,
  ...compileMessages,
  ...contextMessages,
  ...databaseMessages,
  ...depsMessages,
  ...graphMessages,
  ...macroMessages,
  ...parseMessages,
  ...projectMessages,
  ...propertiesMessages,
  ...runMessages,
  ...publishMessages,
  ...metabaseMessages,
  ...stateMessages,
  ...selectMessages,
  ...templateMessages,
};
