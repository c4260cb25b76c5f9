/** What a Metabase shows, to be read: pages with their tiles, and each question's SQL and settings. */
import type { Store } from "./fake-metabase/store.ts";

interface Shown {
  readonly collections: readonly { readonly name: string }[];
  readonly cards: readonly {
    readonly entity_id: string;
    readonly name: string;
    readonly display: string;
    readonly description: string | null;
    readonly sql: string;
    readonly collection: string;
    readonly tags: readonly {
      readonly name: string;
      readonly dimension: string;
      readonly "widget-type": string;
    }[];
    readonly visualization_settings: { readonly [key: string]: unknown };
  }[];
  readonly dashboards: readonly {
    readonly name: string;
    readonly description: string;
    readonly collection: string;
    readonly parameters: readonly object[];
    readonly dashcards: readonly {
      readonly row: number;
      readonly col: number;
      readonly size_x: number;
      readonly size_y: number;
      readonly parameter_mappings: readonly { readonly parameter_id: string }[];
      readonly visualization_settings: { readonly [key: string]: unknown };
    }[];
  }[];
}

export function writeSnapshot(store: Store): string {
  const { collections, cards, dashboards } = store.snapshot() as Shown;
  const pages = dashboards.map(({ name, description, collection, parameters, dashcards }) =>
    [
      `# ${name} (in ${collection})`,
      ...description.split("\n").map((line) => `> ${line}`),
      ...parameters.map((parameter) => `filter ${JSON.stringify(parameter)}`),
      ...dashcards.map(
        ({
          row,
          col,
          size_x,
          size_y,
          parameter_mappings,
          visualization_settings: { "tsmodel.tile": key, ...settings },
        }) =>
          [
            `${row},${col} ${size_x}x${size_y} ${String(key)}`,
            parameter_mappings.map(({ parameter_id }) => parameter_id).join(" "),
            Object.keys(settings).length === 0 ? "" : JSON.stringify(settings),
          ]
            .filter(Boolean)
            .join(" | "),
      ),
    ].join("\n"),
  );
  const questions = [...cards]
    .sort((a, b) => (a.sql < b.sql ? -1 : 1))
    .map(({ name, display, description, sql, entity_id, collection, tags, visualization_settings }) =>
      [
        `## ${name} (${display}, ${entity_id}, in ${collection})`,
        ...(description === null ? [] : [`> ${description}`]),
        sql,
        ...tags.map((tag) => `tag ${tag.name}: ${tag.dimension} ${tag["widget-type"]}`),
        ...Object.entries(visualization_settings).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
      ].join("\n"),
    );
  return `${[`collections: ${collections.map(({ name }) => name).join(", ")}`, ...pages, ...questions].join("\n\n")}\n`;
}
