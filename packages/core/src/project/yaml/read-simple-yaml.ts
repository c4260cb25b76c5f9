/**
 * The YAML that most files are made of, read in one pass: mappings and lists by indentation, texts of one line and simple
 * blocks of text, lists in brackets, comments. Anything else, and anything that could be wrong, is left to the full parser: what is read here is
 * what that one gives.
 */
import type { YamlValue } from "../yaml-value.ts";
import { ScalarError, resolvePlainScalar } from "./yaml-scalar.ts";

/** The value of a document without white space around it; undefined where the full parser has to read it. */
export function readSimpleYaml(text: string): YamlValue | undefined {
  if (text === "" || UNUSUAL.test(text)) return undefined;
  const reader = new Reader(text);
  try {
    reader.nextLine();
    const value = reader.block(0);
    return reader.indent === END ? value : undefined;
  } catch (error) {
    if (error === LEFT || error instanceof ScalarError) return undefined;
    throw error;
  }
}

/** Tabs, carriage returns, characters that are not printable or end a line elsewhere, documents and directives. */
const UNUSUAL = /[^\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]|^(?:---|\.\.\.|%)/m;

/** Thrown where the full parser has to take over. */
const LEFT: unique symbol = Symbol("left to the full parser");

function leave(): never {
  throw LEFT;
}

const END = -1;
const MAX_DEPTH = 100;

const SPACE = 32;
const HASH = 35;
const QUOTE = 34;
const APOSTROPHE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const GREATER = 62;
const OPEN = 91;
const CLOSE = 93;
const PIPE = 124;

