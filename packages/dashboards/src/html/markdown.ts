/**
 * The part of Markdown that notes need: paragraphs, lists, bold, emphasis, code, links to http(s), mail and pages
 * beside this one. Everything else is text; no HTML passes.
 */
import { escapeHtml } from "./escape.ts";

export function renderMarkdown(text: string): string {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => renderBlock(block.split("\n").map((line) => line.trim())))
    .join("");
}

function renderBlock(lines: readonly string[]): string {
  if (/^[-*] /.test(lines[0]!)) return renderList(lines);
  return `<p>${renderInline(lines.join(" "))}</p>`;
}

/** A line without a mark goes on with the item before it. */
function renderList(lines: readonly string[]): string {
  const items: string[] = [];
  for (const line of lines) {
    if (/^[-*] /.test(line)) items.push(line.slice(2));
    else items[items.length - 1] += ` ${line}`;
  }
  return `<ul>${items.map((item) => `<li>${renderInline(item)}</li>`).join("")}</ul>`;
}

/** Code first, so that marks inside it stay. */
function renderInline(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((piece) =>
      /^`.+`$/.test(piece)
        ? `<code>${escapeHtml(piece.slice(1, -1))}</code>`
        : renderMarks(escapeHtml(piece)),
    )
    .join("");
}

function renderMarks(escaped: string): string {
  return escaped
    .replace(/\[([^\]]+)\]\(([^()\s]+)\)/g, (whole, label: string, target: string) =>
      isSafeLink(target) ? `<a href="${target}">${label}</a>` : whole,
    )
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/(^|[\s(])\*([^*\s][^*]*)\*/g, "$1<em>$2</em>");
}

const isSafeLink = (target: string): boolean =>
  /^(https?:\/\/|mailto:|#|\.{0,2}\/?[\w-]+[\w./-]*(#[\w-]*)?$)/i.test(target) &&
  !/^\w+:(?!\/\/)/.test(target.replace(/^mailto:/i, ""));
