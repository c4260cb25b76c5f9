/** Colours of both themes, those of the dashboards' pages. A test checks their contrast. */

export interface Theme {
  /** Behind everything. */
  readonly page: string;
  /** Behind tiles: what text and marks stand on. */
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly hairline: string;
  readonly grid: string;
  readonly axis: string;
  readonly accent: string;
  readonly track: string;
  /** Categories in their order. */
  readonly series: readonly string[];
  readonly good: string;
  readonly fair: string;
  readonly bad: string;
}

export const light: Theme = {
  page: "#f7f8f9",
  surface: "#ffffff",
  ink: "#171b21",
  muted: "#59636e",
  hairline: "#e1e5e9",
  grid: "#edf0f2",
  axis: "#b9c1c9",
  accent: "#1f5fa6",
  track: "#eef1f4",
  series: ["#1f5fa6", "#d9590b", "#0f9d78", "#c46aa6", "#3f4650"],
  good: "#0f7d5f",
  fair: "#9a6b00",
  bad: "#b3261e",
};

export const dark: Theme = {
  page: "#101317",
  surface: "#171b20",
  ink: "#e9edf1",
  muted: "#9ca7b3",
  hairline: "#2a3037",
  grid: "#242a31",
  axis: "#4b545f",
  accent: "#6aaef2",
  track: "#242a31",
  series: ["#4f9be8", "#ee7a33", "#1fb386", "#e48cc0", "#f1f3f5"],
  good: "#46c9a0",
  fair: "#e2b04a",
  bad: "#ff8b80",
};
