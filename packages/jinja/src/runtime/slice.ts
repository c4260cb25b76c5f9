/** Indexes and slices of sequences. */

import { raise } from "../error.ts";
import { asIndex } from "./number/numbers.ts";
import { characters, hasSurrogates } from "./iterate.ts";
import type { Value } from "./data/values.ts";

/** The first, the end and the step of a slice on a sequence of a length. */
export function sliceBounds(
  from: Value,
  to: Value,
  step: Value,
  length: number,
): { start: number; stop: number; step: number } {
  const by = step === null ? 1 : sliceIndex(step);
  if (by === 0) raise("ValueError", "slice step cannot be zero");
  const low = by > 0 ? 0 : -1;
  const high = by > 0 ? length : length - 1;
  const clamp = (value: number): number => Math.min(Math.max(value < 0 ? value + length : value, low), high);
  const start = from === null ? (by > 0 ? 0 : length - 1) : clamp(sliceIndex(from));
  const stop = to === null ? (by > 0 ? length : -1) : clamp(sliceIndex(to));
  return { start, stop, step: by };
}

function sliceIndex(value: Value): number {
  return (
    asIndex(value) ?? raise("TypeError", "slice indices must be integers or None or have an __index__ method")
  );
}

export function sliceItems<T>(items: readonly T[], from: Value, to: Value, step: Value): T[] {
  const bounds = sliceBounds(from, to, step, items.length);
  if (bounds.step === 1) return items.slice(bounds.start, Math.max(bounds.start, bounds.stop));
  const result: T[] = [];
  for (let i = bounds.start; bounds.step > 0 ? i < bounds.stop : i > bounds.stop; i += bounds.step)
    result.push(items[i] as T);
  return result;
}

export function sliceText(text: string, from: Value, to: Value, step: Value): string {
  if (hasSurrogates(text)) return sliceItems(characters(text), from, to, step).join("");
  const bounds = sliceBounds(from, to, step, text.length);
  if (bounds.step === 1) return bounds.stop > bounds.start ? text.slice(bounds.start, bounds.stop) : "";
  let result = "";
  for (let i = bounds.start; bounds.step > 0 ? i < bounds.stop : i > bounds.stop; i += bounds.step)
    result += text[i];
  return result;
}
