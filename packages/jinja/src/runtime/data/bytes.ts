/** Python's bytes, as far as `str.encode` brings them into templates. */

import { raise } from "../../error.ts";
import { asIndex } from "../number/numbers.ts";
import type { Kwargs, Value } from "./values.ts";
import { PyObject } from "./values.ts";

export class PyBytes extends PyObject {
  readonly pyTypeName = "bytes";
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super();
    this.bytes = bytes;
  }

  override pyRepr(): string {
    let body = "";
    for (const byte of this.bytes) body += reprByte(byte);
    if (!body.includes("'")) return `b'${body}'`;
    return body.includes('"') ? `b'${body.replaceAll("'", "\\'")}'` : `b"${body}"`;
  }

  override pyLen(): number {
    return this.bytes.length;
  }

  override pyIter(): Iterable<Value> {
    return Array.from(this.bytes);
  }

  override pyGetItem(key: Value): Value | undefined {
    const index = asIndex(key);
    return index === undefined ? undefined : this.bytes[index < 0 ? index + this.bytes.length : index];
  }

  override pyEquals(other: Value): boolean {
    return other instanceof PyBytes && this.pyHashKey() === other.pyHashKey();
  }

  override pyHashKey(): string {
    return "b" + this.hex();
  }

  private hex(): string {
    return Array.from(this.bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "hex") return () => this.hex();
    if (name === "decode")
      return (args: Value[], kwargs: Kwargs | null) =>
        decodeBytes(this.bytes, args[0] ?? kwargs?.["encoding"] ?? "utf-8");
    return undefined;
  }
}

function reprByte(byte: number): string {
  if (byte === 9) return "\\t";
  if (byte === 10) return "\\n";
  if (byte === 13) return "\\r";
  if (byte === 92) return "\\\\";
  return byte < 32 || byte > 126 ? "\\x" + byte.toString(16).padStart(2, "0") : String.fromCharCode(byte);
}

function codecName(encoding: string): string {
  return encoding.toLowerCase().replace(/[-_ ]/g, "");
}

export function encodeText(text: string, encoding: string): PyBytes {
  switch (codecName(encoding)) {
    case "utf8":
      return new PyBytes(new TextEncoder().encode(text));
    case "ascii":
    case "usascii":
      return new PyBytes(singleBytes(text, 127, "ascii"));
    case "latin1":
    case "iso88591":
      return new PyBytes(singleBytes(text, 255, "latin-1"));
    default:
      return raise("LookupError", `unknown encoding: ${encoding}`);
  }
}

function singleBytes(text: string, highest: number, codec: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) as number;
    if (code > highest)
      raise("UnicodeError", `'${codec}' codec can't encode character ${JSON.stringify(character)}`);
    return code;
  });
}

function decodeBytes(bytes: Uint8Array, encoding: Value): string {
  const codec = codecName(String(encoding));
  if (codec === "utf8") return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (codec === "ascii" || codec === "usascii" || codec === "latin1" || codec === "iso88591") {
    return String.fromCharCode(...bytes);
  }
  return raise("LookupError", `unknown encoding: ${String(encoding)}`);
}
