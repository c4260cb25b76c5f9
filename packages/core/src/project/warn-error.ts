/**
 * What becomes of a warning: --warn-error, and --warn-error-options {error|include, warn|exclude, silence}. In dbt's order a
 * name counts before "Deprecations", and that before "all"; of equals, silence before warn before error.
 */
import type { TsmodelEvent } from "../events/event.ts";
import type { Flags } from "./project.ts";
import { isYamlObject } from "./yaml-value.ts";

export type WarningFate = "error" | "warning" | "silent";

/** `code` is the event's: those of deprecations start with a D. */
export function warningFate(flags: Flags, name: string, code: string = ""): WarningFate {
  if (JUST_TOLD.has(name) && flags["require_all_warnings_handled_by_warn_error"] !== true) return "warning";
  if (flags["warn_error"] === true) return "error";
  const given = flags["warn_error_options"];
  const options = isYamlObject(given) ? given : {};
  const lists: readonly (readonly [WarningFate, unknown])[] = [
    ["silent", options["silence"]],
    ["warning", options["warn"] ?? options["exclude"]],
    ["error", options["error"] ?? options["include"]],
  ];
  const find = (word: string): WarningFate | undefined => lists.find(([, list]) => Array.isArray(list) && list.includes(word))?.[0];
  const named = find(name) ?? (code.startsWith("D") ? find("Deprecations") : undefined);
  if (named !== undefined) return named;
  return lists.find(([, list]) => EVERYTHING.some((word) => list === word || (Array.isArray(list) && list.includes(word))))?.[0] ?? "warning";
}

export function isWarningAnError(flags: Flags, name: string, code: string = ""): boolean {
  return warningFate(flags, name, code) === "error";
}

/** A report that does with warnings what the flags say. @throws TsmodelError where one is an error */
export function heedingFlags(flags: Flags, report: (event: TsmodelEvent) => void): (event: TsmodelEvent) => void {
  return (event) => {
    if (event.type !== "warning") return report(event);
    const fate = warningFate(flags, event.name ?? "", event.code);
    if (fate === "error") throw event.error.asRaisedWarning();
    if (fate === "warning") report(event);
    else reportUnseen(event, report);
  };
}

/** What is not shown: of a deprecation it is told that there was one more, for the summary at a command's end. */
export function reportUnseen({ name, code }: { readonly name?: string; readonly code?: string }, report: (event: TsmodelEvent) => void): void {
  if (name === undefined || code === undefined || !code.startsWith("D")) return;
  report({ type: "message", level: "debug", name, code, text: name, data: { repeated: true } });
}

/** dbt tells these past --warn-error and its options, unless its flag wants all warnings handled. */
const JUST_TOLD: ReadonlySet<string> = new Set([
  "FreshnessConfigProblem",
  "GetMetaKeyWarning",
  "MicrobatchModelNoEventTimeInputs",
  "WarnStateTargetEqual",
]);

const EVERYTHING = ["all", "*"];
