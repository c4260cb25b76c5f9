/** Python's ast.literal_eval: texts that are Python literals to values. */

import { unescapeString } from "./syntax/string-literal.ts";
import { parseInteger } from "./runtime/number/numbers.ts";
import { negate } from "./runtime/operators.ts";
import { PyBytes } from "./runtime/data/bytes.ts";
import { PyDict } from "./runtime/data/dict.ts";
import { PySet } from "./runtime/data/set.ts";
import type { Value } from "./runtime/data/values.ts";
import { PyFloat, Tuple } from "./runtime/data/values.ts";

class NotALiteral extends Error {}

const blank = /(?:[ \t\f]|\\\n)*/y;
const blankInBrackets = /(?:\s|#[^\n]*)*/y;
const numberToken =
  /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][+-]?\d+)?|\d(?:_?\d)*\.?(?:[eE][+-]?\d+)?)/y;
const stringToken =
  /([rRbBuU]{0,2})(?:'''((?:\\[^]|[^\\])*?)'''|"""((?:\\[^]|[^\\])*?)"""|'((?:\\[^]|[^'\\\n])*)'|"((?:\\[^]|[^"\\\n])*)")/y;
const nameToken = /[A-Za-z_]\w*/y;

/** The value, or JS undefined when the text is no literal. */
export function literalEval(text: string): Value | undefined {
  try {
    return new LiteralParser(text.replace(/^[ \t]+/, "")).parse();
  } catch (error) {
    if (error instanceof NotALiteral) return undefined;
    throw error;
  }
}

class LiteralParser {
  private readonly text: string;
  private position = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  parse(): Value {
    const value = this.items("");
    this.skip();
    const rest = this.text.slice(this.position);
    if (!/^(?:#[^\n]*)?\s*$/.test(rest)) throw new NotALiteral();
    return value;
  }

  private skip(): void {
    const pattern = this.depth > 0 ? blankInBrackets : blank;
    pattern.lastIndex = this.position;
    pattern.test(this.text);
    this.position = pattern.lastIndex;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match !== null) this.position = pattern.lastIndex;
    return match;
  }

  private skipIf(character: string): boolean {
    this.skip();
    if (this.text.charAt(this.position) !== character) return false;
    this.position++;
    return true;
  }

  /** One value, or a tuple when commas follow. */
  private items(close: string): Value {
    const values = [this.value()];
    let isTuple = false;
    while (this.skipIf(",")) {
      isTuple = true;
      this.skip();
      const next = this.text.charAt(this.position);
      if (next === close || next === "" || (close === "" && next === "\n")) break;
      values.push(this.value());
    }
    return isTuple ? new Tuple(values) : (values[0] as Value);
  }

  private value(): Value {
    this.skip();
    const character = this.text.charAt(this.position);
    if (character === "-" || character === "+") return this.signed(character);
    if (character === "[") return this.list();
    if (character === "(") return this.parenthesized();
    if (character === "{") return this.braces();
    if (/[\d.]/.test(character)) return this.number();
    const string = this.take(stringToken);
    return string === null ? this.name() : this.strings(string);
  }

  private signed(sign: string): Value {
    this.position++;
    this.skip();
    if (/[-+]/.test(this.text.charAt(this.position))) {
      const inner = this.value();
      return sign === "-" ? negate(inner) : inner;
    }
    if (!/[\d.]/.test(this.text.charAt(this.position))) throw new NotALiteral();
    const number = this.number();
    return sign === "-" ? negate(number) : number;
  }

  private number(): Value {
    const token = this.take(numberToken)?.[0];
    if (token === undefined || /[\w.]/.test(this.text.charAt(this.position))) throw new NotALiteral();
    if (/^0[xXoObB]/.test(token)) return parseInteger(token, 0) ?? this.fail();
    if (/[.eE]/.test(token)) return new PyFloat(Number(token.replaceAll("_", "")));
    return parseInteger(token, 0) ?? this.fail();
  }

  private fail(): never {
    throw new NotALiteral();
  }

  /** A string, and those that follow it: adjacent ones are one. */
  private strings(first: RegExpExecArray): Value {
    let match: RegExpExecArray | null = first;
    let text = "";
    let isBytes: boolean | undefined;
    for (; match !== null; this.skip(), match = this.take(stringToken)) {
      const prefix = (match[1] as string).toLowerCase();
      const body = match[2] ?? match[3] ?? match[4] ?? match[5] ?? "";
      if (prefix.length === 2 && !/^(?:rb|br)$/.test(prefix)) throw new NotALiteral();
      if (isBytes !== undefined && isBytes !== prefix.includes("b")) throw new NotALiteral();
      isBytes = prefix.includes("b");
      const value = prefix.includes("r") ? { text: body } : unescapeString(body);
      if ("problem" in value) throw new NotALiteral();
      text += value.text;
    }
    return isBytes === true ? new PyBytes(Uint8Array.from(text, (c) => c.charCodeAt(0))) : text;
  }

  private name(): Value {
    switch (this.take(nameToken)?.[0]) {
      case "True":
        return true;
      case "False":
        return false;
      case "None":
        return null;
      case "set":
        if (this.skipIf("(") && this.skipIf(")")) return new PySet();
    }
    throw new NotALiteral();
  }

  private list(): Value {
    this.position++;
    this.depth++;
    const values: Value[] = [];
    while (!this.skipIf("]")) {
      if (values.length > 0 && !this.skipIf(",")) throw new NotALiteral();
      if (values.length > 0 && this.skipIf("]")) break;
      values.push(this.value());
    }
    this.depth--;
    return values;
  }

  private parenthesized(): Value {
    this.position++;
    this.depth++;
    const isEmpty = this.skipIf(")");
    const value = isEmpty ? new Tuple([]) : this.items(")");
    if (!isEmpty && !this.skipIf(")")) throw new NotALiteral();
    this.depth--;
    return value;
  }

  private braces(): Value {
    this.position++;
    this.depth++;
    const dict = new PyDict();
    if (this.skipIf("}")) {
      this.depth--;
      return dict;
    }
    const first = this.value();
    const value = this.skipIf(":") ? this.dictRest(dict, first) : this.setRest(first);
    this.depth--;
    return value;
  }

  private dictRest(dict: PyDict, first: Value): PyDict {
    dict.set(first, this.value());
    while (!this.skipIf("}")) {
      if (!this.skipIf(",")) throw new NotALiteral();
      if (this.skipIf("}")) break;
      const key = this.value();
      if (!this.skipIf(":")) throw new NotALiteral();
      dict.set(key, this.value());
    }
    return dict;
  }

  private setRest(first: Value): PySet {
    const set = new PySet([first]);
    while (!this.skipIf("}")) {
      if (!this.skipIf(",")) throw new NotALiteral();
      if (this.skipIf("}")) break;
      set.add(this.value());
    }
    return set;
  }
}
