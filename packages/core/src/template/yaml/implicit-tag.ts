/** What PyYAML takes an unquoted scalar for (YAML 1.1): text that would be read as something else has to be quoted. */
export type ScalarTag = "bool" | "float" | "int" | "merge" | "null" | "timestamp" | "value" | "str";

const patterns: readonly (readonly [ScalarTag, string, RegExp])[] = [
  ["bool", "yYnNtTfFoO", /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
  [
    "float",
    "-+0123456789.",
    /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  ],
  [
    "int",
    "-+0123456789",
    /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][\d_]*)|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(?::[0-5]?\d)+)$/,
  ],
  ["merge", "<", /^<<$/],
  ["null", "~nN", /^(?:~|null|Null|NULL)$/],
  [
    "timestamp",
    "0123456789",
    /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/,
  ],
  ["value", "=", /^=$/],
];

export function implicitTag(text: string): ScalarTag {
  if (text === "") return "null";
  for (const [tag, firsts, pattern] of patterns)
    if (firsts.includes(text[0]!) && pattern.test(text)) return tag;
  return "str";
}
