/** Small repeated pieces: links to nodes, kinds, states with a sign and a word. */
import type { State } from "../data/site-data.ts";
import { html, nothing, type Html } from "../html/html.ts";
import { KIND_NAMES, type Site } from "./site.ts";

const SIGNS: { readonly [state in State]: string } = {
  none: "○",
  good: "✓",
  warn: "!",
  bad: "✕",
  skipped: "–",
};
const WORDS: { readonly [state in State]: string } = {
  none: "never run",
  good: "passed",
  warn: "warned",
  bad: "failed",
  skipped: "skipped",
};

export const renderSign = (state: State, word: string = WORDS[state]): Html =>
  html`<span class="sign ${state}" role="img" aria-label="${word}" title="${word}">${SIGNS[state]}</span>`;

export const renderState = (state: State, word: string = WORDS[state]): Html =>
  html`<span class="state ${state}"><span aria-hidden="true">${SIGNS[state]}</span> ${word}</span>`;

export const renderKind = (site: Site, node: number): Html =>
  html`<span class="kind k-${site.kind(node)}">${KIND_NAMES[site.kind(node)][0]}</span>`;

/** The name as a link; long names break anywhere. */
export const renderLink = (site: Site, node: number): Html =>
  node < 0
    ? nothing
    : html`<a class="node" href="${site.href(node)}"
        ><i class="dot k-${site.kind(node)}"></i>${site.name(node)}</a
      >`;

export const renderTag = (tag: string): Html =>
  html`<a class="chip" href="#!/list?tag=${encodeURIComponent(tag)}">${tag}</a>`;

/** Text with a button that copies it. */
export const renderCopy = (text: string, label: string): Html =>
  html`<button
    type="button"
    class="copy"
    data-copy="${text}"
    aria-label="Copy ${label}"
    title="Copy ${label}"
  >
    Copy
  </button>`;
