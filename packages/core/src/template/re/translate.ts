/**
 * Python's regular expressions in terms of JavaScript's, with the v flag. Every group becomes a named one (`g1`, `g2`, …),
 * so that the groups that stand in for atomic ones do not count. What is left out: conditionals, \N{…} and locale
 * (refused), and two habits that JavaScript does not share: a group in a repetition forgets what an earlier round
 * matched, and a reference to a group that took no part matches nothing rather than failing.
 */
import { valueError } from "../python/function.ts";
import { categoryClass, escapeCodePoint, literalSource, rangeSource } from "./character-class.ts";
import type { Flags } from "./flags.ts";
import { flagBits, readFlags } from "./flags.ts";

export interface Translation {
  readonly source: string;
  /** Flag bits, those that the expression sets itself included. */
  readonly flags: number;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

const anything = "[\\s\\S]";
const startOfText = `(?<!${anything})`;
const endOfText = `(?!${anything})`;

/** @throws JinjaError ValueError, worded as Python's re.error, with the position in the expression */
export function translateRegex(pattern: string, flags: number): Translation {
  const translator = new Translator(pattern, flags);
  const source = translator.translate();
  return {
    source,
    flags: translator.flagBits | (translator.flags.ascii ? 0 : flagBits["u"]!),
    groupCount: translator.groupCount,
    groupNames: translator.groupNames,
  };
}

class Translator {
  flagBits: number;
  flags: Flags;
  groupCount: number = 0;
  readonly groupNames: Map<string, number> = new Map();
  private readonly characters: readonly string[];
  private readonly openGroups: number[] = [];
  private position: number = 0;
  private atomicCount: number = 0;
  private lookbehindDepth: number = 0;

  constructor(pattern: string, flags: number) {
    this.characters = Array.from(pattern);
    this.flagBits = flags;
    this.flags = readFlags(flags);
  }

  translate(): string {
    this.readGlobalFlags();
    const source = this.alternatives();
    if (this.position < this.characters.length) throw this.error("unbalanced parenthesis");
    return source;
  }

  private error(problem: string, at: number = this.position): Error {
    return valueError(`${problem} at position ${at}`);
  }
  private peek(offset: number = 0): string | undefined {
    return this.characters[this.position + offset];
  }
  private take(text: string): boolean {
    const taken = Array.from(text).every((character, offset) => this.peek(offset) === character);
    if (taken) this.position += Array.from(text).length;
    return taken;
  }
  /** Letter case of the whole expression is left to the `i` flag; only what differs from it is spelt out. */
  private get foldCase(): boolean {
    return this.flags.ignoreCase && (this.flagBits & flagBits["i"]!) === 0;
  }

  private readGlobalFlags(): void {
    for (;;) {
      const match = /^\(\?([aiLmsux]+)\)/.exec(
        this.characters.slice(this.position, this.position + 12).join(""),
      );
      if (match === null) return;
      for (const letter of match[1]!) this.flagBits |= flagBits[letter]!;
      this.flags = readFlags(this.flagBits);
      this.position += match[0].length;
    }
  }

  private alternatives(): string {
    const branches = [this.branch()];
    while (this.take("|")) branches.push(this.branch());
    return branches.join("|");
  }

  private branch(): string {
    let source = "";
    for (;;) {
      this.skipVerbose();
      const next = this.peek();
      if (next === undefined || next === "|" || next === ")") return source;
      source += this.repeated();
    }
  }

  private skipVerbose(): void {
    while (this.flags.verbose && this.peek() !== undefined) {
      if (/\s/.test(this.peek()!)) this.position++;
      else if (this.peek() === "#") while (this.peek() !== undefined && this.peek() !== "\n") this.position++;
      else return;
    }
  }

