/** index.html: the frame around every page, with style, index and script in it. */
import { createHash } from "node:crypto";
import type { SiteIndex } from "../data/site-data.ts";
import { embedJson, escapeHtml } from "../html/html.ts";
import { formatInstant } from "../view/format.ts";
import { renderStyle } from "./style.ts";

/** Before anything is drawn, so that a remembered theme does not flash. */
const THEME_SCRIPT =
  'try{var t=localStorage.getItem("tsmodel-theme");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}';

/** `inPage`: chunks that are written into the page instead of beside it. */
export function renderShell(
  index: SiteIndex,
  client: string,
  inPage: readonly (readonly [name: string, json: string])[],
): string {
  const project = escapeHtml(index.project);
  const scripts = inPage
    .map(([name, json]) => `<script type="application/json" data-chunk="${name}">${json}</script>`)
    .join("\n");
  const links = NAVIGATION.map(
    ([place, title]) => `<a data-nav="${place}" href="#!/${place}">${title}</a>`,
  ).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(client)}">
<meta name="generator" content="tsmodel">
<title>${project} · docs</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%231f5fa6'/%3E%3Cpath d='M4 5h3v6h5' fill='none' stroke='%23fff' stroke-width='1.6'/%3E%3C/svg%3E">
<style>${renderStyle()}</style>
<script>${THEME_SCRIPT}</script>
</head>
<body>
<a class="skip" href="#main">To the page</a>
<header class="top"><button type="button" class="menu" data-side aria-expanded="false" aria-controls="side" aria-label="Tree of the project">☰</button><a class="brand" href="#!/overview">${project}</a>
<div class="search" role="search"><input id="search" type="search" role="combobox" aria-expanded="false" aria-controls="search-results" aria-autocomplete="list" aria-label="Search names, columns, descriptions" placeholder="Search" autocomplete="off" autocapitalize="off" spellcheck="false"><kbd aria-hidden="true">/</kbd><ul id="search-results" role="listbox" aria-label="Results" hidden></ul></div>
<nav class="places" aria-label="Pages">${links}</nav><button type="button" class="theme" data-theme-switch>Theme</button></header>
<div class="frame"><nav class="side" id="side" aria-label="Tree of the project"><div class="switch"><button type="button" data-tree="project" aria-pressed="true">Project</button><button type="button" data-tree="database" aria-pressed="false">Database</button></div><div id="tree"></div></nav>
<main id="main" tabindex="-1"><noscript><p class="empty">This page needs scripts: the models are in the files beside it.</p></noscript></main></div>
<footer>${escapeHtml([index.madeBy, index.adapter].filter(Boolean).join(" · "))} · as of ${escapeHtml(formatInstant(index.generatedAt))}</footer>
<script type="application/json" id="site-index">${embedJson(index)}</script>
${scripts}
<script>${client}</script>
</body>
</html>
`;
}

const NAVIGATION = [
  ["overview", "Overview"],
  ["lineage", "Lineage"],
  ["entities", "Entities"],
  ["health", "Health"],
] as const;

/** Nothing from elsewhere: scripts are these two and the chunks beside the page, pictures lie there too. */
function policy(client: string): string {
  const hashes = [THEME_SCRIPT, client].map(
    (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`,
  );
  return `default-src 'none'; script-src 'self' file: ${hashes.join(" ")}; style-src 'unsafe-inline'; img-src 'self' file: data: blob:; base-uri 'none'; form-action 'none'`;
}
