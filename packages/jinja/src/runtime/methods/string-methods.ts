/** Methods of str. */

import { raise } from "../../error.ts";
import { bindArguments, checkCount, needIndex, needText } from "../arguments.ts";
import { encodeText } from "../data/bytes.ts";
import { PyDict } from "../data/dict.ts";
import { characters, hasSurrogates, isIterable, textLength, toArray } from "../iterate.ts";
import { asIndex, asInt } from "../number/numbers.ts";
import type { Method } from "../runtime.ts";
import { sliceBounds } from "../slice.ts";
import { formatTemplate } from "../format/string-format.ts";
import { isPrintable } from "../string/string-repr.ts";
import {
  replaceText,
  splitLines,
  splitOn,
  splitOnFromEnd,
  splitWhitespace,
  splitWhitespaceFromEnd,
  strip,
  stripEnd,
  stripStart,
} from "../string/string-split.ts";
import { asString } from "../text.ts";
import { pyTypeName } from "../type-name.ts";
import {
  capitalize,
  caseFold,
  isAlnumText,
  isAlphaText,
  isDecimalText,
  isDigitText,
  isIdentifierText,
  isLowerText,
  isNumericText,
  isSpaceText,
  isTitleText,
  isUpperText,
  swapCase,
  titleCase,
} from "../string/unicode.ts";
import type { Kwargs, Value } from "../data/values.ts";
import { Tuple } from "../data/values.ts";
import { isTruthy } from "../compare.ts";

type StringMethod = Method<string>;

/** A method without arguments. */
function plain(name: string, run: (text: string) => Value): [string, StringMethod] {
  return [
    name,
    (text, args, kwargs) => {
      if (args.length > 0 || kwargs !== null) checkCount("str", name, args, kwargs, 0, 0);
      return run(text);
    },
  ];
}

function counted(
  name: string,
  least: number,
  most: number,
  run: (text: string, args: readonly Value[]) => Value,
): [string, StringMethod] {
  return [
    name,
    (text, args, kwargs) => {
      checkCount("str", name, args, kwargs, least, most);
      return run(text, args);
    },
  ];
}

function stripping(
  name: string,
  run: (text: string, characters: string | null) => string,
): [string, StringMethod] {
  return counted(name, 0, 1, (text, [set = null]) => {
    if (set === null) return run(text, null);
    return run(
      text,
      needText(set, () => `${name} arg must be None or str`),
    );
  });
}

function padding(
  name: string,
  run: (text: string, missing: number, width: number, fill: string) => string,
): [string, StringMethod] {
  return counted(name, 1, 2, (text, [width, fill = " "]) => {
    const target = needIndex(width as Value);
    const character = needText(fill, (type) => `The fill character must be a unicode character, not ${type}`);
    if (textLength(character) !== 1)
      raise("TypeError", "The fill character must be exactly one character long");
    const missing = target - textLength(text);
    return missing <= 0 ? text : run(text, missing, target, character);
  });
}

function splitting(
  name: string,
  onSpace: (text: string, limit: number) => string[],
  onText: (text: string, separator: string, limit: number) => string[],
): [string, StringMethod] {
  return [
    name,
    (text, args, kwargs) => {
      if (args.length > 2) raise("TypeError", `${name}() takes at most 2 arguments (${args.length} given)`);
      const [separator = null, limit = -1] = bindArguments(name, ["sep", "maxsplit"], 0, args, kwargs);
      const most = needIndex(limit);
      if (separator === null) return onSpace(text, most);
      const by = needText(separator, (type) => `must be str or None, not ${type}`);
      if (by === "") raise("ValueError", "empty separator");
      return onText(text, by, most);
    },
  ];
}

/** `startswith` and `endswith` */
function affix(name: string, test: (text: string, part: string) => boolean): [string, StringMethod] {
  return [
    name,
    (text, args, kwargs) => {
      if (kwargs !== null) checkCount("str", name, args, kwargs, 1, 3);
      if (args.length < 1) raise("TypeError", `${name}() takes at least 1 argument (0 given)`);
      if (args.length > 3) raise("TypeError", `${name}() takes at most 3 arguments (${args.length} given)`);
      const [part, from = null, to = null] = args as [Value, Value?, Value?];
      const { part: cut, valid } = substring(text, from, to);
      const single = asString(part);
      if (single !== undefined) return valid && test(cut, single);
      if (!(part instanceof Tuple)) {
        return raise("TypeError", `${name} first arg must be str or a tuple of str, not ${pyTypeName(part)}`);
      }
      return part.items.some((item) => {
        const wanted = needText(item, (type) => `tuple for ${name} must only contain str, not ${type}`);
        return valid && test(cut, wanted);
      });
    },
  ];
}

