/** re.Match. */
import type { Value } from "@tsmodel/jinja";
import { JinjaError, PyDict, PyObject, pyRepr, Tuple } from "@tsmodel/jinja";
import { findMethod, method, toText, typeError } from "../python/function.ts";
import type { Methods } from "../python/function.ts";
import { expandTemplate } from "./expand-template.ts";
import type { Pattern } from "./pattern.ts";

export class Match extends PyObject {
  readonly pyTypeName: string = "Match";
  readonly pattern: Pattern;
  readonly text: string;
  /** In UTF-16 units. */
  readonly from: number;
  readonly to: number;
  private readonly found: RegExpExecArray;
  private readonly range: { readonly pos: number; readonly endpos: number };

  constructor(pattern: Pattern, text: string, found: RegExpExecArray, range: Match["range"]) {
    super();
    this.pattern = pattern;
    this.text = text;
    this.found = found;
    this.range = range;
    this.from = found.index;
    this.to = found.index + found[0].length;
  }

  /** Group 0 is everything; JS undefined for groups that took no part. */
  group(number: number): string | undefined {
    return number === 0 ? this.found[0] : this.found.groups?.[`g${number}`];
  }
  groups(): (string | undefined)[] {
    return Array.from({ length: this.pattern.groupCount }, (_, index) => this.group(index + 1));
  }

  private findGroup(key: Value): number | undefined {
    const number =
      typeof key === "string" ? this.pattern.groupNames.get(key) : typeof key === "number" ? key : undefined;
    return number === undefined || number < 0 || number > this.pattern.groupCount ? undefined : number;
  }
  /** @throws JinjaError IndexError */
  groupNumber(key: Value): number {
    const number = this.findGroup(key);
    if (number === undefined) throw new JinjaError("IndexError", "no such group");
    return number;
  }

  /** Where a group begins and ends, in characters; [-1, -1] when it took no part. */
  span(number: number): [number, number] {
    const [from, to] =
      number === 0 ? [this.from, this.to] : this.pattern.locateGroup(this.text, this.from, this.to, number);
    return from < 0 ? [-1, -1] : [characterIndex(this.text, from), characterIndex(this.text, to)];
  }

  override pyGetAttr(name: string): Value | undefined {
    return Object.hasOwn(properties, name) ? properties[name]!(this) : findMethod(methods, this, name);
  }
  override pyGetItem(key: Value): Value | undefined {
    const number = this.findGroup(key);
    return number === undefined ? undefined : (this.group(number) ?? null);
  }
  get searched(): { readonly pos: number; readonly endpos: number } {
    return this.range;
  }
  override pyBool(): boolean {
    return true;
  }
  override pyRepr(): string {
    const [from, to] = this.span(0);
    return `<re.Match object; span=(${from}, ${to}), match=${pyRepr(this.found[0])}>`;
  }
}

/** Python counts characters where JavaScript counts UTF-16 units. */
export function characterIndex(text: string, unit: number): number {
  let count = unit;
  for (let index = 0; index < unit - 1; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xdc00) {
      count--;
      index++;
    }
  }
  return count;
}

const properties: { readonly [name: string]: (match: Match) => Value } = {
  string: (match) => match.text,
  re: (match) => match.pattern,
  pos: (match) => match.searched.pos,
  endpos: (match) => match.searched.endpos,
  lastindex: (match) => lastGroup(match) ?? null,
  lastgroup: (match) =>
    [...match.pattern.groupNames].find(([, number]) => number === lastGroup(match))?.[0] ?? null,
};

/** The group that closed last: of those that end furthest, the outermost. */
function lastGroup(match: Match): number | undefined {
  let best: number | undefined;
  let bestEnd = -1;
  for (let number = 1; number <= match.pattern.groupCount; number++) {
    const [, end] = match.span(number);
    if (end > bestEnd) [best, bestEnd] = [number, end];
  }
  return best;
}

const methods: Methods<Match> = {
  group: method(["*groups"], (self, keys: Value[]) => {
    const values = (keys.length === 0 ? [0] : keys).map((key) => self.group(self.groupNumber(key)) ?? null);
    return values.length === 1 ? values[0]! : new Tuple(values);
  }),
  groups: method(
    ["default?"],
    (self, fallback?: Value) => new Tuple(self.groups().map((group) => group ?? fallback ?? null)),
  ),
  groupdict: method(["default?"], (self, fallback?: Value) =>
    PyDict.of(
      [...self.pattern.groupNames].map(([name, number]) => [name, self.group(number) ?? fallback ?? null]),
    ),
  ),
  start: method(["group?"], (self, key?: Value) => self.span(self.groupNumber(key ?? 0))[0]),
  end: method(["group?"], (self, key?: Value) => self.span(self.groupNumber(key ?? 0))[1]),
  span: method(["group?"], (self, key?: Value) => new Tuple(self.span(self.groupNumber(key ?? 0)))),
  expand: method(["template"], (self, template: Value) =>
    expandTemplate(toText(template, "a template"), self.pattern)(self),
  ),
};

/** What sub() takes: text with references or a function. @throws JinjaError TypeError */
export function toReplacement(
  value: Value,
  pattern: Pattern,
  call: (match: Match) => Value,
): (match: Match) => string {
  if (typeof value === "function" || (value instanceof PyObject && value.pyCall !== undefined)) {
    return (match) => {
      const result = call(match);
      if (typeof result !== "string") throw typeError("the replacement function must return a str");
      return result;
    };
  }
  return expandTemplate(toText(value, "a replacement"), pattern);
}
