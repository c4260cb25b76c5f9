import type { ParseScript } from "./syntax.ts";

/** What the host does for TypeScript models: core knows no module loader. */
export interface ScriptHost {
  readonly parse: ParseScript;
  /** Runs the module of a file, as it is on disk now. @throws whatever the module throws, ScriptSyntaxError apart */
  load(path: string): Promise<{ readonly default?: unknown }>;
}
