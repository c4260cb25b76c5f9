/** Explanations → one HTML file that needs nothing else, in the look of the dashboards. */
import { createHash } from "node:crypto";
import { escapeHtml, periods, renderStyle, THEME_SCRIPT } from "@tsmodel/dashboards";
import type { Explained, Explanation } from "./explanation.ts";
import type { Split } from "./movement.ts";
import { write, writeChange, writeDifference } from "./say.ts";

export interface ExplanationPageOptions {
  /** Pages beside this one, in their order. */
  readonly pages: readonly { readonly file: string; readonly title: string }[];
}

const TITLES: { readonly [group in "attention" | "moved"]: readonly [string, string] } = {
  attention: [
    "Worth a look",
    "A line, a goal or a limit is broken, or the figure is outside of its usual range.",
  ],
  moved: ["Moved", "Within the usual range, and on the right side of every line."],
};

const STYLE = `.says{margin:12px 0 0;padding:0;list-style:none;display:flex;flex-direction:column;gap:6px;max-width:76ch}
.says .rule{color:var(--bad)}
.says .look{color:var(--muted)}
.says sup a{text-decoration:none;font-variant-numeric:tabular-nums}
.move{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;font-variant-numeric:tabular-nums}
.move strong{font-size:20px;font-weight:600}
.move .good{color:var(--good)}.move .bad{color:var(--bad)}
.tile pre{overflow-x:auto;margin:8px 0 0;padding:12px;background:var(--track);border-radius:6px;line-height:1.45}
.tile table{border-collapse:collapse;margin-top:8px;font-variant-numeric:tabular-nums}
.tile th,.tile td{text-align:right;white-space:nowrap;padding:4px 12px 4px 0;border-bottom:1px solid var(--hairline)}
.tile th:first-child,.tile td:first-child{text-align:left}
.scroll{overflow-x:auto}
.tile details{margin-top:8px}
.same{margin:0;padding:0;list-style:none;color:var(--muted);display:flex;flex-wrap:wrap;gap:4px 24px}`;

