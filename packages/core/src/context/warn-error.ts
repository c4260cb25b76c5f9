/** Which warnings are errors: --warn-error, and --warn-error-options {error|include, warn|exclude}. */
import type { Flags } from "../project/project.ts";
import { isPlainObject } from "./lazy-value.ts";

export function isWarningAnError(flags: Flags, name: string): boolean {
  const options = flags["warn_error_options"];
  if (!isPlainObject(options)) return flags["warn_error"] === true;
  const chosen = options["error"] ?? options["include"] ?? (flags["warn_error"] === true ? "all" : []);
  const spared = options["warn"] ?? options["exclude"] ?? [];
  return covers(chosen, name) && !(Array.isArray(spared) && spared.includes(name));
}

function covers(chosen: unknown, name: string): boolean {
  return chosen === "all" || chosen === "*" || (Array.isArray(chosen) && (chosen.includes(name) || chosen.includes("all") || chosen.includes("*")));
}