  private repeated(): string {
    const start = this.position;
    const { source, repeatable } = this.atom();
    this.skipVerbose();
    const quantifier = this.quantifier();
    if (quantifier === undefined) return source;
    if (!repeatable) throw this.error("nothing to repeat", start);
    const item = `(?:${source})${quantifier}`;
    const lazy = this.take("?");
    const possessive = !lazy && this.take("+");
    this.skipVerbose();
    const again = this.position;
    if (this.quantifier() !== undefined) throw this.error("multiple repeat", again);
    return possessive ? this.atomic(item) : item + (lazy ? "?" : "");
  }

  /** What cannot be given back once matched: a lookahead takes it, a reference repeats it. */
  private atomic(source: string): string {
    if (this.lookbehindDepth > 0)
      throw this.error("atomic groups and possessive quantifiers are not supported in a lookbehind");
    const name = `a${++this.atomicCount}`;
    return `(?=(?<${name}>${source}))\\k<${name}>`;
  }

  private quantifier(): string | undefined {
    for (const simple of ["*", "+", "?"]) if (this.take(simple)) return simple;
    const match = /^\{(\d*)(,?)(\d*)\}/.exec(
      this.characters.slice(this.position, this.position + 40).join(""),
    );
    if (match === null || (match[1] === "" && match[3] === "" && match[2] !== ",")) return undefined;
    const [whole, least, comma, most] = match;
    if (least === "" && comma === "") return undefined;
    if (most !== "" && least !== "" && Number(least) > Number(most))
      throw this.error("min repeat greater than max repeat", this.position + 1);
    this.position += whole.length;
    return comma === "" ? `{${least!}}` : `{${least === "" ? "0" : least!},${most!}}`;
  }

  private atom(): { source: string; repeatable: boolean } {
    const at = this.position;
    const character = this.characters[this.position++]!;
    switch (character) {
      case ".":
        return { source: this.flags.dotAll ? anything : "[^\\n]", repeatable: true };
      case "^":
        return { source: this.flags.multiline ? "(?<![^\\n])" : startOfText, repeatable: false };
      case "$":
        return { source: this.flags.multiline ? "(?![^\\n])" : `(?=\\n?${endOfText})`, repeatable: true };
      case "(":
        return { source: this.group(at), repeatable: true };
      case "[":
        return { source: this.characterClass(at), repeatable: true };
      case "\\":
        return { source: this.escape(at), repeatable: true };
      case "*":
      case "+":
      case "?":
        throw this.error("nothing to repeat", at);
      default:
        return { source: literalSource(character.codePointAt(0)!, this.foldCase), repeatable: true };
    }
  }

  // ── groups ──

  private group(at: number): string {
    if (!this.take("?")) return this.capture(at, undefined);
    if (this.take("P")) return this.pythonGroup(at);
    if (this.take("#")) return this.comment(at);
    if (this.take(":")) return this.closing(at, "(?:");
    if (this.take("=")) return this.closing(at, "(?=");
    if (this.take("!")) return this.closing(at, "(?!");
    if (this.take("<=")) return this.lookbehind(at, "(?<=");
    if (this.take("<!")) return this.lookbehind(at, "(?<!");
    if (this.take(">")) return this.atomic(this.inner(at));
    if (this.take("(")) throw this.error("conditional groups (?(…)…) are not supported", at);
    return this.flagGroup(at);
  }

  private inner(at: number): string {
    const outer = this.flags;
    const source = this.alternatives();
    if (!this.take(")")) throw this.error("missing ), unterminated subpattern", at);
    this.flags = outer;
    return source;
  }

  private closing(at: number, opening: string): string {
    return `${opening}${this.inner(at)})`;
  }

  private lookbehind(at: number, opening: string): string {
    this.lookbehindDepth++;
    const source = this.closing(at, opening);
    this.lookbehindDepth--;
    return source;
  }

  private capture(at: number, name: string | undefined): string {
    const number = ++this.groupCount;
    if (name !== undefined) {
      const earlier = this.groupNames.get(name);
      if (earlier !== undefined)
        throw this.error(
          `redefinition of group name '${name}' as group ${number}; was group ${earlier}`,
          at + 4,
        );
      this.groupNames.set(name, number);
    }
    this.openGroups.push(number);
    const source = this.closing(at, `(?<g${number}>`);
    this.openGroups.pop();
    return source;
  }

