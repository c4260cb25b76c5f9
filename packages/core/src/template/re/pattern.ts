/** re.Pattern: a translated expression and the ways to apply it. */
import type { Value } from "@tsmodel/jinja";
import { callValue, PyDict, PyObject, pyRepr, Tuple } from "@tsmodel/jinja";
import { findMethod, method, toInteger, toText, typeError } from "../python/function.ts";
import type { Methods } from "../python/function.ts";
import { lazyIterator } from "../python/iterator.ts";
import { flagBits } from "./flags.ts";
import { characterIndex, Match, toReplacement } from "./match.ts";
import type { Translation } from "./translate.ts";
import { translateRegex } from "./translate.ts";

const endOfText = "(?![\\s\\S])";

export class Pattern extends PyObject {
  readonly pyTypeName: string = "Pattern";
  readonly pattern: string;
  private readonly translation: Translation;
  private readonly compiled: Map<string, RegExp> = new Map();

  /** @throws JinjaError ValueError, worded as re.error */
  constructor(pattern: string, flags: number) {
    super();
    this.pattern = pattern;
    this.translation = translateRegex(pattern, flags);
  }

  get groupCount(): number {
    return this.translation.groupCount;
  }
  get groupNames(): ReadonlyMap<string, number> {
    return this.translation.groupNames;
  }
  get flags(): number {
    return this.translation.flags;
  }

  private regExp(kind: string, wrap: (source: string) => string, modes: string): RegExp {
    let regExp = this.compiled.get(kind);
    if (regExp === undefined) {
      const ignoreCase = (this.flags & flagBits["i"]!) !== 0 ? "i" : "";
      this.compiled.set(kind, (regExp = new RegExp(wrap(this.translation.source), `v${ignoreCase}${modes}`)));
    }
    return regExp;
  }

  private execute(regExp: RegExp, text: string, from: number): RegExpExecArray | null {
    regExp.lastIndex = from;
    return regExp.exec(text);
  }

  searchAt(text: string, from: number): RegExpExecArray | null {
    return this.execute(
      this.regExp("search", (source) => source, "g"),
      text,
      from,
    );
  }
  matchAt(text: string, from: number): RegExpExecArray | null {
    return this.execute(
      this.regExp("match", (source) => source, "y"),
      text,
      from,
    );
  }
  fullMatchAt(text: string, from: number): RegExpExecArray | null {
    return this.execute(
      this.regExp("full", (source) => `(?:${source})${endOfText}`, "y"),
      text,
      from,
    );
  }
  /** A match at this place that is not empty: what is left must differ from what was left before. */
  private nonEmptyAt(text: string, from: number): RegExpExecArray | null {
    const wrap = (source: string): string => `(?=(?<rest>[\\s\\S]*))(?:${source})(?!\\k<rest>${endOfText})`;
    return this.execute(this.regExp("non-empty", wrap, "y"), text, from);
  }

  /** Where a group lies in a match that is known to span from–to. */
  locateGroup(text: string, from: number, to: number, number: number): [number, number] {
    const found = this.execute(
      this.regExp("located", (source) => source, "yd"),
      text,
      from,
    );
    // A full match may have needed another way through than a plain one.
    const sure =
      found !== null && found.index + found[0].length === to
        ? found
        : this.execute(
            this.regExp("located-full", (source) => `(?:${source})${endOfText}`, "yd"),
            text,
            from,
          );
    return sure?.indices?.groups?.[`g${number}`] ?? [-1, -1];
  }

  /** Matches from left to right; after an empty one the next begins there too, if it is not empty. */
  *matches(text: string, from: number = 0): Generator<RegExpExecArray> {
    let position = from;
    let mustAdvance = false;
    while (position <= text.length) {
      const found: RegExpExecArray | null = mustAdvance
        ? (this.nonEmptyAt(text, position) ?? this.searchBehind(text, position))
        : this.searchAt(text, position);
      if (found === null) return;
      yield found;
      position = found.index + found[0].length;
      mustAdvance = found[0] === "";
    }
  }

