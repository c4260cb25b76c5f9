/** Contrast by WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
import { describe, expect, test } from "vitest";
import { dark, light, type Theme } from "../src/page/palette.ts";

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

test("contrast is computed as WCAG says", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

describe.each([
  ["light", light],
  ["dark", dark],
] as readonly (readonly [string, Theme])[])("%s theme", (_, theme) => {
  const grounds = { page: theme.page, surface: theme.surface };
  test.each(["ink", "muted", "accent"] as const)("text in %s: 4.5 to 1", (name) => {
    for (const [ground, color] of Object.entries(grounds))
      expect(contrast(theme[name], color), ground).toBeGreaterThanOrEqual(4.5);
  });
  // Verdicts stand on tiles only.
  test.each(["good", "fair", "bad"] as const)("text in %s: 4.5 to 1", (name) =>
    expect(contrast(theme[name], theme.surface)).toBeGreaterThanOrEqual(4.5),
  );
  test.each(theme.series.map((color, index) => [index + 1, color] as const))(
    "marks of series %d: 3 to 1",
    (_, color) => expect(contrast(color, theme.surface)).toBeGreaterThanOrEqual(3),
  );
  test.each(theme.heat.map(([ground, ink], index) => [index, ground, ink] as const))(
    "text on heat %d: 4.5 to 1",
    (_, ground, ink) => expect(contrast(ground, ink)).toBeGreaterThanOrEqual(4.5),
  );
  test("heat goes one way", () => {
    const steps = theme.heat.map(([ground]) => luminance(ground));
    const sorted = [...steps].sort((a, b) => a - b);
    expect(steps).toEqual(theme === light ? sorted.reverse() : sorted);
  });
});
