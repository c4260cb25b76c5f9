/** URLs and e-mail addresses in text to links. */

import { raise } from "../error.ts";
import { once } from "../runtime/once.ts";
import { escapeText } from "../runtime/string/markup.ts";
import { pyReprString } from "../runtime/string/string-repr.ts";

export interface UrlizeOptions {
  readonly trimLimit: number | null;
  readonly nofollow: boolean;
  readonly target: string | null;
  readonly rel: string;
  readonly extraSchemes: readonly string[];
}

const url = once(
  () =>
    /^(?:(?:https?:\/\/|www\.)(?:(?:[\p{L}\p{N}_%-]+\.)+)?(?:[a-z]{2,63}|xn--[\p{L}\p{N}_%]{2,59})|(?:[\p{L}\p{N}_%-]{2,63}\.)+(?:com|net|int|edu|gov|org|info|mil)|https?:\/\/(?:\d{1,3}(?:\.\d{1,3}){3}|\[(?:[\da-f]{0,4}:){2}(?:[\da-f]{0,4}:?){1,6}\]))(?::\d{1,5})?(?:[/?#]\S*)?$/iu,
);
const email = once(() => /^\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+$/u);
const scheme = once(() => /^[\p{L}\p{N}_.+-]{2,}:\/{0,2}$/u);
const pairs = [
  ["(", ")"],
  ["<", ">"],
  ["&lt;", "&gt;"],
] as const;

/** @param html text that is escaped already */
export function urlize(html: string, options: UrlizeOptions): string {
  for (const prefix of options.extraSchemes) {
    if (!scheme().test(prefix))
      raise("FilterArgumentError", `${pyReprString(prefix)} is not a valid URI scheme prefix.`);
  }
  const rels = new Set(options.rel.split(/\s+/).filter((part) => part !== ""));
  if (options.nofollow) rels.add("nofollow");
  rels.add("noopener");
  const rel = [...rels].sort().join(" ");
  const attributes =
    ` rel="${escapeText(rel)}"` + (options.target === null ? "" : ` target="${escapeText(options.target)}"`);
  return html
    .split(/(\s+)/)
    .map((word) => linkWord(word, attributes, options))
    .join("");
}

function linkWord(word: string, attributes: string, options: UrlizeOptions): string {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? "";
  let middle = word.slice(head.length);
  let tail = /(?:[)>.,\n]|&gt;)+$/.exec(middle)?.[0] ?? "";
  middle = middle.slice(0, middle.length - tail.length);
  for (const [open, close] of pairs) {
    const surplus = count(middle, open) - count(middle, close);
    if (surplus <= 0) continue;
    for (let i = Math.min(count(middle, open), count(tail, close)); i > 0; i--) {
      const end = tail.indexOf(close) + close.length;
      middle += tail.slice(0, end);
      tail = tail.slice(end);
    }
  }
  return head + link(middle, attributes, options) + tail;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function link(text: string, attributes: string, options: UrlizeOptions): string {
  const { trimLimit } = options;
  const shown = trimLimit !== null && text.length > trimLimit ? text.slice(0, trimLimit) + "..." : text;
  if (url().test(text)) {
    const target = /^https?:\/\//.test(text) ? text : "https://" + text;
    return `<a href="${target}"${attributes}>${shown}</a>`;
  }
  if (text.startsWith("mailto:") && email().test(text.slice(7)))
    return `<a href="${text}">${text.slice(7)}</a>`;
  if (text.includes("@") && !/^(?:www\.|@)/.test(text) && !text.includes(":") && email().test(text)) {
    return `<a href="mailto:${text}">${text}</a>`;
  }
  const own = options.extraSchemes.some((prefix) => text !== prefix && text.startsWith(prefix));
  return own ? `<a href="${text}"${attributes}>${text}</a>` : text;
}
