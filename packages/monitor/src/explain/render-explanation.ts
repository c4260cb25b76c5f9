/** Explanations → terminal, JSON, Markdown. */
import type { Paint } from "../report/terminal.ts";
import { nameBucket } from "../table/buckets.ts";
import type { Explained, Explanation } from "./explanation.ts";
import { write, writeChange } from "./say.ts";

const TITLES: { readonly [group in Explained["group"]]: string } = {
  attention: "Worth a look",
  moved: "Moved",
  same: "As before",
};

export function renderExplanation(
  { project, target, asOf, explained, failures }: Explanation,
  paint: Paint,
): string {
  const width = Math.max(0, ...explained.map(({ movement }) => movement.measure.label.length));
  const groups = (["attention", "moved"] as const).flatMap((group) => {
    const members = explained.filter((each) => each.group === group);
    return members.length === 0
      ? []
      : [`  ${paint.bold(TITLES[group])}`, ...members.flatMap((each) => renderOne(each, width, paint)), ""];
  });
  const same = explained.filter(({ group }) => group === "same");
  return [
    `${paint.bold("tsmodel explain-metrics")} · ${project} · ${target} · as of ${asOf.toISOString().slice(0, 10)} · the last complete period against the one before`,
    "",
    ...groups,
    ...(same.length === 0
      ? []
      : [
          `  ${TITLES.same}: ${same.map(({ movement }) => `${movement.measure.label} ${write(movement.after, movement)}`).join(", ")}`,
          "",
        ]),
    ...failures.map((failure) => `  ${paint.red("✗")} ${failure}`),
    explained.length === 0
      ? "  no measure has two complete periods yet"
      : paint.dim("  --output json and --out FILE.md or FILE.html give the query behind each sentence"),
  ].join("\n");
}

function renderOne({ movement, sentences, group }: Explained, width: number, paint: Paint): string[] {
  const { direction, change, before, after, measure } = movement;
  const arrow = change === 0 ? "=" : change > 0 ? "▲" : "▼";
  const color =
    direction === "worse" ? paint.red : direction === "better" ? paint.green : (text: string) => text;
  const word = direction === "worse" || direction === "better" ? `  ${color(direction)}` : "";
  return [
    `  ${color(arrow)} ${measure.label.padEnd(width)}  ${write(before, movement)} → ${write(after, movement)}  ${writeChange(movement)}${word}  ${paint.dim(movement.name)}`,
    ...sentences
      .filter(({ topic, isMinor }) => topic !== "change" && !(isMinor && group === "moved"))
      .map(
        ({ topic, text }) =>
          `      ${topic === "rule" ? paint.yellow("! ") : topic === "look-at" ? paint.dim("→ ") : ""}${text}`,
      ),
  ];
}

/** Raised when a key goes or changes its meaning. */
const VERSION = 1;

/** Keys in snake case. `contribution`s of a split add up to `change`. */
export const toExplanationFile = ({ project, target, asOf, explained, failures }: Explanation): object => ({
  schema: "tsmodel/explain-metrics",
  schema_version: VERSION,
  project,
  target,
  as_of: asOf.toISOString(),
  movements: explained.map(({ movement, sentences, group }) => ({
    name: movement.name,
    also: movement.also,
    label: movement.measure.label,
    dashboard: movement.dashboard.key,
    group,
    period: movement.period,
    previous: movement.previous,
    grain: movement.query.grain ?? "day",
    before: movement.before,
    after: movement.after,
    change: movement.change,
    relative_change: movement.relative ?? null,
    direction: movement.direction,
    usual:
      movement.usual === undefined
        ? null
        : {
            status: movement.usual.status,
            expected: movement.usual.expected,
            low: movement.usual.low ?? null,
            high: movement.usual.high ?? null,
            points: movement.usual.points,
            method: movement.usual.method,
          },
    broken_rules: movement.broken,
    splits: movement.splits.map(({ dimension, contributions }) => ({
      dimension,
      is_driver: dimension === movement.driver?.dimension,
      contributions,
    })),
    unsplit: movement.unsplit ?? null,
    sentences: sentences.map(({ topic, text, query }) => ({ topic, text, query: query ?? null })),
  })),
  failures,
});

export function renderExplanationMarkdown({ project, asOf, explained, failures }: Explanation): string {
  const groups = (["attention", "moved"] as const).flatMap((group) => {
    const members = explained.filter((each) => each.group === group);
    return members.length === 0 ? [] : [`## ${TITLES[group]}`, ...members.map(markdownOf)];
  });
  const same = explained.filter(({ group }) => group === "same");
  return `${[
    `# What moved: ${project}`,
    `As of ${asOf.toISOString().slice(0, 10)}: the last complete period of each measure against the one before.`,
    ...groups,
    ...(same.length === 0
      ? []
      : [
          `## ${TITLES.same}`,
          same
            .map(({ movement }) => `- ${movement.measure.label}: ${write(movement.after, movement)}`)
            .join("\n"),
        ]),
    ...failures.map((failure) => `> ${failure}`),
  ].join("\n\n")}\n`;
}

function markdownOf({ movement, sentences }: Explained): string {
  const queries = [...new Set(sentences.flatMap(({ query }) => query ?? []))];
  return [
    `### ${movement.measure.label}`,
    ...sentences.map(({ topic, text, query }) =>
      topic === "look-at"
        ? `**Look at:** ${text}`
        : `${text}${query === undefined ? "" : ` [${queries.indexOf(query) + 1}]`}`,
    ),
    ...queries.map(
      (query, index) =>
        `<details><summary>Query ${index + 1}</summary>\n\n\`\`\`sql\n${query}\n\`\`\`\n\n</details>`,
    ),
    `${movement.name}, ${nameBucket(movement.period, movement.query.grain ?? "day")}`,
  ].join("\n\n");
}