/** Keys are words; other keys are rare, and mean more. */
const KEY = /[A-Za-z_+][A-Za-z0-9_.+-]*/y;
/** What a text without quotes may begin with. */
const PLAIN_START = /[A-Za-z0-9_$(./<=+~^\u00a1-\uffff]|-[A-Za-z0-9]/y;
/** An item of a list in brackets, without quotes. */
const FLOW_ITEM = /[A-Za-z0-9_$(./<=+~-][^,[\]{}:#&*!|>'"%@`?]*/y;

class Reader {
  /** Column of the first character of the current line, or END. */
  indent = END;
  private readonly text: string;
  /** Where reading goes on in the current line. */
  private at = 0;
  private lineStart = 0;
  /** Where the current line ends. */
  private end = -1;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Moves to the next line that holds more than a comment. */
  nextLine(): void {
    const { text } = this;
    for (;;) {
      const start = this.end + 1;
      if (start >= text.length) {
        this.indent = END;
        return;
      }
      const end = text.indexOf("\n", start);
      this.end = end === -1 ? text.length : end;
      let at = start;
      while (at < this.end && text.charCodeAt(at) === SPACE) at++;
      if (at === this.end || text.charCodeAt(at) === HASH) continue;
      this.lineStart = start;
      this.at = at;
      this.indent = at - start;
      return;
    }
  }

  /** The mapping or list that starts in the current line; `least` is how far right it has to stand. */
  block(least: number): YamlValue {
    if (this.indent < least || ++this.depth > MAX_DEPTH) leave();
    const value = this.isItem() ? this.list(this.indent) : this.mapping(this.indent);
    this.depth--;
    return value;
  }

  /** Whether a list item starts here. */
  private isItem(): boolean {
    const { text, at } = this;
    return text.charCodeAt(at) === DASH && (at + 1 === this.end || text.charCodeAt(at + 1) === SPACE);
  }

  private list(indent: number): YamlValue[] {
    const items: YamlValue[] = [];
    while (this.indent === indent && this.isItem()) {
      this.at++;
      this.skipSpaces();
      if (this.isLineDone()) items.push(this.nested(indent + 1));
      else if (this.isItem()) leave();
      else items.push(this.item(indent));
    }
    if (this.indent > indent) leave();
    return items;
  }

  /** What stands after a dash: a mapping whose first key is here, or a value of one line. */
  private item(indent: number): YamlValue {
    const { at, text } = this;
    KEY.lastIndex = at;
    if (KEY.test(text) && this.isKeyEnd(KEY.lastIndex)) {
      this.indent = at - this.lineStart;
      return this.block(indent + 1);
    }
    return this.value(indent);
  }

  private mapping(indent: number): YamlValue {
    const object: { [key: string]: YamlValue } = {};
    while (this.indent === indent) {
      const key = this.key();
      if (Object.hasOwn(object, key) || key === "__proto__") leave();
      this.skipSpaces();
      if (!this.isLineDone()) object[key] = this.value(indent);
      else object[key] = this.nested(indent + 1, indent);
    }
    if (this.indent > indent) leave();
    return object;
  }

  private key(): string {
    const { text, at } = this;
    KEY.lastIndex = at;
    if (!KEY.test(text)) return leave();
    const { lastIndex } = KEY;
    const key = text.slice(at, lastIndex);
    if (!this.isKeyEnd(lastIndex) || typeof resolvePlainScalar(key) !== "string") leave();
    this.at = lastIndex + 1;
    return key;
  }

  private isKeyEnd(at: number): boolean {
    const { text } = this;
    return text.charCodeAt(at) === COLON && (at + 1 === this.end || text.charCodeAt(at + 1) === SPACE);
  }

  /** What stands in the lines below, if they are further right; a list may stand right below its key (`listAt`). */
  private nested(least: number, listAt = END): YamlValue {
    this.nextLine();
    if (this.indent >= least || (this.indent === listAt && listAt !== END && this.isItem()))
      return this.block(0);
    return null;
  }

  private skipSpaces(): void {
    while (this.at < this.end && this.text.charCodeAt(this.at) === SPACE) this.at++;
  }

  /** Whether nothing but a comment is left in the line. `at` stands after white space. */
  private isLineDone(): boolean {
    if (this.at >= this.end) return true;
    return this.text.charCodeAt(this.at) === HASH && this.text.charCodeAt(this.at - 1) === SPACE;
  }

  /** A value of one line, or the block of lines below it; it ends the line. `indent` is that of its key or dash. */
  private value(indent: number): YamlValue {
    const first = this.text.charCodeAt(this.at);
    if (first === PIPE || first === GREATER) return this.blockText(indent, first === GREATER);
    const value =
      first === QUOTE || first === APOSTROPHE
        ? this.quoted(first)
        : first === OPEN
          ? this.flow()
          : this.plain();
    this.skipSpaces();
    if (!this.isLineDone()) leave();
    this.nextLine();
    // Further right, the value would go on.
    if (this.indent > indent) leave();
    return value;
  }

  /** The text under `|` or `>`, with or without a dash. */
  private blockText(indent: number, folded: boolean): string {
    const { text } = this;
    const strips = text.charCodeAt(this.at + 1) === DASH;
    if (this.at + (strips ? 2 : 1) !== this.end) leave();
    const lines = this.linesBelow(indent);
    // Where lines are folded, empty ones and those further right are a matter of their own.
    if (folded && lines.some((line) => line === "" || line.charCodeAt(0) === SPACE)) leave();
    const isLast = this.end === text.length;
    let used = lines.length;
    while (used > 0 && lines[used - 1] === "") used--;
    const content = lines.slice(0, used).join(folded ? " " : "\n");
    this.nextLine();
    if (this.indent > indent) leave();
    return strips || isLast ? content : `${content}\n`;
  }

  /** The lines that are further right than `indent`, without what the first one is further right. `end` moves behind them. */
  private linesBelow(indent: number): string[] {
    const { text } = this;
    const lines: string[] = [];
    let margin = 0;
    while (this.end < text.length) {
      const start = this.end + 1;
      const next = text.indexOf("\n", start);
      const end = next === -1 ? text.length : next;
      let at = start;
      while (at < end && text.charCodeAt(at) === SPACE) at++;
      if (at === end) {
        // White space in an empty line may count.
        if (at > start) leave();
        if (margin > 0) lines.push("");
        else leave();
      } else {
        if (margin === 0) margin = at - start;
        if (margin <= indent) leave();
        if (at - start < margin) break;
        lines.push(text.slice(start + margin, end));
      }
      this.end = end;
    }
    return margin === 0 ? leave() : lines;
  }

  private quoted(mark: number): string {
    const { text, at } = this;
    const close = text.indexOf(mark === QUOTE ? '"' : "'", at + 1);
    if (close === -1 || close >= this.end) leave();
    const content = text.slice(at + 1, close);
    if (mark === QUOTE ? content.includes("\\") : text.charCodeAt(close + 1) === APOSTROPHE) leave();
    this.at = close + 1;
    return content;
  }

  private plain(): YamlValue {
    const { text, at } = this;
    PLAIN_START.lastIndex = at;
    if (!PLAIN_START.test(text)) leave();
    let end = this.end;
    for (let i = at; i < end; i++) {
      const code = text.charCodeAt(i);
      if (code === HASH && text.charCodeAt(i - 1) === SPACE) end = i;
      else if (code === COLON && (i + 1 === this.end || text.charCodeAt(i + 1) === SPACE)) leave();
    }
    this.at = end;
    while (text.charCodeAt(end - 1) === SPACE) end--;
    return resolvePlainScalar(text.slice(at, end));
  }

  /** A list in brackets. */
  private flow(): YamlValue[] {
    const { text } = this;
    const items: YamlValue[] = [];
    this.at++;
    this.skipSpaces();
    if (text.charCodeAt(this.at) === CLOSE) {
      this.at++;
      return items;
    }
    for (;;) {
      const first = text.charCodeAt(this.at);
      items.push(first === QUOTE || first === APOSTROPHE ? this.quoted(first) : this.flowItem());
      this.skipSpaces();
      const next = text.charCodeAt(this.at++);
      if (next === CLOSE) return items;
      if (next !== COMMA) leave();
      this.skipSpaces();
    }
  }

  private flowItem(): YamlValue {
    const { text, at } = this;
    FLOW_ITEM.lastIndex = at;
    if (!FLOW_ITEM.test(text) || FLOW_ITEM.lastIndex > this.end) return leave();
    let end = (this.at = FLOW_ITEM.lastIndex);
    while (text.charCodeAt(end - 1) === SPACE) end--;
    const item = text.slice(at, end);
    return item === "-" || item.startsWith("- ") ? leave() : resolvePlainScalar(item);
  }
}
