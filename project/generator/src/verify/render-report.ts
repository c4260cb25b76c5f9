import type { GeneratorConfig } from "../config.ts";
import { tableNames } from "../tables/table-spec.ts";
import { computeRanges, computeRates } from "./rates.ts";
import { guardrails, type Tally } from "./tally.ts";

/** Row counts, the achieved rates beside the configured ones, and how the guardrails held. */
export function renderReport(config: GeneratorConfig, tally: Tally): string {
  return [...renderRows(tally), "", ...renderRates(config, tally), "", ...renderGuardrails(tally), ""].join(
    "\n",
  );
}

function renderRows({ rows }: Tally): string[] {
  return tableNames.map((table) => `  ${table.padEnd(34)}${grouped(rows[table]).padStart(12)}`);
}

function renderRates(config: GeneratorConfig, tally: Tally): string[] {
  const rates = computeRates(config, tally).map(({ name, configured, achieved }) =>
    tableLine(name, percent(configured), percent(achieved)),
  );
  const ranges = computeRanges(config, tally).map(({ name, configured, achieved }) =>
    tableLine(name, configured.join("-"), achieved?.join("-") ?? "none"),
  );
  return [
    tableLine("rate", "configured", "achieved"),
    ...rates,
    "",
    tableLine("range", "configured", "achieved"),
    ...ranges,
  ];
}

function renderGuardrails(tally: Tally): string[] {
  return guardrails.map((guardrail) => {
    const found = tally.breaches[guardrail];
    const verdict = found === undefined ? "ok" : `BROKEN by ${grouped(found.count)}, e.g. ${found.example}`;
    return `  ${guardrail.padEnd(46)}${verdict}`;
  });
}

function tableLine(name: string, configured: string, achieved: string): string {
  return `  ${name.padEnd(34)}${configured.padStart(12)}${achieved.padStart(12)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
