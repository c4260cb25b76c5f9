/** Numbers and names as people read them in a terminal. */

const counts = /\B(?=(\d{3})+(?!\d))/g;

/** 28717 → "28,717" */
export const formatCount = (value: number): string => String(Math.round(value)).replace(counts, ",");

/** Seconds → "12 ms", "1.4 s", "2 min 03 s". */
export function formatDuration(seconds: number): string {
  if (seconds < 0.9995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** Bytes → "4.2 MB" (powers of 1,000). */
export function formatSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** "1 model", "3 models"; nouns in -y and -s as English has them. */
export function pluralize(count: number, noun: string): string {
  if (count === 1) return `${formatCount(count)} ${noun}`;
  const plural = /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : /(s|sh|ch|x|z)$/.test(noun) ? `${noun}es` : `${noun}s`;
  return `${formatCount(count)} ${plural}`;
}

/** Cuts the middle out of what is too wide: "mart_task_prod…_weekly". */
export function cutMiddle(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) * 0.6);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}

/** "YYYY-…" instant → "HH:MM:SS" in UTC, as dbt prints it. */
export const formatClock = (at: Date): string => at.toISOString().slice(11, 19);