  private pythonGroup(at: number): string {
    if (this.take("<")) return this.capture(at, this.groupName(">"));
    if (this.take("=")) {
      const name = this.groupName(")");
      const number = this.groupNames.get(name);
      if (number === undefined) throw this.error(`unknown group name '${name}'`, at + 4);
      return this.reference(number, at);
    }
    const next = this.peek();
    throw next === undefined
      ? this.error("unexpected end of pattern")
      : this.error(`unknown extension ?P${next}`, at + 1);
  }

  private groupName(terminator: string): string {
    const start = this.position;
    const end = this.characters.indexOf(terminator, start);
    if (end < 0) throw this.error(`missing ${terminator}, unterminated name`, start);
    const name = this.characters.slice(start, end).join("");
    if (name === "") throw this.error("missing group name", start);
    if (!/^[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*$/u.test(name))
      throw this.error(`bad character in group name '${name}'`, start);
    this.position = end + 1;
    return name;
  }

  private comment(at: number): string {
    const end = this.characters.indexOf(")", this.position);
    if (end < 0) throw this.error("missing ), unterminated comment", at);
    this.position = end + 1;
    return "";
  }

  /** `(?i:…)`, `(?s-i:…)`; flags for everything may stand at the very beginning only. */
  private flagGroup(at: number): string {
    const match = /^([aiLmsux]*)(?:-([imsx]+))?([:)])/.exec(
      this.characters.slice(this.position, this.position + 16).join(""),
    );
    if (match === null) {
      const next = this.peek();
      throw next === undefined
        ? this.error("unexpected end of pattern")
        : this.error(`unknown extension ?${next}${next === "<" ? (this.peek(1) ?? "") : ""}`, at + 1);
    }
    if (match[3] === ")") throw this.error("global flags not at the start of the expression", at);
    this.position += match[0].length;
    const [on, off] = [match[1]!, match[2] ?? ""];
    if (off.includes("i") && (this.flagBits & flagBits["i"]!) !== 0)
      throw this.error("(?-i:…) inside of an IGNORECASE expression is not supported", at);
    const outer = this.flags;
    const has = (letter: string, before: boolean): boolean =>
      (before || on.includes(letter)) && !off.includes(letter);
    this.flags = {
      ignoreCase: has("i", outer.ignoreCase),
      multiline: has("m", outer.multiline),
      dotAll: has("s", outer.dotAll),
      verbose: has("x", outer.verbose),
      ascii: (outer.ascii || on.includes("a")) && !on.includes("u"),
    };
    const source = this.alternatives();
    this.flags = outer;
    if (!this.take(")")) throw this.error("missing ), unterminated subpattern", at);
    return `(?:${source})`;
  }

  private reference(number: number, at: number): string {
    if (number > this.groupCount) throw this.error(`invalid group reference ${number}`, at + 1);
    if (this.openGroups.includes(number)) throw this.error("cannot refer to an open group", at);
    return `\\k<g${number}>`;
  }

  // ── escapes ──

  private escape(at: number): string {
    const letter = this.peek();
    if (letter === undefined) throw this.error("bad escape (end of pattern)", at);
    if (/[wdsWDS]/.test(letter)) {
      this.position++;
      return categoryClass(letter, this.flags);
    }
    const anchor = this.anchor(letter);
    if (anchor !== undefined) {
      this.position++;
      return anchor;
    }
    if (/[1-9]/.test(letter)) return this.numericEscape(at);
    return literalSource(this.escapedCodePoint(at), this.foldCase);
  }

