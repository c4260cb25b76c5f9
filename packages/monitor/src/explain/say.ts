/** Movements → sentences, each with the query that its figures are from. Nothing is said that is not in the data. */
import { formatNumber, formatParts, periods, type Format } from "@tsmodel/dashboards";
import { whenBucket } from "../table/buckets.ts";
import type { Contribution } from "./contributions.ts";
import type { BrokenRule, Movement } from "./movement.ts";
import { movedSql } from "./moved-sql.ts";

export interface Sentence {
  readonly topic: "change" | "usual" | "segment" | "rule" | "look-at";
  readonly text: string;
  /** Absent where the text is somebody's own, from a monitoring file. */
  readonly query?: string;
  /** Short reports leave it out: nothing follows from it. */
  readonly isMinor?: boolean;
}

/** Earlier periods from which on it is worth telling that none was lower or higher. */
const RUN = 8;

export function sayMovement(movement: Movement): Sentence[] {
  const { measure, previous, period, settings } = movement;
  const both = movedSql(movement, measure, undefined, [previous, period]);
  const all = movedSql(movement, measure);
  return [
    { topic: "change", text: sayChange(movement), query: both },
    ...sayUsual(movement).map((said): Sentence => ({ topic: "usual", query: all, ...said })),
    ...saySegments(movement),
    ...movement.broken.map((rule): Sentence => ({
      topic: "rule",
      text: sayRule(rule, movement),
      query: both,
    })),
    ...(settings.lookAt === undefined ? [] : [{ topic: "look-at" as const, text: settings.lookAt }]),
  ];
}

function sayChange(movement: Movement): string {
  const { measure, before, after, query, period } = movement;
  const grain = query.grain ?? "day";
  const where =
    query.periodWord === undefined
      ? whenBucket(period, grain, localeOf(movement))
      : `in the ${lowerFirst(periods.formatPeriod(period, grain, localeOf(movement), query.periodWord))}`;
  const [from, to] = [write(before, movement), write(after, movement)];
  if (from === to) return `${measure.label} stayed at ${to} ${where}.`;
  return `${measure.label} ${after > before ? "rose" : "fell"} from ${from} to ${to} ${where}: ${writeChange(movement)}.`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** "−30 (−20.0 %)", "−6.2 points" */
export function writeChange(movement: Movement): string {
  const { change, relative, measure } = movement;
  const text = writeDifference(change, movement);
  return measure.format.style === "percent" || relative === undefined
    ? text
    : `${text} (${writeShare(relative)})`;
}

function sayUsual(movement: Movement): Pick<Sentence, "text" | "isMinor">[] {
  const { usual, lowestOf, highestOf, query } = movement;
  const grain = query.grain ?? "day";
  const run = Math.max(lowestOf, highestOf);
  const record =
    run < RUN
      ? []
      : [{ text: `No ${grain} of the ${run} before was ${lowestOf >= RUN ? "lower" : "higher"}.` }];
  if (usual?.expected === undefined || usual.low === undefined || usual.high === undefined) return record;
  const range = `${write(usual.low, movement)} to ${write(usual.high, movement)}`;
  const isOdd = usual.status === "flagged";
  const text = isOdd
    ? `That is ${usual.value < usual.expected ? "below" : "above"} its usual range of ${range}, by the ${usual.points} ${grain}s before.`
    : `That is within its usual range of ${range}.`;
  return [{ text, isMinor: !isOdd }, ...record];
}

/** The segments of the driving dimension: what is shown adds up to the change that is shown. */
function saySegments(movement: Movement): Sentence[] {
  const { driver, measure, previous, period, change } = movement;
  if (driver === undefined) return [];
  const query = movedSql(movement, measure, driver.dimension, [previous, period]);
  const first = driver.contributions.find(({ contribution }) => contribution * Math.sign(change) > 0)!;
  const others = driver.contributions.length - 1;
  const digits = digitsOf(measure.format);
  const total = roundTo(change, digits);
  if (total === 0) return [];
  const own = roundTo(first.contribution, digits);
  const rest =
    others === 1
      ? `${driver.contributions.find((each) => each !== first)!.label} for`
      : `the other ${others} together for`;
  const head = `By ${driver.label}, ${first.label} accounts for ${writeDifference(own, movement, false)} of ${writeDifference(total, movement)}${inside(first, own, movement)}; ${rest} ${writeDifference(roundTo(total - own, digits), movement)}.`;
  return [{ topic: "segment", text: head, query }, ...sayMix(movement, total, query)];
}

/** " (from 40 to 15)", " (its own figure went 60.0 % → 52.0 %, which makes −2.3; its share 30.0 % → 28.0 % makes −0.2)" */
function inside(
  { before, after, rate, shareBefore, shareAfter }: Contribution,
  own: number,
  movement: Movement,
): string {
  if (rate === undefined) return ` (from ${write(before ?? 0, movement)} to ${write(after ?? 0, movement)})`;
  const digits = digitsOf(movement.measure.format);
  const shown = roundTo(rate, digits);
  const figure = (value: number | null): string => (value === null ? "none" : write(value, movement));
  return ` (its own figure went ${figure(before)} → ${figure(after)}, which makes ${writeDifference(shown, movement, false)}; its share ${writeShare(shareBefore!, false)} → ${writeShare(shareAfter!, false)} makes ${writeDifference(roundTo(own - shown, digits), movement, false)})`;
}

function sayMix(movement: Movement, total: number, query: string): Sentence[] {
  const contributions = movement.driver?.contributions ?? [];
  if (contributions[0]?.rate === undefined) return [];
  const digits = digitsOf(movement.measure.format);
  const rate = roundTo(
    contributions.reduce((sum, each) => sum + each.rate!, 0),
    digits,
  );
  const text = `Over all of them, ${writeDifference(rate, movement)} came from figures inside segments and ${writeDifference(roundTo(total - rate, digits), movement)} from their shares.`;
  return [{ topic: "segment", text, query, isMinor: roundTo(total - rate, digits) === 0 }];
}

export function sayRule({ kind, side, value, label }: BrokenRule, movement: Movement): string {
  const figure = write(value, movement);
  if (kind === "limit") return `It is ${side} the limit of ${figure} that monitoring sets.`;
  if (kind === "band") return `It is in the band "${label}", ${side} ${figure}.`;
  return `It is ${side} the ${kind === "goal" ? "goal" : "alert line"} of ${figure} ("${label}").`;
}

const localeOf = ({ dashboard }: Movement): string => dashboard.locale;

export const write = (value: number, movement: Movement): string =>
  plain(formatNumber(value, movement.measure.format, localeOf(movement)));

/** With its sign; differences of percentages are points. `unit` false leaves the unit away. */
export function writeDifference(value: number, movement: Movement, unit = true): string {
  const { format } = movement.measure;
  if (format.style === "percent") {
    const { number } = formatParts(value, format, localeOf(movement), true);
    return unit ? `${number} points` : number;
  }
  const isPlain = format.style === "compact" || (format.style === "unit" && !unit);
  return signed(value, isPlain ? { style: "number", decimals: format.decimals } : format, localeOf(movement));
}

function signed(value: number, format: Format, locale: string): string {
  const { number, unit } = formatParts(value, format, locale, true);
  return plain(number + unit);
}

function writeShare(share: number, sign = true): string {
  const { number, unit } = formatParts(100 * share, { style: "percent", decimals: 1 }, "en-GB", sign);
  return plain(number + unit);
}

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

/** Digits that differences are shown with. */
const digitsOf = ({ decimals }: Format): number => decimals;

const roundTo = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
