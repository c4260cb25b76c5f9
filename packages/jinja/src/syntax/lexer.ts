/**
 * Template text to tokens. Works on the text as given: offsets are offsets of the user's text, line ends become "\n"
 * only inside values, and the one trailing line end that Jinja2 drops is simply not looked at.
 */

import { once } from "../runtime/once.ts";
import { stripEnd } from "../runtime/string/string-split.ts";
import { unescapeString } from "./string-literal.ts";
import type { Operator, Token, TokenType } from "./tokens.ts";

/** Thrown by lexer and parser; the template turns it into a JinjaError with its place. */
export class SyntaxFailure extends Error {
  readonly kind: "TemplateSyntaxError" | "TemplateAssertionError";
  readonly start: number;
  readonly end: number;
  constructor(
    message: string,
    start: number,
    end: number,
    kind: SyntaxFailure["kind"] = "TemplateSyntaxError",
  ) {
    super(message);
    this.start = start;
    this.end = end;
    this.kind = kind;
  }
}

const rawBegin = /\{%[-+]?\s*raw\s*(?:-%\}\s*|%\})/y;
const rawEnd = /\{%([-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\})/g;
const commentEnd = /(?:-#\}\s*|\+?#\})/g;
// Python's \s and Unicode names.
const space = "[\\s\\x1c-\\x1f\\x85]";
const spaces = new RegExp(`${space}+`, "y");
const nameWord = once(() => /[\p{L}\p{N}_\p{ID_Continue}]+/uy);
const identifier = once(() => /^[\p{XID_Start}_][\p{XID_Continue}]*$/u);
const floatNumber = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const integerNumber = /(?:0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*)/iy;
const stringLiteral = /'[^'\\]*(?:\\[^][^'\\]*)*'|"[^"\\]*(?:\\[^][^"\\]*)*"/y;
const blockEnd = /\+%\}|-%\}[\s\x1c-\x1f\x85]*|%\}/y;
const variableEnd = /-\}\}[\s\x1c-\x1f\x85]*|\}\}/y;
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;

