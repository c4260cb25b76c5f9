/** Numbers in sentences of findings. */
import { formatNumber, type Format } from "@tsmodel/dashboards";

/** With plain spaces: terminals and logs are searched. */
export const writeNumber = (value: number, format: Format, locale = "en-GB"): string =>
  formatNumber(value, format, locale).replaceAll("\u00a0", " ");

const SHARE: Format = { style: "percent", decimals: 1 };
const COUNT: Format = { style: "number", decimals: 0 };

export function formatMetric(metric: string, value: number): string {
  if (metric === "null_share") return writeNumber(100 * value, SHARE);
  if (metric.startsWith("row_count") || metric === "distinct_count") return writeNumber(value, COUNT);
  return writeNumber(value, {
    style: "number",
    decimals: Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 3,
  });
}

/** Hours → "3 hours", "8 days", "2 weeks". */
export function formatAge(hours: number): string {
  const write = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (hours < 1) return write(Math.max(0, Math.round(hours * 60)), "minute");
  if (hours < 48) return write(Math.round(hours), "hour");
  return write(Math.round(hours / 24), "day");
}
