/**
 * Keys of visualization settings by display, from Metabase's published reference. Metabase itself ignores a key that it
 * does not know, and draws nothing for a display that it does not know: here both are errors.
 */
const CARTESIAN = [
  "graph.dimensions",
  "graph.metrics",
  "graph.x_axis.scale",
  "graph.x_axis.labels_enabled",
  "graph.x_axis.title_text",
  "graph.y_axis.labels_enabled",
  "graph.y_axis.title_text",
  "graph.y_axis.auto_range",
  "graph.y_axis.min",
  "graph.y_axis.max",
  "graph.y_axis.unpin_from_zero",
  "graph.show_goal",
  "graph.goal_value",
  "graph.goal_label",
  "graph.show_values",
  "graph.label_value_formatting",
  "series_settings",
  "column_settings",
];
const KEYS: { readonly [display: string]: readonly string[] } = {
  line: CARTESIAN,
  area: [...CARTESIAN, "stackable.stack_type"],
  bar: [...CARTESIAN, "stackable.stack_type"],
  scalar: ["scalar.field", "scalar.segments", "column_settings"],
  smartscalar: [
    "scalar.field",
    "scalar.comparisons",
    "scalar.switch_positive_negative",
    "scalar.compact_primary_number",
    "column_settings",
  ],
  gauge: ["gauge.segments", "column_settings"],
  table: [
    "table.columns",
    "table.pivot",
    "table.pivot_column",
    "table.cell_column",
    "table.column_formatting",
    "column_settings",
  ],
};
const COLUMN = [
  "column_title",
  "number_style",
  "currency",
  "decimals",
  "prefix",
  "suffix",
  "scale",
  "date_style",
];
const SERIES = ["title", "color", "display", "axis", "line.style", "line.missing", "line.marker_enabled"];
const COMPARISONS: { readonly [type: string]: readonly string[] } = {
  previousPeriod: [],
  anotherColumn: ["column", "label"],
  staticNumber: ["value", "label"],
};
const FORMATTING: { readonly [type: string]: readonly string[] } = {
  single: ["columns", "type", "operator", "value", "color", "highlight_row"],
  range: ["columns", "type", "colors", "min_type", "min_value", "max_type", "max_value"],
};
const VIRTUAL = ["heading", "text", "link", "iframe"];

type Settings = { readonly [key: string]: unknown };

/** What is wrong, or undefined. */
export function checkCardSettings(display: string, settings: Settings): string | undefined {
  const known = KEYS[display];
  if (known === undefined) return `display ${display}`;
  return (
    firstUnknown(Object.keys(settings), known) ??
    nested(settings.column_settings, (key, value) => {
      const [kind, name] = JSON.parse(key) as unknown[];
      if (kind !== "name" || typeof name !== "string") return `column_settings ${key}`;
      return firstUnknown(Object.keys(value), COLUMN);
    }) ??
    nested(settings.series_settings, (_, value) => firstUnknown(Object.keys(value), SERIES)) ??
    each(settings["scalar.comparisons"], ({ id, type, ...rest }) =>
      typeof id !== "string" || COMPARISONS[String(type)] === undefined
        ? `comparison ${String(type)}`
        : exactly(Object.keys(rest), COMPARISONS[String(type)]!),
    ) ??
    each(settings["table.column_formatting"], (rule) =>
      FORMATTING[String(rule.type)] === undefined
        ? `formatting ${String(rule.type)}`
        : firstUnknown(Object.keys(rule), FORMATTING[String(rule.type)]!),
    ) ??
    each(settings["gauge.segments"] ?? settings["scalar.segments"], ({ min, max, color, label }) =>
      typeof min === "number" &&
      typeof max === "number" &&
      min < max &&
      typeof color === "string" &&
      typeof label === "string"
        ? undefined
        : `segment ${JSON.stringify({ min, max })}`,
    )
  );
}

export function checkTileSettings(isVirtual: boolean, settings: Settings): string | undefined {
  if (!isVirtual)
    return firstUnknown(Object.keys(settings), ["tsmodel.tile", "card.title", "click_behavior"]);
  const { display } = (settings.virtual_card ?? {}) as { display?: string };
  if (!VIRTUAL.includes(display ?? "")) return `virtual card ${display}`;
  return firstUnknown(Object.keys(settings), ["virtual_card", "text", "tsmodel.tile", "dashcard.background"]);
}

const firstUnknown = (keys: readonly string[], known: readonly string[]): string | undefined => {
  const unknown = keys.find((key) => !known.includes(key));
  return unknown === undefined ? undefined : `setting ${unknown}`;
};
const exactly = (keys: readonly string[], known: readonly string[]): string | undefined =>
  firstUnknown(keys, known) ??
  (known.every((key) => keys.includes(key)) ? undefined : `one of ${known.join(", ")} is missing`);

const nested = (
  value: unknown,
  check: (key: string, value: Settings) => string | undefined,
): string | undefined => {
  for (const [key, item] of Object.entries((value ?? {}) as { [key: string]: Settings })) {
    const problem = check(key, item);
    if (problem !== undefined) return problem;
  }
  return undefined;
};
const each = (value: unknown, check: (item: Settings) => string | undefined): string | undefined => {
  for (const item of (value ?? []) as readonly Settings[]) {
    const problem = check(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
};
