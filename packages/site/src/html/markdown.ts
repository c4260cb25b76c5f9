/**
 * The Markdown of descriptions: headings, paragraphs, lists, tables, quotes, fences, code, bold, emphasis, strike,
 * links, pictures that lie beside the page. HTML in it is shown as text; a link can lead to http(s), mail or a place of
 * this site, never to a script.
 */
import { escapeHtml, Html } from "./html.ts";
import { highlightCode } from "./highlight-code.ts";

/** `top`: the level that "#" becomes. */
export function renderMarkdown(text: string, top = 3): Html {
  return new Html(renderBlocks(text.replaceAll("\r\n", "\n").split("\n"), top));
}

/** One line without marks, for lists and search results. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/```[\s\S]*?(```|$)/g, " ")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^[\s>]*(#{1,6}|[-*+]|\d+\.)\s+/gm, "")
    .replace(/[*_`~]{1,3}(\S[^*_`~]*)[*_`~]{1,3}/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

function renderBlocks(lines: readonly string[], top: number): string {
  const out: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === "") {
      at++;
      continue;
    }
    const block = BLOCKS.find(({ starts }) => starts(line, lines[at + 1])) ?? PARAGRAPH;
    const end = block.end(lines, at);
    out.push(block.render(lines.slice(at, end), top));
    at = end;
  }
  return out.join("");
}

interface Block {
  starts(line: string, next: string | undefined): boolean;
  /** Index after the block's last line; always beyond `at`. */
  end(lines: readonly string[], at: number): number;
  render(lines: readonly string[], top: number): string;
}

