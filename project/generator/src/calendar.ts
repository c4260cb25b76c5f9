/**
 * Time is counted in whole seconds since 1970 (UTC); a day is its number since 1970. A calendar knows how busy
 * each day is in each region and at what hours people work.
 */
import type { GeneratorConfig, Region } from "./config.ts";
import type { Random } from "./random.ts";

export const SECONDS_PER_DAY = 86_400;
/** Thursday 1970-01-01 is day 0, so Monday is the weekday 0 after this shift. */
const MONDAY_SHIFT = 3;
/** A day below this share of a normal one counts as free: planned work is moved off it. */
const FREE_DAY = 0.3;

export interface Calendar {
  /** How busy the region is on that day, 0..1. */
  busy(region: number, day: number): number;
  /** An instant on that UTC day, at an hour at which people work at that offset. */
  instant(random: Random, day: number, utcOffset: number): number;
  /** A day in [first, last), the busier the likelier. */
  pickDay(random: Random, region: number, first: number, last: number): number;
  /** The day itself, or the next working day when it is a weekend or holiday. */
  workingDay(region: number, day: number): number;
}

export function buildCalendar(config: GeneratorConfig, firstDay: number, lastDay: number): Calendar {
  const { weekday } = config.activity;
  const hours = spread(config.activity.hour);
  const length = lastDay - firstDay;
  const week = Float64Array.from({ length }, (_, at) => weekday[(firstDay + at + MONDAY_SHIFT) % 7]!);
  const weights = config.regions.map((region) => applyHolidays(week.slice(), region, firstDay));

  function busy(region: number, day: number): number {
    const at = day - firstDay;
    return at >= 0 && at < length ? weights[region]![at]! : weekday[(day + MONDAY_SHIFT) % 7]!;
  }
  return {
    busy,
    instant(random, day, utcOffset) {
      const hour = hours[random.below(hours.length)]! + random.next();
      // Round the clock: a day's work stays within the UTC day, so that a day can be added without touching others.
      const utcHour = toUtcHour(hour, utcOffset);
      return day * SECONDS_PER_DAY + Math.floor(utcHour * 3_600);
    },
    pickDay(random, region, first, last) {
      let day = first;
      for (let attempt = 0; attempt < 8; attempt++) {
        day = first + Math.floor(random.next() * (last - first));
        if (random.next() < busy(region, day)) return day;
      }
      return day;
    },
    workingDay(region, day) {
      let candidate = day;
      while (busy(region, candidate) < FREE_DAY) candidate++;
      return candidate;
    },
  };
}

/** The hour of the UTC day, 0 <= hour < 24, of an hour at that offset: with subtractions, as `%` of fractions is slow. */
export function toUtcHour(hour: number, utcOffset: number): number {
  let utcHour = hour - utcOffset + 24;
  while (utcHour >= 24) utcHour -= 24;
  return utcHour;
}

/** "2025-08-01" to its day number; undefined when it is not a real calendar date. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  const day = milliseconds / 1000 / SECONDS_PER_DAY;
  return renderDay(day) === text ? day : undefined;
}

/** @throws RangeError when the text is no date; for dates of the configuration, which are known to be right. */
export function getDay(text: string): number {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(`"${text}" is not a date like 2026-02-26`);
  return day;
}

export function renderDay(day: number): string {
  return new Date(day * SECONDS_PER_DAY * 1000).toISOString().slice(0, 10);
}

/** The indexes, each as often as its weight asks for: one draw and one look-up instead of a search. */
function spread(weights: readonly number[]): Uint8Array {
  const slots = new Uint8Array(4_096);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  weights.forEach((weight, index) => {
    const from = Math.round((reached / total) * slots.length);
    reached += weight;
    slots.fill(index, from, Math.round((reached / total) * slots.length));
  });
  return slots;
}

function applyHolidays(days: Float64Array, region: Region, firstDay: number): Float64Array {
  for (const holiday of region.holidays) {
    const first = Math.max(getDay(holiday.first) - firstDay, 0);
    const last = Math.min(getDay(holiday.last) - firstDay, days.length - 1);
    for (let at = first; at <= last; at++) days[at] = days[at]! * holiday.activity;
  }
  return days;
}