  private anchor(letter: string): string | undefined {
    if (letter === "A") return startOfText;
    if (letter === "Z") return endOfText;
    if (letter !== "b" && letter !== "B") return undefined;
    const word = categoryClass("w", this.flags);
    const both = `(?<=${word})(?=${word})`;
    const neither = `(?<!${word})(?!${word})`;
    return letter === "B" ? `(?:${both}|${neither})` : `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
  }

  /** \1 to \99 refer to groups, three octal digits are a character. */
  private numericEscape(at: number): string {
    const digits = /^\d{1,3}/.exec(this.characters.slice(this.position, this.position + 3).join(""))![0];
    if (/^[0-3][0-7][0-7]$/.test(digits)) {
      this.position += 3;
      return literalSource(parseInt(digits, 8), this.foldCase);
    }
    const number = digits.slice(0, 2);
    this.position += number.length;
    return this.reference(Number(number), at);
  }

  /** The character that an escape stands for, inside of a class or outside. */
  private escapedCodePoint(at: number): number {
    const letter = this.characters[this.position++];
    if (letter === undefined) throw this.error("bad escape (end of pattern)", at);
    if (Object.hasOwn(simpleEscapes, letter)) return simpleEscapes[letter]!;
    if (Object.hasOwn(hexLengths, letter)) return this.hexEscape(letter, at);
    if (letter === "0") {
      const octal = /^[0-7]{0,2}/.exec(this.characters.slice(this.position, this.position + 2).join(""))![0];
      this.position += octal.length;
      return parseInt(`0${octal}`, 8);
    }
    if (letter === "N") throw this.error("\\N{…} is not supported", at);
    if (/[A-Za-z0-9]/.test(letter)) throw this.error(`bad escape \\${letter}`, at);
    return letter.codePointAt(0)!;
  }

  private hexEscape(letter: string, at: number): number {
    const length = hexLengths[letter]!;
    const digits = this.characters.slice(this.position, this.position + length).join("");
    if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits))
      throw this.error(`incomplete escape \\${letter}${digits}`, at);
    this.position += length;
    return parseInt(digits, 16);
  }

  // ── classes ──

  private characterClass(at: number): string {
    const negated = this.take("^");
    let inner = "";
    for (let first = true; first || this.peek() !== "]"; first = false) {
      if (this.peek() === undefined) throw this.error("unterminated character set", at);
      inner += this.classItem(at);
    }
    this.position++;
    return `[${negated ? "^" : ""}${inner}]`;
  }

  private classItem(at: number): string {
    const start = this.position;
    const first = this.classAtom(at);
    const isRange = this.peek() === "-" && this.peek(1) !== undefined && this.peek(1) !== "]";
    if (!isRange) return typeof first === "string" ? first : this.classLiteral(first);
    this.position++;
    const last = this.classAtom(at);
    const text = this.characters.slice(start, this.position).join("");
    if (typeof first === "string" || typeof last === "string")
      throw this.error(`bad character range ${text}`, start);
    if (first > last) throw this.error(`bad character range ${text}`, start);
    return rangeSource(first, last, this.foldCase);
  }

  private classLiteral(code: number): string {
    return this.foldCase ? literalSource(code, true) : escapeCodePoint(code);
  }

  /** A code point, or the source of a category. */
  private classAtom(at: number): number | string {
    const start = this.position;
    const character = this.characters[this.position++];
    if (character === undefined) throw this.error("unterminated character set", at);
    if (character !== "\\") return character.codePointAt(0)!;
    const letter = this.peek();
    if (letter === undefined) throw this.error("bad escape (end of pattern)", start);
    if (/[wdsWDS]/.test(letter)) {
      this.position++;
      return categoryClass(letter, this.flags);
    }
    if (letter === "b") {
      this.position++;
      return 8;
    }
    const octal = /^[0-7]{1,3}/.exec(this.characters.slice(this.position, this.position + 3).join(""));
    if (octal === null) return this.escapedCodePoint(start);
    this.position += octal[0].length;
    return parseInt(octal[0], 8);
  }
}

const simpleEscapes: { readonly [letter: string]: number } = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const hexLengths: { readonly [letter: string]: number } = { x: 2, u: 4, U: 8 };