const closers: Partial<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** @throws SyntaxFailure */
export function tokenize(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  private readonly source: string;
  private readonly length: number;
  private readonly tokens: Token[] = [];
  private position = 0;

  constructor(source: string) {
    this.source = source;
    this.length = withoutTrailingNewline(source);
  }

  run(): Token[] {
    while (this.position < this.length) this.readText();
    const last = this.tokens.at(-1)?.end ?? 0;
    this.push("eof", "", Math.min(last, this.length), this.length);
    return this.tokens;
  }

  private push(type: TokenType, value: Token["value"], start: number, end: number): void {
    this.tokens.push({ type, value, start, end });
  }

  /** Reads text up to the next tag, and the tag. */
  private readText(): void {
    const start = this.position;
    const tag = this.findTag(start);
    if (tag === -1) {
      this.pushData(start, this.length, false);
      this.position = this.length;
      return;
    }
    const sign = this.source.charAt(tag + 2);
    this.pushData(start, tag, sign === "-");
    const kind = this.source.charCodeAt(tag + 1);
    if (kind === 35) return this.skipComment(tag);
    if (kind === 37 && this.readRaw(tag)) return;
    this.position = tag + (sign === "-" || sign === "+" ? 3 : 2);
    const isBlock = kind === 37;
    this.push(isBlock ? "block_begin" : "variable_begin", "", tag, this.position);
    this.readTag(isBlock);
  }

  private findTag(from: number): number {
    const { source } = this;
    for (let i = source.indexOf("{", from); i !== -1 && i + 1 < this.length; i = source.indexOf("{", i + 1)) {
      const next = source.charCodeAt(i + 1);
      if (next === 123 || next === 37 || next === 35) return i;
    }
    return -1;
  }

  private pushData(start: number, end: number, strip: boolean): void {
    if (start === end) return;
    let text = this.source.slice(start, end);
    if (strip) text = stripEnd(text, null);
    if (text !== "") this.push("data", normalizeNewlines(text), start, start + text.length);
  }

  private skipComment(tag: number): void {
    const sign = this.source.charAt(tag + 2);
    commentEnd.lastIndex = tag + (sign === "-" || sign === "+" ? 3 : 2);
    const match = commentEnd.exec(this.source);
    if (match === null || commentEnd.lastIndex > this.length) {
      if (match === null) throw new SyntaxFailure("Missing end of comment tag", tag, tag + 2);
      this.position = this.length;
      return;
    }
    this.position = commentEnd.lastIndex;
  }

  /** Reads `{% raw %} … {% endraw %}`; false when the tag is another one. */
  private readRaw(tag: number): boolean {
    rawBegin.lastIndex = tag;
    if (!rawBegin.test(this.source)) return false;
    const start = rawBegin.lastIndex;
    rawEnd.lastIndex = start;
    const match = rawEnd.exec(this.source);
    if (match === null) throw new SyntaxFailure("Missing end of raw directive", tag, start);
    this.pushData(start, match.index, match[1] === "-");
    this.position = Math.min(rawEnd.lastIndex, this.length);
    return true;
  }

  /** Reads the tokens of a tag up to and with its end. */
  private readTag(isBlock: boolean): void {
    const open: string[] = [];
    const end = isBlock ? blockEnd : variableEnd;
    const { source } = this;
    while (this.position < this.length) {
      const start = this.position;
      if (open.length === 0 && this.isMaybeEnd(start)) {
        end.lastIndex = start;
        if (end.test(source)) {
          this.position = Math.min(end.lastIndex, this.length);
          this.push(isBlock ? "block_end" : "variable_end", "", start, this.position);
          return;
        }
      }
      this.readToken(start, open);
    }
  }

  private isMaybeEnd(start: number): boolean {
    const code = this.source.charCodeAt(start);
    return code === 45 || code === 43 || code === 37 || code === 125;
  }

  private readToken(start: number, open: string[]): void {
    const { source } = this;
    const code = source.charCodeAt(start);
    if (code === 32) this.position++;
    else if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95) this.readName(start);
    else if (code >= 48 && code <= 57) this.readNumber(start);
    else if (code === 39 || code === 34) this.readString(start);
    else if (code > 127 || code < 33) this.readUnusual(start);
    else this.readOperator(start, open);
  }

  private readName(start: number): void {
    const { source } = this;
    let end = start + 1;
    for (; ; end++) {
      const code = source.charCodeAt(end);
      if (
        (code >= 97 && code <= 122) ||
        (code >= 65 && code <= 90) ||
        code === 95 ||
        (code >= 48 && code <= 57)
      )
        continue;
      if (code > 127) return this.readUnicodeName(start);
      break;
    }
    this.position = end;
    this.push("name", source.slice(start, end), start, end);
  }

  private readUnicodeName(start: number): void {
    const pattern = nameWord();
    pattern.lastIndex = start;
    const word = pattern.exec(this.source)?.[0];
    if (word === undefined) throw this.unexpectedCharacter(start);
    this.position = start + word.length;
    if (!identifier().test(word)) {
      throw new SyntaxFailure("Invalid character in identifier", start, this.position);
    }
    this.push("name", word, start, this.position);
  }

  /** White space beyond plain spaces, or a name that starts with a letter outside ASCII. */
  private readUnusual(start: number): void {
    spaces.lastIndex = start;
    if (spaces.test(this.source)) this.position = Math.min(spaces.lastIndex, this.length);
    else if (this.source.charCodeAt(start) > 127) this.readUnicodeName(start);
    else throw this.unexpectedCharacter(start);
  }

  private readNumber(start: number): void {
    const { source } = this;
    floatNumber.lastIndex = start;
    const float = source.charCodeAt(start - 1) === 46 ? null : floatNumber.exec(source);
    if (float !== null) {
      this.position = start + float[0].length;
      return this.push("float", Number(float[0].replaceAll("_", "")), start, this.position);
    }
    integerNumber.lastIndex = start;
    const digits = (integerNumber.exec(source) as RegExpExecArray)[0];
    this.position = start + digits.length;
    const plain = digits.replaceAll("_", "");
    const value = Number(plain);
    this.push("integer", Number.isSafeInteger(value) ? value : BigInt(plain), start, this.position);
  }

  private readString(start: number): void {
    stringLiteral.lastIndex = start;
    const literal = stringLiteral.exec(this.source)?.[0];
    if (literal === undefined) throw this.unexpectedCharacter(start);
    this.position = start + literal.length;
    const body = normalizeNewlines(literal.slice(1, -1));
    const value = body.includes("\\") ? unescapeString(body) : { text: body };
    if ("problem" in value) throw new SyntaxFailure(value.problem, start, this.position);
    this.push("string", value.text, start, this.position);
  }

  private readOperator(start: number, open: string[]): void {
    operator.lastIndex = start;
    const text = operator.exec(this.source)?.[0];
    if (text === undefined) throw this.unexpectedCharacter(start);
    this.position = start + text.length;
    const closer = closers[text];
    if (closer !== undefined) open.push(closer);
    else if (text === ")" || text === "]" || text === "}") {
      const expected = open.pop();
      if (expected === undefined) throw new SyntaxFailure(`unexpected '${text}'`, start, this.position);
      if (expected !== text) {
        throw new SyntaxFailure(`unexpected '${text}', expected '${expected}'`, start, this.position);
      }
    }
    this.push(text as Operator, text, start, this.position);
  }

  private unexpectedCharacter(start: number): SyntaxFailure {
    const character = String.fromCodePoint(this.source.codePointAt(start) as number);
    const shown = character === "'" ? `"'"` : character === "\\" ? "'\\\\'" : `'${character}'`;
    return new SyntaxFailure(`unexpected char ${shown} at ${start}`, start, start + character.length);
  }
}

function withoutTrailingNewline(source: string): number {
  if (source.endsWith("\r\n")) return source.length - 2;
  return source.endsWith("\n") || source.endsWith("\r") ? source.length - 1 : source.length;
}

function normalizeNewlines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}
