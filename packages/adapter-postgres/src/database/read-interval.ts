/** Postgres's own text form of intervals: "1 year 2 mons -3 days +04:05:06.789". */
import type { Cell } from "@tsmodel/core/adapter";

const PART = /([-+]?\d+) (year|mon|day)s?/g;
const CLOCK = /([-+]?)(\d+):(\d+):(\d+)(?:\.(\d+))?/;

export function readInterval(text: string): Cell {
  const counts: { [unit: string]: number } = {};
  for (const [, count, unit] of text.matchAll(PART)) counts[unit!] = Number(count);
  return {
    type: "interval",
    ...(counts.year && { years: counts.year }),
    months: counts.mon ?? 0,
    days: counts.day ?? 0,
    microseconds: readClock(text),
  };
}

function readClock(text: string): bigint {
  const clock = CLOCK.exec(text);
  if (clock === null) return 0n;
  const [, sign, hours, minutes, seconds, fraction = ""] = clock;
  const wholeSeconds = (BigInt(hours!) * 60n + BigInt(minutes!)) * 60n + BigInt(seconds!);
  const microseconds = wholeSeconds * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
  return sign === "-" ? -microseconds : microseconds;
}