/** The part of a text that `find` and others look at; invalid when it starts after the end. */
function substring(text: string, from: Value, to: Value): { part: string; start: number; valid: boolean } {
  if (from === null && to === null) return { part: text, start: 0, valid: true };
  const units = hasSurrogates(text) ? characters(text) : null;
  const length = units === null ? text.length : units.length;
  const { start, stop } = sliceBounds(from, to, null, length);
  const valid = start <= stop && (from === null || (asIndex(from) ?? 0) <= length);
  const part = !valid ? "" : units === null ? text.slice(start, stop) : units.slice(start, stop).join("");
  return { part, start, valid };
}

/** `find`, `index` and their right-hand twins. */
function finding(
  name: string,
  search: (text: string, part: string) => number,
  failure: string | null,
): [string, StringMethod] {
  return [
    name,
    (text, args, kwargs) => {
      if (kwargs !== null) checkCount("str", name, args, kwargs, 1, 3);
      if (args.length < 1) raise("TypeError", `${name}() takes at least 1 argument (0 given)`);
      if (args.length > 3) raise("TypeError", `${name}() takes at most 3 arguments (${args.length} given)`);
      const [part, from = null, to = null] = args as [Value, Value?, Value?];
      const wanted = needText(part, (type) => `must be str, not ${type}`);
      const { part: cut, start, valid } = substring(text, from, to);
      const at = valid ? search(cut, wanted) : -1;
      if (at === -1) return failure === null ? -1 : raise("ValueError", failure);
      return start + (hasSurrogates(cut) ? textLength(cut.slice(0, at)) : at);
    },
  ];
}

function countIn(text: string, part: string): number {
  return part === "" ? textLength(text) + 1 : text.split(part).length - 1;
}

function partition(text: string, separator: Value, fromEnd: boolean): Value {
  const by = needText(separator, (type) => `must be str, not ${type}`);
  if (by === "") raise("ValueError", "empty separator");
  const at = fromEnd ? text.lastIndexOf(by) : text.indexOf(by);
  if (at === -1) return new Tuple(fromEnd ? ["", "", text] : [text, "", ""]);
  return new Tuple([text.slice(0, at), by, text.slice(at + by.length)]);
}

function join(separator: string, values: Value): string {
  if (!isIterable(values)) raise("TypeError", "can only join an iterable");
  const items = toArray(values);
  let text = "";
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Value;
    const part = typeof item === "string" ? item : asString(item);
    if (part === undefined) {
      raise("TypeError", `sequence item ${i}: expected str instance, ${pyTypeName(item)} found`);
    }
    text += i === 0 ? part : separator + part;
  }
  return text;
}

function replace(text: string, args: readonly Value[]): string {
  const [old, replacement, count = -1] = args as [Value, Value, Value?];
  const from = needText(old, (type) => `replace() argument 1 must be str, not ${type}`);
  const to = needText(replacement, (type) => `replace() argument 2 must be str, not ${type}`);
  return replaceText(text, from, to, needIndex(count));
}

function zeroFill(text: string, width: number): string {
  const missing = width - textLength(text);
  if (missing <= 0) return text;
  const sign = /^[-+]/.test(text) ? text.charAt(0) : "";
  return sign + "0".repeat(missing) + text.slice(sign.length);
}

function expandTabs(text: string, size: number): string {
  let column = 0;
  let result = "";
  for (const character of text) {
    if (character === "\t") {
      const spaces = size > 0 ? size - (column % size) : 0;
      result += " ".repeat(spaces);
      column += spaces;
    } else {
      result += character;
      column = character === "\n" || character === "\r" ? 0 : column + 1;
    }
  }
  return result;
}

/** `str.maketrans(…)` tables: keys are code points. */
function translate(text: string, table: Value): string {
  let result = "";
  for (const character of text) {
    const key = character.codePointAt(0) as number;
    const mapped = table instanceof PyDict ? table.get(key) : undefined;
    if (mapped === undefined) result += character;
    else if (mapped !== null) result += asString(mapped) ?? String.fromCodePoint(Number(asInt(mapped)));
  }
  return result;
}

function makeTable(args: readonly Value[]): PyDict {
  const [first, second, third] = args;
  const table = new PyDict();
  if (second === undefined) {
    if (!(first instanceof PyDict))
      raise("TypeError", "if you give only one argument to maketrans it must be a dict");
    for (const [key, value] of first.entries()) table.set(asString(key)?.codePointAt(0) ?? key, value);
    return table;
  }
  const from = characters(
    needText(first as Value, () => "first maketrans argument must be a string if there is a second argument"),
  );
  const to = characters(needText(second, (type) => `maketrans() argument 2 must be str, not ${type}`));
  if (from.length !== to.length)
    raise("ValueError", "the first two maketrans arguments must have equal length");
  from.forEach((character, index) =>
    table.set(character.codePointAt(0) as number, (to[index] as string).codePointAt(0) as number),
  );
  for (const character of third === undefined
    ? ""
    : needText(third, (type) => `maketrans() argument 3 must be str, not ${type}`)) {
    table.set(character.codePointAt(0) as number, null);
  }
  return table;
}

