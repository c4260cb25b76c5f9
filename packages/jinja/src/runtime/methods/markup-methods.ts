/** Methods of Markup: str's, with str arguments escaped and text results safe again. */

import { bindArguments, checkCount } from "../arguments.ts";
import { formatValue } from "../format-spec.ts";
import { toArray } from "../iterate.ts";
import { escapeHtml, escapeIfText, escapeText, stripTags, unescapeHtml } from "../markup.ts";
import type { Method } from "../runtime.ts";
import { formatTemplate } from "../string-format.ts";
import type { Value } from "../values.ts";
import { Markup, Tuple } from "../values.ts";
import { stringMethods } from "./string-methods.ts";

const escaping = [
  "capitalize",
  "title",
  "lower",
  "upper",
  "replace",
  "ljust",
  "rjust",
  "lstrip",
  "rstrip",
  "center",
  "strip",
  "translate",
  "expandtabs",
  "swapcase",
  "zfill",
  "casefold",
  "removeprefix",
  "removesuffix",
];
const splitting = ["split", "rsplit", "splitlines", "partition", "rpartition"];

function safe(value: Value): Value {
  if (typeof value === "string") return new Markup(value);
  if (Array.isArray(value)) return value.map(safe);
  return value instanceof Tuple ? new Tuple(value.items.map(safe)) : value;
}

function lift(name: string, escapeArguments: boolean): [string, Method<Markup>] {
  const run = stringMethods.get(name) as Method<string>;
  return [
    name,
    (markup, args, kwargs, runtime) =>
      safe(run(markup.text, escapeArguments ? args.map(escapeIfText) : args, kwargs, runtime)),
  ];
}

export const markupMethods: ReadonlyMap<string, Method<Markup>> = new Map<string, Method<Markup>>([
  ...[...stringMethods].map(([name, run]): [string, Method<Markup>] => [
    name,
    (markup, args, kwargs, runtime) => run(markup.text, args, kwargs, runtime),
  ]),
  ...escaping.map((name) => lift(name, true)),
  ...splitting.map((name) => lift(name, false)),
  [
    "join",
    (markup, args, kwargs) => {
      checkCount("str", "join", args, kwargs, 1, 1);
      return new Markup(
        toArray(args[0] as Value)
          .map((item) => escapeHtml(item).text)
          .join(markup.text),
      );
    },
  ],
  [
    "format",
    (markup, args, kwargs, runtime) => {
      const escaped = (value: Value, spec: string): string =>
        value instanceof Markup ? value.text : escapeText(formatValue(value, spec));
      return new Markup(formatTemplate(markup.text, args, kwargs ?? {}, runtime, escaped));
    },
  ],
  ["striptags", (markup) => stripTags(markup.text)],
  ["unescape", (markup) => unescapeHtml(markup.text)],
  [
    "escape",
    (_markup, args, kwargs) => escapeHtml(bindArguments("escape", ["s"], 1, args, kwargs)[0] as Value),
  ],
]);
