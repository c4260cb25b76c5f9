/** SQL with Jinja in it, and Python, in coloured spans: a reading aid, not a parser. Every character stays. */
import { escapeHtml, Html } from "./html.ts";

const SQL_WORDS: ReadonlySet<string> = new Set(
  "add all alter and any array as asc asof between by case cast check coalesce constraint copy create cross current date delete desc distinct drop else end except exclude exists extract false fetch filter first following for foreign from full group grouping having ilike in inner insert interval into is join key last lateral left like limit materialized natural not null nulls offset on or order outer over partition pivot positional preceding primary qualify range recursive references replace returning right row rows schema select semi sets set struct table tablesample temp temporary then time timestamp timestamptz to true try_cast unbounded union unique unnest unpivot update using values view when where window with within".split(
    " ",
  ),
);
const JINJA_WORDS: ReadonlySet<string> = new Set(
  "and block break call continue do elif else endblock endcall endfilter endfor endif endmacro endmaterialization endraw endset endsnapshot endtest false filter for from if import in include is macro materialization none not or raw recursive set snapshot test true with".split(
    " ",
  ),
);
const PYTHON_WORDS: ReadonlySet<string> = new Set(
  "and as assert async await break class continue def del elif else except false finally for from global if import in is lambda none nonlocal not or pass raise return true try while with yield".split(
    " ",
  ),
);

const SQL_TOKEN =
  /(?<note>--[^\n]*|\/\*[^]*?(?:\*\/|$)|\{#[^]*?(?:#\}|$))|(?<jinja>\{\{[^]*?(?:\}\}|$)|\{%[^]*?(?:%\}|$))|(?<text>'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")*"|`[^`]*`)|(?<number>\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)/giu;
const JINJA_TOKEN =
  /(?<mark>^\{[{%][-+]?|[-+]?[}%]\}$)|(?<text>'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*")|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_]*)/giu;
const PYTHON_TOKEN =
  /(?<note>#[^\n]*)|(?<text>(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?))|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_]*)/giu;

/** Who a name in `ref('…')` or `source('…', '…')` is: an address of this site. */
export type FindLink = (call: "ref" | "source", names: readonly string[]) => string | undefined;

/** `language`: sql, jinja, python, py; anything else stays plain. */
export function highlightCode(code: string, language: string, findLink?: FindLink): Html {
  if (language === "python" || language === "py") return new Html(paint(code, PYTHON_TOKEN, PYTHON_WORDS));
  if (language === "sql" || language === "jinja")
    return new Html(paint(code, SQL_TOKEN, SQL_WORDS, findLink));
  return new Html(escapeHtml(code));
}

/** The same, cut into lines: each is whole markup. */
export function highlightLines(code: string, language: string, findLink?: FindLink): Html[] {
  const lines: Html[] = [];
  let open: string[] = [];
  let line = "";
  for (const [piece, newline, tag] of highlightCode(code, language, findLink).text.matchAll(
    /(\n)|(<[^>]*>)|[^<\n]+/g,
  )) {
    if (newline !== undefined) {
      lines.push(new Html(line + closing(open)));
      line = open.join("");
      continue;
    }
    if (tag !== undefined) open = tag.startsWith("</") ? open.slice(0, -1) : [...open, tag];
    line += piece;
  }
  lines.push(new Html(line + closing(open)));
  return lines;
}

const closing = (open: readonly string[]): string =>
  open
    .toReversed()
    .map((tag) => `</${/^<(\w+)/.exec(tag)![1]!}>`)
    .join("");

function paint(code: string, token: RegExp, words: ReadonlySet<string>, findLink?: FindLink): string {
  let out = "";
  let at = 0;
  for (const match of code.matchAll(token)) {
    out += escapeHtml(code.slice(at, match.index));
    at = match.index + match[0].length;
    out += paintToken(match, code, words, findLink);
  }
  return out + escapeHtml(code.slice(at));
}

function paintToken(
  match: RegExpExecArray,
  code: string,
  words: ReadonlySet<string>,
  findLink?: FindLink,
): string {
  const [text] = match;
  const kind = Object.entries(match.groups!).find(([, value]) => value !== undefined)![0];
  if (kind === "jinja")
    return `<span class="t-jinja">${linkCalls(paint(text, JINJA_TOKEN, JINJA_WORDS), text, findLink)}</span>`;
  if (kind !== "word") return `<span class="t-${kind}">${escapeHtml(text)}</span>`;
  if (words.has(text.toLowerCase())) return `<span class="t-key">${text}</span>`;
  const calls = /^\s*\(/.test(code.slice(match.index + text.length, match.index + text.length + 8));
  return calls ? `<span class="t-call">${escapeHtml(text)}</span>` : escapeHtml(text);
}

/** The last name of ref and source leads to what it names. */
function linkCalls(painted: string, text: string, findLink: FindLink | undefined): string {
  if (findLink === undefined) return painted;
  let out = painted;
  for (const [, call, list] of text.matchAll(
    /\b(ref|source)\s*\(\s*((?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))?)/g,
  )) {
    const names = [...list!.matchAll(/'([^']*)'|"([^"]*)"/g)].map((name) => name[1] ?? name[2]!);
    const href = findLink(call as "ref" | "source", names);
    if (href === undefined) continue;
    const quoted = `<span class="t-text">${escapeHtml(/['"][^'"]*['"]$/.exec(list!)![0])}</span>`;
    if (!out.includes(`<a href="${escapeHtml(href)}">`))
      out = out.replace(quoted, `<a href="${escapeHtml(href)}">${quoted}</a>`.replaceAll("$", "$$$$"));
  }
  return out;
}
