/** What becomes of a warning: --warn-error, and --warn-error-options {error|include, warn|exclude, silence}. */
import type { Flags } from "../project/project.ts";
import { isPlainObject } from "./lazy-value.ts";

export type WarningFate = "error" | "warning" | "silent";

export function warningFate(flags: Flags, name: string): WarningFate {
  const given = flags["warn_error_options"];
  const options = isPlainObject(given) ? given : {};
  if (covers(options["silence"], name)) return "silent";
  const chosen = options["error"] ?? options["include"];
  const isChosen = flags["warn_error"] === true || covers(chosen, name);
  const spared = options["warn"] ?? options["exclude"];
  return isChosen && !(Array.isArray(spared) && spared.includes(name)) ? "error" : "warning";
}

export function isWarningAnError(flags: Flags, name: string): boolean {
  return warningFate(flags, name) === "error";
}

const EVERYTHING = ["all", "*"];

/** A list of event names, or a word for all of them. */
function covers(names: unknown, name: string): boolean {
  return Array.isArray(names)
    ? [name, ...EVERYTHING].some((one) => names.includes(one))
    : EVERYTHING.includes(names as string);
}
