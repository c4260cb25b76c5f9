/** SQL and Jinja with line numbers; source and compiled as tabs. */
import type { Page } from "../data/site-data.ts";
import { html, nothing, raw, type Html } from "../html/html.ts";
import { highlightLines } from "../html/highlight-code.ts";
import { renderCopy } from "./marks.ts";
import type { Site } from "./site.ts";

export function renderCode(site: Site, page: Page): Html {
  const source = page.code?.replace(/\s+$/, "") ?? "";
  const compiled = page.compiled?.trim() ?? "";
  const tabs: [key: string, title: string, code: string][] = [
    ["source", "Source", source],
    ["compiled", "Compiled", compiled],
  ];
  const present = tabs.filter(([, , code]) => code !== "");
  if (present.length === 0) return nothing;
  const buttons = present.map(
    ([key, title], at) =>
      html`<button
        type="button"
        role="tab"
        id="code-tab-${key}"
        aria-controls="code-${key}"
        aria-selected="${at === 0 ? "true" : "false"}"
        ${at === 0 ? nothing : raw(' tabindex="-1"')}
      >
        ${title}
      </button>`,
  );
  return html`<section id="code" class="block">
    <div class="block-head">
      <h2>Code</h2>
      <div class="tabs" role="tablist" aria-label="Code">${buttons}</div>
    </div>
    ${present.map(
      ([key, title, code], at) =>
        html`<div
          role="tabpanel"
          id="code-${key}"
          aria-labelledby="code-tab-${key}"
          ${at === 0 ? nothing : raw(" hidden")}
        >
          ${renderLines(code, key === "source" && page.language === "sql" ? "jinja" : page.language, `${title.toLowerCase()} code`, (call, names) => site.refersTo(call, names))}
        </div>`,
    )}
  </section>`;
}

export function renderLines(
  code: string,
  language: string,
  label: string,
  findLink?: Parameters<typeof highlightLines>[2],
): Html {
  const lines = highlightLines(code, language, findLink);
  const body = raw(lines.map(({ text }) => `<span class="l">${text}\n</span>`).join(""));
  return html`<div class="code">
    ${renderCopy(code, label)}
    <pre tabindex="0"><code class="d${String(lines.length).length}">${body}</code></pre>
  </div>`;
}
