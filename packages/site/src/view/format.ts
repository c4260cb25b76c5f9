/** Numbers and instants as pages show them. */

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const TENTHS = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

export const formatCount = (count: number): string => WHOLE.format(count);
/** e.g. "12,400", "1.2B": where the place is small */
export const formatShort = (count: number): string =>
  Math.abs(count) < 100_000_000 ? WHOLE.format(count) : SHORT.format(count);
export const formatPercent = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${TENTHS.format((100 * part) / whole)} %`;

/** "1 model", "2 models" */
export const counted = (count: number, one: string, many: string = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** e.g. "0.42 s", "3 min 20 s" */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.0995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** e.g. "3 days", "5 hours": the largest unit that fits. */
export function formatAge(seconds: number): string {
  for (const [unit, length] of [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const)
    if (seconds >= length * 2 || (unit === "day" && seconds >= length))
      return counted(Math.floor(seconds / length), unit);
  return counted(Math.floor(seconds), "second");
}

const INSTANT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** In UTC, so that the page says the same to everybody; text that is no instant stays. */
export function formatInstant(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : `${INSTANT.format(time)} UTC`;
}
