/** strftime as CPython on Linux does it: glibc's directives in the C locale, with Python's own %f, %z and %Z. */
import { dayOfYear, isoCalendar, pad, toOrdinal, weekdayOf } from "./calendar.ts";

export interface TimeFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Offset from UTC in microseconds; null for naive times. */
  readonly offset: number | null;
  readonly zoneName: string | null;
}

export const weekdayNames: readonly string[] = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];
export const monthNames: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export function strftime(format: string, time: TimeFields): string {
  return format.replace(
    /%([-_0^#]*)(\d*)([EO]?)([a-zA-Z%+])/g,
    (whole, flags: string, width: string, _modifier: string, letter: string) => {
      // Python puts these in before the C library sees the format, and knows them without flags only; the library has no zone.
      if (letter === "f" || letter === "z" || letter === "Z")
        return whole.length === 2 ? pythonDirective(letter, time) : letter === "f" ? whole : "";
      const directive = Object.hasOwn(directives, letter) ? directives[letter]!(time) : undefined;
      return directive === undefined
        ? whole
        : applyFlags(directive, flags, width === "" ? undefined : Number(width));
    },
  );
}

function pythonDirective(letter: string, time: TimeFields): string {
  if (letter === "f") return pad(time.microsecond, 6);
  if (letter === "Z") return time.zoneName ?? "";
  return time.offset === null ? "" : formatOffset(time.offset, "");
}

/** "+HH:MM", with seconds and microseconds when there are any. */
export function formatOffset(offset: number, separator: string): string {
  const size = Math.abs(offset);
  const seconds = Math.floor(size / 1_000_000);
  const parts = [pad(Math.floor(seconds / 3600), 2), pad(Math.floor(seconds / 60) % 60, 2)];
  const fraction = size % 1_000_000;
  if (seconds % 60 !== 0 || fraction !== 0) parts.push(pad(seconds % 60, 2));
  return (offset < 0 ? "-" : "+") + parts.join(separator) + (fraction === 0 ? "" : `.${pad(fraction, 6)}`);
}

/** A number with its usual width and filling, or text. */
type Directive = string | { readonly number: number; readonly width: number; readonly fill: "0" | " " };

const zeros = (number: number, width: number): Directive => ({ number, width, fill: "0" });
const blanks = (number: number, width: number): Directive => ({ number, width, fill: " " });
const hour12 = (time: TimeFields): number => time.hour % 12 || 12;
const ordinalOf = (time: TimeFields): number => toOrdinal(time.year, time.month, time.day);
const isoOf = (time: TimeFields): ReturnType<typeof isoCalendar> => isoCalendar(ordinalOf(time), time.year);
const weekday = (time: TimeFields): number => weekdayOf(ordinalOf(time));
const composed =
  (format: string) =>
  (time: TimeFields): Directive =>
    strftime(format, time);

const directives: { readonly [letter: string]: (time: TimeFields) => Directive } = {
  a: (time) => weekdayNames[weekday(time)]!.slice(0, 3),
  A: (time) => weekdayNames[weekday(time)]!,
  b: (time) => monthNames[time.month - 1]!.slice(0, 3),
  h: (time) => monthNames[time.month - 1]!.slice(0, 3),
  B: (time) => monthNames[time.month - 1]!,
  c: composed("%a %b %e %H:%M:%S %Y"),
  C: (time) => zeros(Math.floor(time.year / 100), 1),
  d: (time) => zeros(time.day, 2),
  D: composed("%m/%d/%y"),
  e: (time) => blanks(time.day, 2),
  F: composed("%Y-%m-%d"),
  g: (time) => zeros(isoOf(time).year % 100, 2),
  G: (time) => zeros(isoOf(time).year, 1),
  H: (time) => zeros(time.hour, 2),
  I: (time) => zeros(hour12(time), 2),
  j: (time) => zeros(dayOfYear(time), 3),
  k: (time) => blanks(time.hour, 2),
  l: (time) => blanks(hour12(time), 2),
  m: (time) => zeros(time.month, 2),
  M: (time) => zeros(time.minute, 2),
  n: () => "\n",
  p: (time) => (time.hour < 12 ? "AM" : "PM"),
  P: (time) => (time.hour < 12 ? "am" : "pm"),
  r: composed("%I:%M:%S %p"),
  R: composed("%H:%M"),
  s: (time) => String(localEpochSeconds(time)),
  S: (time) => zeros(time.second, 2),
  t: () => "\t",
  T: composed("%H:%M:%S"),
  u: (time) => zeros(weekday(time) + 1, 1),
  U: (time) => zeros(Math.floor((dayOfYear(time) + 6 - ((weekday(time) + 1) % 7)) / 7), 2),
  V: (time) => zeros(isoOf(time).week, 2),
  w: (time) => zeros((weekday(time) + 1) % 7, 1),
  W: (time) => zeros(Math.floor((dayOfYear(time) + 6 - weekday(time)) / 7), 2),
  x: composed("%m/%d/%y"),
  X: composed("%H:%M:%S"),
  y: (time) => zeros(time.year % 100, 2),
  Y: (time) => zeros(time.year, 1),
  "%": () => "%",
};

/** mktime: the fields read as a time of this machine's zone. */
function localEpochSeconds(time: TimeFields): number {
  const local = new Date(2000, time.month - 1, time.day, time.hour, time.minute, time.second);
  local.setFullYear(time.year, time.month - 1, time.day);
  return Math.floor(local.getTime() / 1000);
}

function applyFlags(directive: Directive, flags: string, width: number | undefined): string {
  const padding = [...flags].filter((flag) => flag === "-" || flag === "_" || flag === "0").at(-1);
  let text: string;
  if (typeof directive === "string") text = directive.padStart(width ?? 0, padding === "0" ? "0" : " ");
  else {
    const fill = padding === "_" ? " " : padding === "0" ? "0" : directive.fill;
    text =
      padding === "-"
        ? String(directive.number)
        : String(directive.number).padStart(width ?? directive.width, fill);
  }
  if (flags.includes("^")) return text.toUpperCase();
  if (!flags.includes("#")) return text;
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}
