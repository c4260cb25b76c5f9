/** Python's repr of a str. */
import { once } from "../once.ts";

/** ASCII without quotes and backslashes. */
const plain = /^[ !#-&(-[\]-~]*$/;
const unprintable = once(() => /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu);

export function pyReprString(text: string): string {
  if (plain.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = text.replaceAll("\\", "\\\\");
  if (quote === "'") body = body.replaceAll("'", "\\'");
  return quote + body.replace(unprintable(), escapeCharacter) + quote;
}

function escapeCharacter(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  const code = character.codePointAt(0) as number;
  if (code < 0x100) return "\\x" + code.toString(16).padStart(2, "0");
  if (code < 0x10000) return "\\u" + code.toString(16).padStart(4, "0");
  return "\\U" + code.toString(16).padStart(8, "0");
}

/** Whether Python's repr would show the character as it is. */
export function isPrintable(character: string): boolean {
  return character.search(unprintable()) < 0;
}
