/** Character classes and case mappings of Python's str. */
import { once } from "../once.ts";

/** Python's white space: JavaScript's without U+FEFF, and with the separators U+001C to U+001F and U+0085. */
export const whitespace =
  "\\t-\\r\\x1c-\\x20\\x85\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const otherDigits =
  "\\u00b2\\u00b3\\u00b9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u2474-\\u247c" +
  "\\u2488-\\u2490\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788\\u278a-\\u2792";
const ideographicNumbers =
  "\\u3405\\u3483\\u382a\\u3b4d\\u4e00\\u4e03\\u4e07\\u4e09\\u4e5d\\u4e8c\\u4e94\\u4e96\\u4ebf\\u4ec0\\u4edf\\u4ee8\\u4f0d\\u4f70" +
  "\\u5104\\u5146\\u5169\\u516b\\u516d\\u5341\\u5343\\u5344\\u5345\\u534c\\u53c1\\u53c2\\u53c3\\u53c4\\u56db\\u58f1\\u58f9\\u5e7a" +
  "\\u5efe\\u5eff\\u5f0c\\u5f0d\\u5f0e\\u5f10\\u62fe\\u634c\\u67d2\\u6f06\\u7396\\u767e\\u8086\\u842c\\u8cae\\u8cb3\\u8d30\\u9621" +
  "\\u9646\\u964c\\u9678\\u96f6\\uf96b\\uf973\\uf978\\uf9b2\\uf9d1\\uf9d3\\uf9fd";

const whole = (pattern: string, flags: string = "u"): ((text: string) => boolean) => {
  const expression = once(() => new RegExp(`^${pattern}$`, flags));
  return (text) => expression().test(text);
};

type IsText = (text: string) => boolean;
export const isSpaceText: IsText = whole(`[${whitespace}]+`, "");
export const isAlphaText: IsText = whole("\\p{L}+");
export const isDecimalText: IsText = whole("\\p{Nd}+");
export const isDigitText: IsText = whole(`[\\p{Nd}${otherDigits}]+`);
export const isNumericText: IsText = whole(`[\\p{N}${ideographicNumbers}]+`);
export const isAlnumText: IsText = whole(`[\\p{L}\\p{N}${ideographicNumbers}]+`);
export const isIdentifierText: IsText = whole("[\\p{XID_Start}_]\\p{XID_Continue}*");
/** `\w` */
export const wordRun: () => RegExp = once(() => new RegExp(`[\\p{L}\\p{N}_${ideographicNumbers}]+`, "gu"));

const cased = once(() => /\p{Cased}/u);
const upper = once(() => /\p{Uppercase}/u);
const lower = once(() => /\p{Lowercase}/u);
const titleOnly = once(() => /\p{Lt}/u);

export function isUpperText(text: string): boolean {
  return upper().test(text) && !lower().test(text) && !titleOnly().test(text);
}

export function isLowerText(text: string): boolean {
  return lower().test(text) && !upper().test(text) && !titleOnly().test(text);
}

export function isTitleText(text: string): boolean {
  let previousCased = false;
  let any = false;
  for (const character of text) {
    const isUpper = upper().test(character) || titleOnly().test(character);
    if (isUpper && previousCased) return false;
    const isLower = !isUpper && lower().test(character);
    if (isLower && !previousCased) return false;
    previousCased = isUpper || isLower;
    any ||= previousCased;
  }
  return any;
}

const digraphs: Partial<Record<string, string>> = {
  "\u01c4": "\u01c5",
  "\u01c5": "\u01c5",
  "\u01c6": "\u01c5",
  "\u01c7": "\u01c8",
  "\u01c8": "\u01c8",
  "\u01c9": "\u01c8",
  "\u01ca": "\u01cb",
  "\u01cb": "\u01cb",
  "\u01cc": "\u01cb",
  "\u01f1": "\u01f2",
  "\u01f2": "\u01f2",
  "\u01f3": "\u01f2",
};

/** A character in title case: "ß" is "Ss". */
function titleCharacter(character: string): string {
  const digraph = digraphs[character];
  if (digraph !== undefined) return digraph;
  const mapped = character.toUpperCase();
  const [first = "", ...rest] = mapped;
  return first + rest.join("").toLowerCase();
}

export function capitalize(text: string): string {
  const first = text.codePointAt(0);
  if (first === undefined) return "";
  const head = String.fromCodePoint(first);
  return titleCharacter(head) + text.slice(head.length).toLowerCase();
}

/** `str.title()` */
export function titleCase(text: string): string {
  let result = "";
  let previousCased = false;
  for (const character of text) {
    result += previousCased ? character.toLowerCase() : titleCharacter(character);
    previousCased = cased().test(character);
  }
  return result;
}

export function swapCase(text: string): string {
  let result = "";
  for (const character of text) {
    result += upper().test(character)
      ? character.toLowerCase()
      : lower().test(character)
        ? character.toUpperCase()
        : character;
  }
  return result;
}

export function caseFold(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll("\u03c2", "\u03c3");
}
