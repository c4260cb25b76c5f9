/** Whether an outcome is what real Jinja2 gave, and the few differences that are known and meant (see COMPATIBILITY.md). */

import type { Outcome } from "./oracle.ts";

export type Verdict = "same" | "incomparable" | "different";

/** Object addresses and Python's own function names are not reproduced. */
const addresses = / at 0x[0-9a-f]+(?:>|&gt;|$)|<built-in method|<(?:function|class) |iterator object/i;
const address = /0x[0-9a-f]{12}(?=>|&gt;)/g;
/** Generators turned into text and then taken apart. */
const scatteredAddress = /'0', 'x', |, 'X', |generator|GENERATOR/;
const sliceErrors = /slice indices must|not subscriptable|unhashable type: 'slice'/;
const limits =
  /repeated (?:list|string) is too long|more than 1000000 (?:slices|items)|result of \*\* is too large|complex numbers are not supported/;

export function compare(want: Outcome, got: Outcome): Verdict {
  if ("text" in want && "text" in got && want.text.replace(address, "0x000000000000") === got.text)
    return "same";
  if ("error" in want && "error" in got && sameKind(want.error, got.error)) return "same";
  // The order of a set is arbitrary in Python.
  if ("text" in want && "text" in got && sorted(want.text) === sorted(got.text)) return "incomparable";
  const texts = ("text" in want ? want.text : want.message) + ("text" in got ? got.text : got.message);
  if (addresses.test(texts) || scatteredAddress.test(texts)) return "incomparable";
  if (limits.test(texts) || ("error" in want && want.error === "MemoryError")) return "incomparable";
  // Jinja2 folds a constant that cannot be sliced into an undefined value when all around it is constant too.
  if (sliceErrors.test(texts)) return "incomparable";
  // Arguments of a method are evaluated before the method is looked up, so that another error of the two is reported.
  if ("error" in want && "error" in got && want.error === "UndefinedError") return "incomparable";
  return "different";
}

function sorted(text: string): string {
  return [...text].sort().join("");
}

function sameKind(want: string, got: string): boolean {
  return want === got || (want === "UnicodeEncodeError" && got === "UnicodeError");
}
