/**
 * Python's json.loads: floats stay floats (`1.0`), big integers exact, and NaN and Infinity are read.
 * JSON.parse would lose all three.
 */
import type { Value } from "@tsmodel/jinja";
import { PyDict, PyFloat } from "@tsmodel/jinja";
import { valueError } from "./python/function.ts";

/** @throws JinjaError ValueError, worded as Python's JSONDecodeError */
export function parseJson(text: string): Value {
  const reader = new JsonReader(text);
  const value = reader.readValue();
  reader.skipBlank();
  if (reader.position < text.length) throw reader.error("Extra data");
  return value;
}

const words: { readonly [word: string]: () => Value } = {
  null: () => null,
  true: () => true,
  false: () => false,
  NaN: () => new PyFloat(NaN),
  Infinity: () => new PyFloat(Infinity),
  "-Infinity": () => new PyFloat(-Infinity),
};
const escapes: { readonly [letter: string]: string } = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class JsonReader {
  position = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  error(problem: string, at: number = this.position): Error {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    return valueError(`${problem}: line ${line} column ${at - before.lastIndexOf("\n")} (char ${at})`);
  }

  skipBlank(): void {
    while (" \t\n\r".includes(this.text[this.position] ?? "x")) this.position++;
  }

  readValue(): Value {
    this.skipBlank();
    switch (this.text[this.position]) {
      case "{":
        return this.readObject();
      case "[":
        return this.readArray();
      case '"':
        return this.readString();
      default:
        return this.readNumberOrWord();
    }
  }

  private readNumberOrWord(): Value {
    for (const word of Object.keys(words)) {
      if (!this.text.startsWith(word, this.position)) continue;
      this.position += word.length;
      return words[word]!();
    }
    const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
    number.lastIndex = this.position;
    const match = number.exec(this.text);
    if (match === null) throw this.error("Expecting value");
    this.position = number.lastIndex;
    if (match[1] !== undefined || match[2] !== undefined) return new PyFloat(Number(match[0]));
    const integer = Number(match[0]);
    return Number.isSafeInteger(integer) ? integer + 0 : BigInt(match[0]);
  }

  private readArray(): Value {
    const items: Value[] = [];
    this.position++;
    this.skipBlank();
    if (this.take("]")) return items;
    for (;;) {
      items.push(this.readValue());
      this.skipBlank();
      if (this.take("]")) return items;
      if (!this.take(",")) throw this.error("Expecting ',' delimiter");
    }
  }

  private readObject(): Value {
    const object = new PyDict();
    this.position++;
    this.skipBlank();
    if (this.take("}")) return object;
    for (;;) {
      this.skipBlank();
      if (this.text[this.position] !== '"')
        throw this.error("Expecting property name enclosed in double quotes");
      const key = this.readString();
      this.skipBlank();
      if (!this.take(":")) throw this.error("Expecting ':' delimiter");
      object.set(key, this.readValue());
      this.skipBlank();
      if (this.take("}")) return object;
      if (!this.take(",")) throw this.error("Expecting ',' delimiter");
    }
  }

  private take(letter: string): boolean {
    if (this.text[this.position] !== letter) return false;
    this.position++;
    return true;
  }

  private readString(): string {
    const start = this.position++;
    let result = "";
    for (;;) {
      const plain = /[^"\\\u0000-\u001f]*/y;
      plain.lastIndex = this.position;
      result += plain.exec(this.text)![0];
      this.position = plain.lastIndex;
      const letter = this.text[this.position];
      if (letter === undefined) throw this.error("Unterminated string starting at", start);
      if (letter !== '"' && letter !== "\\") throw this.error("Invalid control character at");
      this.position++;
      if (letter === '"') return result;
      result += this.readEscape();
    }
  }

  private readEscape(): string {
    const letter = this.text[this.position] ?? "";
    if (letter === "u") {
      const digits = this.text.slice(this.position + 1, this.position + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.error("Invalid \\uXXXX escape");
      this.position += 5;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const meant = escapes[letter];
    if (meant === undefined) throw this.error("Invalid \\escape", this.position - 1);
    this.position++;
    return meant;
  }
}
