/** Freshness thresholds of sources with their defaults filled in. */
import { isYamlObject } from "../../project/yaml-value.ts";

export interface Time {
  readonly count: unknown;
  readonly period: unknown;
}

export interface Freshness {
  readonly warn_after: Time | null;
  readonly error_after: Time | null;
  readonly filter: unknown;
}

const NO_TIME: Time = Object.freeze({ count: null, period: null });
export const NO_FRESHNESS: Freshness = Object.freeze({
  warn_after: NO_TIME,
  error_after: NO_TIME,
  filter: null,
});

/** null stays null: freshness is switched off. */
export function completeFreshness(value: unknown): Freshness | null {
  if (value === null) return null;
  if (!isYamlObject(value)) return NO_FRESHNESS;
  return {
    warn_after: completeTime(value.warn_after),
    error_after: completeTime(value.error_after),
    filter: value.filter ?? null,
  };
}

function completeTime(value: unknown): Time | null {
  if (value === undefined) return NO_TIME;
  return isYamlObject(value) ? { count: value.count ?? null, period: value.period ?? null } : null;
}