const FENCE = /^\s*(```|~~~)\s*([\w+-]*)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*\s*$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s*>\s?/;

const while_ = (lines: readonly string[], at: number, goesOn: (line: string) => boolean): number => {
  let end = at + 1;
  while (end < lines.length && goesOn(lines[end]!)) end++;
  return end;
};

const PARAGRAPH: Block = {
  starts: () => true,
  end: (lines, at) =>
    while_(lines, at, (line) => line.trim() !== "" && !BLOCKS.some(({ starts }) => starts(line, undefined))),
  render: (lines) =>
    `<p>${renderInline(lines.map((line) => line.trimStart()).join("\n")).replace(/( {2,}|\\)\n/g, "<br>")}</p>`,
};

const BLOCKS: readonly Block[] = [
  {
    starts: (line) => FENCE.test(line),
    end: (lines, at) => {
      const mark = FENCE.exec(lines[at]!)![1]!;
      const end = while_(lines, at, (line) => !line.trim().startsWith(mark));
      return Math.min(end + 1, lines.length);
    },
    render: (lines) => {
      const [, mark, language] = FENCE.exec(lines[0]!)!;
      const body = lines.slice(
        1,
        lines.at(-1)!.trim().startsWith(mark!) && lines.length > 1 ? -1 : undefined,
      );
      return `<pre><code>${highlightCode(body.join("\n"), /^(sql|jinja|py|python)$/.test(language!) ? language! : "text").text}</code></pre>`;
    },
  },
  {
    starts: (line) => HEADING.test(line),
    end: (_, at) => at + 1,
    render: (lines, top) => {
      const [, marks, title] = HEADING.exec(lines[0]!)!;
      const level = Math.min(6, top - 1 + marks!.length);
      return `<h${level}>${renderInline(title!)}</h${level}>`;
    },
  },
  { starts: (line) => RULE.test(line), end: (_, at) => at + 1, render: () => "<hr>" },
  {
    starts: (line) => QUOTE.test(line),
    end: (lines, at) => while_(lines, at, (line) => QUOTE.test(line)),
    render: (lines, top) =>
      `<blockquote>${renderBlocks(
        lines.map((line) => line.replace(QUOTE, "")),
        top,
      )}</blockquote>`,
  },
  {
    starts: (line, next) => line.includes("|") && next !== undefined && next.includes("|") && isDivider(next),
    end: (lines, at) => while_(lines, at, (line) => line.includes("|")),
    render: renderTable,
  },
  {
    starts: (line) => ITEM.test(line),
    end: (lines, at) =>
      while_(
        lines,
        at,
        (line) => ITEM.test(line) || (line.trim() !== "" && /^\s/.test(line)) || isLazy(line),
      ),
    render: (lines, top) => renderList(lines, top),
  },
];

/** A line that goes on with the item before it although it is not indented. */
const isLazy = (line: string): boolean =>
  line.trim() !== "" && !HEADING.test(line) && !FENCE.test(line) && !QUOTE.test(line) && !RULE.test(line);

const isDivider = (line: string): boolean =>
  /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(line) && line.includes("-");

function renderTable(lines: readonly string[]): string {
  const cells = (line: string): string[] =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|"));
  const align = cells(lines[1]!).map((mark) => (/^-+:$/.test(mark) ? ' class="n"' : ""));
  const row = (line: string, tag: string): string =>
    `<tr>${cells(line)
      .map((cell, index) => `<${tag}${align[index] ?? ""}>${renderInline(cell)}</${tag}>`)
      .join("")}</tr>`;
  return `<div class="scroll"><table><thead>${row(lines[0]!, "th")}</thead><tbody>${lines
    .slice(2)
    .map((line) => row(line, "td"))
    .join("")}</tbody></table></div>`;
}

/** Items begin at the first item's indentation; what stands deeper is the item's own text. */
function renderList(lines: readonly string[], top: number): string {
  const [, indent, mark] = ITEM.exec(lines[0]!)!;
  const items: string[][] = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item && item[1]!.length <= indent!.length) items.push([line.slice(item[0].length)]);
    else items.at(-1)!.push(line.trim() === "" ? "" : line.replace(/^\s{1,4}/, ""));
  }
  const body = items
    .map((item) => {
      const inner = renderBlocks(item, top);
      return `<li>${/^<p>(?:(?!<p>).)*<\/p>/s.test(inner) ? inner.replace(/^<p>|<\/p>/g, "") : inner}</li>`;
    })
    .join("");
  const tag = /\d/.test(mark!) ? "ol" : "ul";
  return `<${tag}>${body}</${tag}>`;
}

/** Code first, so that marks inside it stay as they are. */
function renderInline(text: string): string {
  return text
    .split(/(``[^`]+``|`[^`]+`)/)
    .map((piece) =>
      /^`[^]*`$/.test(piece) && piece.length > 2
        ? `<code>${escapeHtml(piece.replace(/^`+ ?| ?`+$/g, ""))}</code>`
        : renderMarks(escapeHtml(piece)),
    )
    .join("");
}

function renderMarks(escaped: string): string {
  const kept: string[] = [];
  const keep = (markup: string): string => `\u0000${kept.push(markup) - 1}\u0000`;
  return escaped
    .replaceAll("\u0000", "")
    .replace(/!\[([^\]]*)\]\(([^()\s]+)[^()]*\)/g, (whole, label: string, target: string) =>
      isNearPicture(target)
        ? keep(`<img src="${target}" alt="${label}" loading="lazy">`)
        : isSafeLink(target)
          ? keep(`<a href="${target}" rel="noreferrer">${label || target}</a>`)
          : whole,
    )
    .replace(/\[([^\]]+)\]\(([^()\s]+)[^()]*\)/g, (whole, label: string, target: string) =>
      isSafeLink(target) ? keep(`<a href="${target}" rel="noreferrer">`) + label + keep("</a>") : whole,
    )
    .replace(
      /(^|[\s(])(https?:\/\/[^\s<>"'&]+[^\s<>"'&.,;:!?)])/g,
      (_, before: string, target: string) =>
        before + keep(`<a href="${target}" rel="noreferrer">${target}</a>`),
    )
    .replace(/\*\*(\S(?:[^*]*\S)?)\*\*/g, "<strong>$1</strong>")
    .replace(/(^|[\s(])__(\S(?:[^_]*\S)?)__(?=$|[\s).,;:!?])/g, "$1<strong>$2</strong>")
    .replace(/(^|[\s(>])\*([^*\s](?:[^*]*[^*\s])?)\*/g, "$1<em>$2</em>")
    .replace(/(^|[\s(])_([^_\s](?:[^_]*[^_\s])?)_(?=$|[\s).,;:!?])/g, "$1<em>$2</em>")
    .replace(/~~([^~]+)~~/g, "<del>$1</del>")
    .replace(/\u0000(\d+)\u0000/g, (_, index: string) => kept[Number(index)]!);
}

const isSafeLink = (target: string): boolean =>
  /^(https?:\/\/|mailto:[^:]*$|#)/i.test(target) ||
  (/^[\w./%~@-][\w./%~@#?=+,-]*$/.test(target) && !target.startsWith("//"));

/** Nothing is fetched from the network: only pictures that were copied beside the page are shown. */
const isNearPicture = (target: string): boolean =>
  /^[\w./%~@-]+\.(png|jpe?g|gif|svg|webp|avif)$/i.test(target) && !target.startsWith("//");