function splitLinesMethod(text: string, args: readonly Value[], kwargs: Kwargs | null): Value {
  const [keepEnds = false] = bindArguments("splitlines", ["keepends"], 0, args, kwargs);
  return splitLines(text, isTruthy(keepEnds));
}

export const stringMethods: ReadonlyMap<string, StringMethod> = new Map([
  plain("upper", (text) => text.toUpperCase()),
  plain("lower", (text) => text.toLowerCase()),
  plain("title", titleCase),
  plain("capitalize", capitalize),
  plain("swapcase", swapCase),
  plain("casefold", caseFold),
  plain("isupper", isUpperText),
  plain("islower", isLowerText),
  plain("istitle", isTitleText),
  plain("isspace", isSpaceText),
  plain("isalpha", isAlphaText),
  plain("isalnum", isAlnumText),
  plain("isdecimal", isDecimalText),
  plain("isdigit", isDigitText),
  plain("isnumeric", isNumericText),
  plain("isidentifier", isIdentifierText),
  plain("isascii", (text) => /^[\x00-\x7f]*$/.test(text)),
  plain("isprintable", (text) => characters(text).every(isPrintable)),
  stripping("strip", strip),
  stripping("lstrip", stripStart),
  stripping("rstrip", stripEnd),
  splitting("split", splitWhitespace, splitOn),
  splitting("rsplit", splitWhitespaceFromEnd, splitOnFromEnd),
  ["splitlines", splitLinesMethod],
  affix("startswith", (text, part) => text.startsWith(part)),
  affix("endswith", (text, part) => text.endsWith(part)),
  finding("find", (text, part) => text.indexOf(part), null),
  finding("rfind", (text, part) => text.lastIndexOf(part), null),
  finding("index", (text, part) => text.indexOf(part), "substring not found"),
  finding("rindex", (text, part) => text.lastIndexOf(part), "substring not found"),
  counted("count", 1, 3, (text, [part, from = null, to = null]) => {
    const wanted = needText(part as Value, (type) => `must be str, not ${type}`);
    const cut = substring(text, from, to);
    return cut.valid ? countIn(cut.part, wanted) : 0;
  }),
  counted("replace", 2, 3, replace),
  counted("join", 1, 1, (text, [values]) => join(text, values as Value)),
  counted("partition", 1, 1, (text, [separator]) => partition(text, separator as Value, false)),
  counted("rpartition", 1, 1, (text, [separator]) => partition(text, separator as Value, true)),
  counted("removeprefix", 1, 1, (text, [part]) => {
    const prefix = needText(part as Value, (type) => `removeprefix() argument must be str, not ${type}`);
    return text.startsWith(prefix) ? text.slice(prefix.length) : text;
  }),
  counted("removesuffix", 1, 1, (text, [part]) => {
    const suffix = needText(part as Value, (type) => `removesuffix() argument must be str, not ${type}`);
    return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
  }),
  counted("zfill", 1, 1, (text, [width]) => zeroFill(text, needIndex(width as Value))),
  padding("ljust", (text, missing, _width, fill) => text + fill.repeat(missing)),
  padding("rjust", (text, missing, _width, fill) => fill.repeat(missing) + text),
  padding("center", (text, missing, width, fill) => {
    const left = Math.floor(missing / 2) + (missing & width & 1);
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }),
  [
    "expandtabs",
    (text, args, kwargs) =>
      expandTabs(text, needIndex(bindArguments("expandtabs", ["tabsize"], 0, args, kwargs)[0] ?? 8)),
  ],
  counted("translate", 1, 1, (text, [table]) => translate(text, table as Value)),
  counted("maketrans", 1, 3, (_text, args) => makeTable(args)),
  [
    "encode",
    (text, args, kwargs) => {
      const [encoding = "utf-8"] = bindArguments("encode", ["encoding", "errors"], 0, args, kwargs);
      return encodeText(
        text,
        needText(encoding, (type) => `encode() argument 'encoding' must be str, not ${type}`),
      );
    },
  ],
  ["format", (text, args, kwargs, runtime) => formatTemplate(text, args, kwargs ?? {}, runtime)],
  [
    "format_map",
    (text, args, kwargs, runtime) => {
      if (kwargs !== null) raise("TypeError", "format_map() takes no keyword arguments");
      if (args.length !== 1)
        raise("TypeError", `format_map() takes exactly one argument (${args.length} given)`);
      return formatTemplate(text, [], args[0] as Value, runtime);
    },
  ],
]);
