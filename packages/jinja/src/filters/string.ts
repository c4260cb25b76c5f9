/** Filters on text. */

import { raise } from "../error.ts";
import { needIndex } from "../runtime/arguments.ts";
import { isTruthy } from "../runtime/compare.ts";
import { PyDict } from "../runtime/data/dict.ts";
import { isIterable, pyLen, toArray } from "../runtime/iterate.ts";
import { htmlSafeJson } from "../runtime/json.ts";
import { escapeHtml, escapeText, softStr, stripTags } from "../runtime/string/markup.ts";
import { stringMethods } from "../runtime/methods/string-methods.ts";
import { add, multiply } from "../runtime/operators.ts";
import { unpack } from "../runtime/unpack.ts";
import { percentFormat } from "../runtime/format/percent-format.ts";
import { getSlice } from "../runtime/attributes.ts";
import type { FilterFunction, Method } from "../runtime/runtime.ts";
import { replaceText, splitLines, strip } from "../runtime/string/string-split.ts";
import { asString, pyRepr, pyStr } from "../runtime/text.ts";
import { pyTypeName } from "../runtime/type-name.ts";
import { requireDefined } from "../runtime/undefined.ts";
import { capitalize, wordRun } from "../runtime/string/unicode.ts";
import type { Kwargs, Value } from "../runtime/data/values.ts";
import { Markup, Tuple, Undefined } from "../runtime/data/values.ts";
import { attributeError, attributeGetter, filter } from "./define.ts";
import { prettyFormat } from "./pretty-format.ts";
import { urlize } from "./urlize.ts";
import { wrapText } from "./wrap-text.ts";

/** A str stays str, a Markup stays Markup. */
function mapText(value: Value, run: (text: string) => string): Value {
  return value instanceof Markup ? new Markup(run(value.text)) : run(softStr(value));
}

function simple(name: string, callee: string, run: (text: string) => string): [string, FilterFunction] {
  return filter(name, { callee }, [], (_runtime, value) => mapText(value, run));
}

