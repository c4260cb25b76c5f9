/** HTML-safe text: escaping, and the rule that whatever joins a Markup is escaped. */

import { asString, pyStr } from "../text.ts";
import type { Value } from "../data/values.ts";
import { Markup } from "../data/values.ts";

const unsafe = /[&<>'"]/g;
const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&#39;",
  '"': "&#34;",
};

export function escapeText(text: string): string {
  return text.replace(unsafe, (character) => entities[character] as string);
}

/** `markupsafe.escape(value)` */
export function escapeHtml(value: Value): Markup {
  return value instanceof Markup ? value : new Markup(escapeText(pyStr(value)));
}

/** `soft_str(value)`: str and Markup stay, everything else becomes str. */
export function softStr(value: Value): string {
  return asString(value) ?? pyStr(value);
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** Entities back to characters. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? all;
    const code = hex === undefined ? parseInt(decimal, 10) : parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}

/** The text without comments and tags, white space collapsed. */
export function stripTags(text: string): string {
  let result = text;
  for (let start = result.indexOf("<!--"); start !== -1; start = result.indexOf("<!--")) {
    const end = result.indexOf("-->", start);
    if (end === -1) break;
    result = result.slice(0, start) + result.slice(end + 3);
  }
  for (let start = result.indexOf("<"); start !== -1; start = result.indexOf("<")) {
    const end = result.indexOf(">", start);
    if (end === -1) break;
    result = result.slice(0, start) + result.slice(end + 1);
  }
  return unescapeHtml(
    result
      .split(/[\s\x1c-\x1f\x85]+/)
      .filter((word) => word !== "")
      .join(" "),
  );
}