  private searchBehind(text: string, position: number): RegExpExecArray | null {
    const next = position + ((text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1);
    return next > text.length ? null : this.searchAt(text, next);
  }

  override pyGetAttr(name: string): Value | undefined {
    switch (name) {
      case "pattern":
        return this.pattern;
      case "flags":
        return this.flags;
      case "groups":
        return this.groupCount;
      case "groupindex":
        return PyDict.of(this.groupNames);
      default:
        return findMethod(patternMethods, this, name);
    }
  }
  override pyRepr(): string {
    const shown = [
      ["IGNORECASE", 2],
      ["LOCALE", 4],
      ["MULTILINE", 8],
      ["DOTALL", 16],
      ["VERBOSE", 64],
      ["ASCII", 256],
    ] as const;
    const names = shown.filter(([, bit]) => (this.flags & bit) !== 0).map(([name]) => `re.${name}`);
    return `re.compile(${pyRepr(this.pattern)}${names.length === 0 ? "" : `, ${names.join("|")}`})`;
  }
  override pyEquals(other: Value): boolean {
    return other instanceof Pattern && other.pattern === this.pattern && other.flags === this.flags;
  }
  override pyHashKey(): string {
    return `pattern:${this.flags}:${this.pattern}`;
  }
}

/** The part of a text that pos and endpos leave, in UTF-16 units. */
function searchedPart(
  text: string,
  pos: Value | undefined,
  endpos: Value | undefined,
): { text: string; from: number; range: { pos: number; endpos: number } } {
  const length = characterIndex(text, text.length);
  const clamp = (value: number): number => Math.max(0, Math.min(value, length));
  const range = {
    pos: clamp(pos === undefined ? 0 : toInteger(pos)),
    endpos: clamp(endpos === undefined ? length : toInteger(endpos)),
  };
  const unit = (index: number): number =>
    length === text.length ? index : Array.from(text).slice(0, index).join("").length;
  return { text: text.slice(0, unit(range.endpos)), from: unit(range.pos), range };
}

const positions: readonly string[] = ["string", "pos?", "endpos?"];

function matching(
  run: (pattern: Pattern, text: string, from: number) => RegExpExecArray | null,
): Methods<Pattern>[string] {
  return method(positions, (self: Pattern, value: Value, pos?: Value, endpos?: Value) => {
    const part = searchedPart(toSubject(value), pos, endpos);
    const found = part.range.pos > part.range.endpos ? null : run(self, part.text, part.from);
    return found === null ? null : new Match(self, part.text, found, part.range);
  });
}

function toSubject(value: Value): string {
  return toText(value, "expected string or bytes-like object: it");
}

function* matchObjects(pattern: Pattern, value: Value, pos?: Value, endpos?: Value): Generator<Match> {
  const part = searchedPart(toSubject(value), pos, endpos);
  for (const found of pattern.matches(part.text, part.from))
    yield new Match(pattern, part.text, found, part.range);
}

/** What findall gives for a match: its only group, all of its groups, or all of it. */
function findings(match: Match): Value {
  const groups = match.groups().map((group) => group ?? "");
  if (groups.length === 0) return match.group(0)!;
  return groups.length === 1 ? groups[0]! : new Tuple(groups);
}

function substitute(
  self: Pattern,
  replacement: Value,
  value: Value,
  count: Value | undefined,
): { text: string; made: number } {
  const text = toSubject(value);
  const most = count === undefined ? 0 : toInteger(count);
  const replace = toReplacement(replacement, self, (match) => {
    const result = callValue(replacement, [match]);
    if (result instanceof Promise)
      throw typeError("a macro cannot be the replacement while models run; give a text");
    return result;
  });
  let result = "";
  let position = 0;
  let made = 0;
  for (const match of matchObjects(self, text)) {
    if (most > 0 && made >= most) break;
    result += text.slice(position, match.from) + replace(match);
    position = match.to;
    made++;
  }
  return { text: result + text.slice(position), made };
}

function split(self: Pattern, value: Value, most: number): Value[] {
  const text = toSubject(value);
  const parts: Value[] = [];
  let position = 0;
  let made = 0;
  for (const match of matchObjects(self, text)) {
    if (most > 0 && made >= most) break;
    parts.push(text.slice(position, match.from), ...match.groups().map((group) => group ?? null));
    position = match.to;
    made++;
  }
  return [...parts, text.slice(position)];
}

export const patternMethods: Methods<Pattern> = {
  match: matching((pattern, text, from) => pattern.matchAt(text, from)),
  search: matching((pattern, text, from) => pattern.searchAt(text, from)),
  fullmatch: matching((pattern, text, from) => pattern.fullMatchAt(text, from)),
  findall: method(positions, (self, value: Value, pos?: Value, endpos?: Value) =>
    Array.from(matchObjects(self, value, pos, endpos), findings),
  ),
  finditer: method(positions, (self, value: Value, pos?: Value, endpos?: Value) =>
    lazyIterator("callable_iterator", matchObjects(self, value, pos, endpos)),
  ),
  sub: method(
    ["repl", "string", "count?"],
    (self, replacement: Value, value: Value, count?: Value) =>
      substitute(self, replacement, value, count).text,
  ),
  subn: method(["repl", "string", "count?"], (self, replacement: Value, value: Value, count?: Value) => {
    const { text, made } = substitute(self, replacement, value, count);
    return new Tuple([text, made]);
  }),
  split: method(["string", "maxsplit?"], (self, value: Value, most?: Value) =>
    split(self, value, most === undefined ? 0 : toInteger(most)),
  ),
};