/** Parts between white space, hyphens and opening brackets get a capital each. */
function titleWords(text: string): string {
  return text
    .split(/([-\s\x1c-\x1f\x85({[<]+)/)
    .map((part) => {
      const [first = ""] = part;
      return first.toUpperCase() + part.slice(first.length).toLowerCase();
    })
    .join("");
}

/** `value|format(…)`: `value % arguments` */
function formatFilter(value: Value, args: readonly Value[], kwargs: Kwargs | null): Value {
  const hasKwargs = kwargs !== null && Object.keys(kwargs).length > 0;
  if (args.length > 0 && hasKwargs) {
    raise("FilterArgumentError", "can't handle positional and keyword arguments at the same time");
  }
  const values = hasKwargs ? PyDict.fromRecord(kwargs) : new Tuple(args);
  if (value instanceof Markup)
    return new Markup(percentFormat(value.text, values, (item) => escapeHtml(item).text));
  return percentFormat(softStr(value), values);
}

/** The text with the line end that Jinja2 adds in place, with `+=`. */
function indentable(value: Value): string {
  const text = asString(value);
  if (text !== undefined) return text + "\n";
  if (Array.isArray(value)) {
    value.push("\n");
    return attributeError(value, "splitlines");
  }
  requireDefined(value);
  if (value instanceof Tuple) raise("TypeError", 'can only concatenate tuple (not "str") to tuple');
  return raise("TypeError", `unsupported operand type(s) for +=: '${pyTypeName(value)}' and 'str'`);
}

function indent(value: Value, width: Value, first: boolean, blank: boolean): Value {
  const prefix = asString(width) ?? pyStr(multiply(" ", width));
  const text = indentable(value);
  const [head = "", ...rest] = splitLines(text);
  const indented = rest.map((line) => (blank || line !== "" ? prefix + line : line));
  const result = (first ? prefix : "") + [head, ...indented].join("\n");
  return value instanceof Markup ? new Markup(result) : result;
}

/** The part between two places of a text, as Python slices whatever the value is. */
function truncate(value: Value, length: number, killWords: boolean, end: string, leeway: number): Value {
  if (length < end.length) raise("AssertionError", `expected length >= ${end.length}, got ${length}`);
  if (leeway < 0) raise("AssertionError", `expected leeway >= 0, got ${leeway}`);
  if (pyLen(value) <= length + leeway) return value;
  const cut = getSlice(value, null, length - end.length, null);
  if (killWords) return add(cut, end);
  const text = asString(cut) ?? attributeError(cut, "rsplit");
  const at = text.lastIndexOf(" ");
  return add(
    value instanceof Markup
      ? new Markup(at === -1 ? text : text.slice(0, at))
      : at === -1
        ? text
        : text.slice(0, at),
    end,
  );
}

const quotedForQuery = /[A-Za-z0-9_.\-~]/;

function quoteUrl(value: Value, forQuery: boolean): string {
  let result = "";
  for (const byte of new TextEncoder().encode(pyStr(value))) {
    const character = String.fromCharCode(byte);
    if (byte < 128 && (quotedForQuery.test(character) || (character === "/" && !forQuery)))
      result += character;
    else if (character === " " && forQuery) result += "+";
    else result += "%" + byte.toString(16).toUpperCase().padStart(2, "0");
  }
  return result;
}

function urlEncode(value: Value): string {
  if (asString(value) !== undefined || !isIterable(value)) return quoteUrl(value, false);
  const entries = value instanceof PyDict ? value.entries() : toArray(value).map((pair) => unpack(pair, 2));
  return entries
    .map(([key, item]) => `${quoteUrl(key as Value, true)}=${quoteUrl(item as Value, true)}`)
    .join("&");
}

/** For filters that call a method on their value: the parse phase's undefined gives nothing, everything else raises. */
function methodOwner(value: Value, method: string): string {
  if (value instanceof Undefined && value.capture) return "";
  requireDefined(value);
  return attributeError(value, method);
}

function xmlAttributes(value: Value, autospace: boolean): string {
  if (!(value instanceof PyDict)) return methodOwner(value, "items");
  const parts: string[] = [];
  for (const [key, item] of value.entries()) {
    if (item === null || item instanceof Undefined) continue;
    const name =
      asString(key) ??
      raise("TypeError", "expected string or bytes-like object, got '" + pyTypeName(key) + "'");
    if (/[ \t\n\r\f\v/>=]/.test(name))
      raise("ValueError", `Invalid character in attribute name: ${pyRepr(key)}`);
    parts.push(`${escapeHtml(key).text}="${escapeHtml(item).text}"`);
  }
  const text = parts.join(" ");
  return autospace && text !== "" ? " " + text : text;
}

/** `value.striptags()` of what the value looks like in HTML. */
function striptagsOf(value: Value): string {
  return stripTags(softStr(value));
}

export const stringFilters: readonly [string, FilterFunction][] = [
  simple("upper", "do_upper", (text) => text.toUpperCase()),
  simple("lower", "do_lower", (text) => text.toLowerCase()),
  simple("capitalize", "do_capitalize", capitalize),
  filter("title", { callee: "do_title" }, [], (_runtime, value) => titleWords(softStr(value))),
  filter("trim", { callee: "do_trim" }, ["chars"], (_runtime, value, [chars = null]) =>
    mapText(value, (text) =>
      strip(
        text,
        chars === null ? null : (asString(chars) ?? raise("TypeError", "strip arg must be None or str")),
      ),
    ),
  ),
  filter("center", { callee: "do_center" }, ["width"], (runtime, value, [width = 80]) => {
    const center = stringMethods.get("center") as Method<string>;
    return mapText(value, (text) => pyStr(center(text, [width], null, runtime)));
  }),
  filter("string", { callee: "soft_str" }, [], (_runtime, value) =>
    value instanceof Markup ? value : pyStr(value),
  ),
  filter(
    "replace",
    { callee: "do_replace", hidden: 2, required: 2 },
    ["old", "new", "count"],
    (_runtime, value, [old, text, count = null]) =>
      replaceText(
        pyStr(value),
        pyStr(old as Value),
        pyStr(text as Value),
        count === null ? -1 : needIndex(count),
      ),
  ),
  ["format", (_runtime, value, args, kwargs) => formatFilter(value, args, kwargs)],
  filter(
    "indent",
    { callee: "do_indent" },
    ["width", "first", "blank"],
    (_runtime, value, [width = 4, first = false, blank = false]) =>
      indent(value, width, isTruthy(first), isTruthy(blank)),
  ),
  filter(
    "truncate",
    { callee: "do_truncate", hidden: 2 },
    ["length", "killwords", "end", "leeway"],
    (_runtime, value, [length = 255, killWords = false, end = "...", leeway = null]) =>
      truncate(
        value,
        needIndex(length),
        isTruthy(killWords),
        pyStr(end),
        leeway === null ? 5 : needIndex(leeway),
      ),
  ),
  filter(
    "wordwrap",
    { callee: "do_wordwrap", hidden: 2 },
    ["width", "break_long_words", "wrapstring", "break_on_hyphens"],
    (_runtime, value, [width = 79, breakLong = true, wrapString = null, onHyphens = true]) => {
      const text = asString(value) ?? methodOwner(value, "splitlines");
      const by = wrapString === null ? "\n" : pyStr(wrapString);
      const options = {
        width: needIndex(width),
        breakLongWords: isTruthy(breakLong),
        breakOnHyphens: isTruthy(onHyphens),
      };
      return splitLines(text)
        .map((line) => wrapText(line, options).join(by))
        .join(by);
    },
  ),
  filter(
    "wordcount",
    { callee: "do_wordcount" },
    [],
    (_runtime, value) => softStr(value).match(wordRun())?.length ?? 0,
  ),
  filter("striptags", { callee: "do_striptags" }, [], (_runtime, value) => striptagsOf(value)),
  filter("safe", { callee: "do_mark_safe" }, [], (_runtime, value) => new Markup(pyStr(value))),
  filter("escape", { callee: "escape" }, [], (_runtime, value) => escapeHtml(value)),
  filter("e", { callee: "escape" }, [], (_runtime, value) => escapeHtml(value)),
  filter(
    "forceescape",
    { callee: "do_forceescape" },
    [],
    (_runtime, value) => new Markup(escapeText(pyStr(value))),
  ),
  filter(
    "tojson",
    { callee: "do_tojson", hidden: 2 },
    ["indent"],
    (_runtime, value, [by = null]) => new Markup(htmlSafeJson(value, by === null ? null : needIndex(by))),
  ),
  filter("pprint", { callee: "do_pprint" }, [], (_runtime, value) => prettyFormat(value)),
  filter("urlencode", { callee: "do_urlencode" }, [], (_runtime, value) => urlEncode(value)),
  filter(
    "xmlattr",
    { callee: "do_xmlattr", hidden: 2 },
    ["autospace"],
    (_runtime, value, [autospace = true]) => xmlAttributes(value, isTruthy(autospace)),
  ),
  filter(
    "urlize",
    { callee: "do_urlize", hidden: 2 },
    ["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"],
    (_runtime, value, [limit = null, nofollow = false, target = null, rel = null, schemes = null]) =>
      urlize(escapeHtml(value).text, {
        trimLimit: limit === null ? null : needIndex(limit),
        nofollow: isTruthy(nofollow),
        target: target === null ? null : pyStr(target),
        rel: rel === null ? "" : pyStr(rel),
        extraSchemes: schemes === null ? [] : toArray(schemes).map(pyStr),
      }),
  ),
  filter(
    "join",
    { callee: "sync_do_join", hidden: 2 },
    ["d", "attribute"],
    (runtime, value, [by = "", attribute = null]) => {
      const items = toArray(value);
      const separator = pyStr(by);
      const get = attribute === null ? null : attributeGetter(runtime, attribute);
      let text = "";
      for (let i = 0; i < items.length; i++) {
        const item = items[i] as Value;
        if (i > 0) text += separator;
        text += pyStr(get === null ? item : get(item));
      }
      return text;
    },
  ),
];