export function renderExplanationPage(
  { project, asOf, explained, failures }: Explanation,
  { pages }: ExplanationPageOptions,
): string {
  const style = `${renderStyle()}\n${STYLE}`;
  const policy = `default-src 'none'; style-src 'sha256-${hash(style)}'; script-src 'sha256-${hash(THEME_SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const links = [
    ...pages.map(({ file, title }) => `<li><a href="${encodeURI(file)}">${escapeHtml(title)}</a></li>`),
    '<li><a aria-current="page" href="#content">What moved</a></li>',
  ];
  const locale = explained[0]?.movement.dashboard.locale ?? "en-GB";
  const same = explained.filter(({ group }) => group === "same");
  return `<!doctype html>
<html lang="${escapeHtml(locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>What moved: ${escapeHtml(project)}</title>
<script>${THEME_SCRIPT}</script>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the figures</a>
<header class="top">
<nav class="bar-top" aria-label="Pages"><ul class="pages">${links.join("")}</ul></nav>
<div class="intro"><div><h1>What moved</h1><div class="lead"><p>The last complete period of each measure against the one before. Every sentence has the query that its figures are from.</p></div></div><p class="asof">As of ${escapeHtml(periods.formatDate(asOf.toISOString().slice(0, 10), locale))}</p></div>
</header>
<main id="content"><div class="panel">
${renderGroup("attention", explained)}
${renderGroup("moved", explained)}
${same.length === 0 ? "" : `<div class="row-head"><h2>As before</h2></div><section class="tile"><ul class="same">${same.map(({ movement }) => `<li>${escapeHtml(movement.measure.label)} ${escapeHtml(write(movement.after, movement))}</li>`).join("")}</ul></section>`}
${failures.map((failure) => `<section class="tile"><p class="state error">${escapeHtml(failure)}</p></section>`).join("")}
</div></main>
<footer>Made by tsmodel explain-metrics from the queries of the dashboards. Weeks and days are in UTC.</footer>
</body>
</html>
`;
}

/** Numbers stay on the line of their unit. */
const escapeText = (text: string): string =>
  escapeHtml(text.replaceAll(/(\d) (%|points?|days?|hours?)/g, "$1\u00a0$2"));

const hash = (text: string): string => createHash("sha256").update(text, "utf8").digest("base64");

function renderGroup(group: "attention" | "moved", explained: readonly Explained[]): string {
  const members = explained.filter((each) => each.group === group);
  if (members.length === 0)
    return group === "attention"
      ? '<section class="tile"><p>No line is broken and nothing is outside of its usual range.</p></section>'
      : "";
  const [title, text] = TITLES[group];
  return `<div class="row-head"><h2>${title}</h2><p>${text}</p></div>\n${members.map(renderTile).join("\n")}`;
}

function renderTile({ movement, sentences }: Explained): string {
  const { measure, direction, before, after, name, driver, dashboard } = movement;
  const id = name.replaceAll(/[^\w-]/g, "-");
  const queries = [...new Set(sentences.flatMap(({ query }) => query ?? []))];
  const tone = direction === "better" ? "good" : direction === "worse" ? "bad" : "";
  const says = sentences.map(({ topic, text, query }) => {
    const mark =
      query === undefined
        ? ""
        : `<sup> <a href="#${id}-q${queries.indexOf(query) + 1}" aria-label="Query ${queries.indexOf(query) + 1}">${queries.indexOf(query) + 1}</a></sup>`;
    return `<li${topic === "rule" ? ' class="rule"' : topic === "look-at" ? ' class="look"' : ""}>${topic === "look-at" ? "Look at: " : ""}${escapeText(text)}${mark}</li>`;
  });
  const sql = queries.map(
    (query, index) =>
      `<details id="${id}-q${index + 1}"><summary>Query ${index + 1}</summary><pre>${escapeHtml(query)}</pre></details>`,
  );
  return `<section class="tile" id="${id}" aria-labelledby="${id}-h"><h3 id="${id}-h">${escapeHtml(measure.label)}</h3>
<p class="move"><span>${escapeHtml(write(before, movement))} →</span> <strong>${escapeHtml(write(after, movement))}</strong> <span${tone === "" ? "" : ` class="${tone}"`}>${escapeHtml(writeChange(movement))}${tone === "" ? "" : `, ${direction}`}</span></p>
<ul class="says">${says.join("")}</ul>
${driver === undefined ? (movement.unsplit === undefined ? "" : `<p class="note">Not split by segment: ${escapeHtml(movement.unsplit)}.</p>`) : `<details><summary>All segments by ${escapeHtml(driver.label)}</summary>${renderSplit(driver, movement)}</details>`}
${sql.join("\n")}
<p class="note">On <a href="${encodeURI(dashboard.key)}.html">${escapeHtml(dashboard.title)}</a> as ${escapeHtml(name)}</p></section>`;
}

function renderSplit({ label, contributions }: Split, movement: Explained["movement"]): string {
  const isRatio = contributions[0]?.rate !== undefined;
  const figure = (value: number | null): string => (value === null ? "" : escapeHtml(write(value, movement)));
  const difference = (value: number): string => escapeHtml(writeDifference(value, movement));
  const head = [
    label.charAt(0).toUpperCase() + label.slice(1),
    "Before",
    "After",
    "Part of the change",
    ...(isRatio ? ["By its own figure", "By its share"] : []),
  ];
  const rows = contributions.map(
    (each) =>
      `<tr><td>${escapeHtml(each.label)}</td><td>${figure(each.before)}</td><td>${figure(each.after)}</td><td>${difference(each.contribution)}</td>${isRatio ? `<td>${difference(each.rate!)}</td><td>${difference(each.mix!)}</td>` : ""}</tr>`,
  );
  return `<div class="scroll"><table><thead><tr>${head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
