/** How numbers are written. The same code runs when the page is built and in the browser. */

export type FormatStyle = "number" | "percent" | "currency" | "compact" | "unit";

export interface Format {
  readonly style: FormatStyle;
  /** Digits after the point: at most, and exactly for percent and currency. */
  readonly decimals: number;
  /** ISO 4217, for currency. */
  readonly currency?: string;
  /** One of ECMA-402's units in the singular, e.g. "day"; or any word, which is put behind as it stands. */
  readonly unit?: string;
}

export const NAMED_FORMATS: { readonly [name: string]: Format } = {
  count: { style: "number", decimals: 0 },
  number: { style: "number", decimals: 2 },
  compact: { style: "compact", decimals: 1 },
  percent: { style: "percent", decimals: 1 },
  days: { style: "unit", unit: "day", decimals: 2 },
  hours: { style: "unit", unit: "hour", decimals: 1 },
  usd: { style: "currency", currency: "USD", decimals: 2 },
  eur: { style: "currency", currency: "EUR", decimals: 2 },
};

const UNITS = new Set([
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "year",
  "byte",
  "kilobyte",
  "megabyte",
  "gigabyte",
]);
const NO_BREAK = "\u00a0";

/** The number and its unit, apart: big numbers write the unit smaller. */
export interface NumberText {
  readonly number: string;
  /** With the space before it; empty where there is none. */
  readonly unit: string;
}

/** Percentages are 0-100. Minus is the mathematical sign. `sign` writes plus as well. */
export function formatParts(value: number, format: Format, locale: string, sign = false): NumberText {
  const signDisplay = sign ? "exceptZero" : "auto";
  const digits = {
    maximumFractionDigits: format.decimals,
    minimumFractionDigits: format.style === "percent" || format.style === "currency" ? format.decimals : 0,
  };
  if (format.style === "unit" && format.unit !== undefined && UNITS.has(format.unit)) {
    const parts = new Intl.NumberFormat(locale, {
      ...digits,
      signDisplay,
      style: "unit",
      unit: format.unit,
      unitDisplay: "long",
    }).formatToParts(value);
    const unit = parts
      .filter((part) => part.type === "unit")
      .map((part) => part.value)
      .join("");
    const number = parts
      .filter((part) => part.type !== "unit" && !(part.type === "literal" && /^\s*$/.test(part.value)))
      .map((part) => part.value)
      .join("");
    return { number: withMinus(number), unit: `${NO_BREAK}${unit}` };
  }
  const options: Intl.NumberFormatOptions =
    format.style === "currency"
      ? { ...digits, style: "currency", currency: format.currency ?? "USD" }
      : format.style === "compact"
        ? { notation: "compact", maximumFractionDigits: format.decimals }
        : digits;
  const number = withMinus(new Intl.NumberFormat(locale, { ...options, signDisplay }).format(value));
  if (format.style === "percent") return { number, unit: `${NO_BREAK}%` };
  return { number, unit: format.unit === undefined ? "" : `${NO_BREAK}${format.unit}` };
}

export function formatNumber(value: number, format: Format, locale: string): string {
  const { number, unit } = formatParts(value, format, locale);
  return number + unit;
}

/** On an axis the unit stands in the subtitle, except the sign of percent. */
export function formatTick(value: number, format: Format, locale: string): string {
  const short: Intl.NumberFormatOptions =
    Math.abs(value) >= 10_000 || format.style === "compact" ? { notation: "compact" } : {};
  const currency: Intl.NumberFormatOptions =
    format.style === "currency"
      ? { style: "currency", currency: format.currency ?? "USD", minimumFractionDigits: 0 }
      : {};
  const text = withMinus(
    new Intl.NumberFormat(locale, { maximumFractionDigits: 2, ...short, ...currency }).format(value),
  );
  return format.style === "percent" ? `${text}${NO_BREAK}%` : text;
}

const withMinus = (text: string): string => text.replaceAll("-", "−");
