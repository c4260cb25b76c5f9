/**
 * Deprecations: which warnings are ones, how they are tagged, and dbt's summary at a command's end, which counts those
 * that were not shown as well. Codes of dbt's events: D001 to D041.
 */
import type { Report, TsmodelEvent } from "@tsmodel/core";
import { pluralize } from "../terminal/format.ts";
import type { Style } from "../terminal/style.ts";

type Warning = Extract<TsmodelEvent, { type: "warning" }>;

/** dbt's event. */
export const SUMMARY: { readonly name: string; readonly code: string } = { name: "DeprecationsSummary", code: "D028" };

/** Counts deprecations on their way to the reporter; repeated ones that dbt does not show go no further. */
export class DeprecationCounter {
  private readonly counts: Map<string, { readonly code: string; occurrences: number }> = new Map();
  private readonly report: Report;

  constructor(report: Report) {
    this.report = report;
  }

  readonly take: Report = (event) => {
    const repeated = event.type === "message" && event.data?.["repeated"] === true;
    if ((event.type === "warning" || repeated) && event.name !== undefined && /^D\d/.test(event.code ?? "")) {
      const known = this.counts.get(event.name);
      if (known === undefined) this.counts.set(event.name, { code: event.code!, occurrences: 1 });
      else known.occurrences++;
    }
    if (!repeated) this.report(event);
  };

  /** Nothing without deprecations. */
  summarize(showsAll: boolean, style: Style): void {
    if (this.counts.size === 0) return;
    const summaries = [...this.counts].map(([name, { code, occurrences }]) => ({ event_name: name, event_code: code, occurrences }));
    const lines = summaries.map(({ event_name: name, occurrences }) => `- ${name}: ${pluralize(occurrences, "occurrence")}`);
    const hint = showsAll ? [] : ["Only the first of each is shown: --show-all-deprecations shows them all (with --no-partial-parse those of unchanged files, too)."];
    this.report({
      type: "message",
      level: "warn",
      ...SUMMARY,
      text: `${tagOf(SUMMARY, style)}Summary of encountered deprecations:\n${[...lines, ...hint].join("\n")}`,
      data: { summaries, show_all_hint: !showsAll },
    });
  }
}

/** "[WARNING]: ", with the event's name and what it is where dbt writes them. `named`: dbt's require_event_names_in_deprecations. */
export function tagOf({ name, code = "" }: Pick<Warning, "name" | "code">, style: Style, named: boolean = false): string {
  const tag = style.yellow("[WARNING]");
  const number = /^D(\d+)$/.exec(code)?.[1];
  const isOld = number === undefined ? /^I06[567]$/.test(code) : Number(number) <= 20;
  if (number === undefined && !(isOld && named)) return `${tag}: `;
  const shown = name !== undefined && (named || (!isOld && number !== "032")) ? `[${name}]` : "";
  // From spaces in names to microbatches, dbt's text has no heading unless names are wanted.
  const headed = named || !isOld || Number(number) < 14;
  return `${tag}${shown}: ${headed ? "Deprecated functionality\n" : ""}`;
}
