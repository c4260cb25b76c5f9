/** Methods of Markup (markupsafe 3): str's, with safe results; what is put into the text is escaped. */

import { raise } from "../../error.ts";
import { checkCount } from "../arguments.ts";
import { formatValue } from "../format/format-spec.ts";
import { toArray } from "../iterate.ts";
import { escapeHtml, escapeText, stripTags, unescapeHtml } from "../string/markup.ts";
import type { Method, Runtime } from "../runtime.ts";
import { formatTemplate } from "../format/string-format.ts";
import type { Kwargs, Value } from "../data/values.ts";
import { Markup, Tuple } from "../data/values.ts";
import { stringMethods } from "./string-methods.ts";

type MarkupMethod = Method<Markup>;

/** Methods whose results are safe text again. */
const lifted = (
  "capitalize title lower upper lstrip rstrip strip translate expandtabs swapcase zfill casefold removeprefix removesuffix " +
  "split rsplit splitlines partition rpartition"
).split(" ");

function safe(value: Value): Value {
  if (typeof value === "string") return new Markup(value);
  if (Array.isArray(value)) return value.map(safe);
  return value instanceof Tuple ? new Tuple(value.items.map(safe)) : value;
}

/** @param escaped index of the argument that gets into the text */
function lift(name: string, escaped: number): [string, MarkupMethod] {
  const run = stringMethods.get(name) as Method<string>;
  return [
    name,
    (markup, args, kwargs, runtime) => {
      const own = args.map((value, i) => (i === escaped ? escapeHtml(value) : value));
      return safe(run(markup.text, own, kwargs, runtime));
    },
  ];
}

function plain([name, run]: readonly [string, Method<string>]): [string, MarkupMethod] {
  return [name, (markup, args, kwargs, runtime) => run(markup.text, args, kwargs, runtime)];
}

/** A field of `format`: safe text stays, everything else is escaped once it is formatted. */
function escapedField(value: Value, spec: string): string {
  if (!(value instanceof Markup)) return escapeText(formatValue(value, spec));
  return spec === "" ? value.text : raise("ValueError", "Unsupported format specification for Markup.");
}

function format(markup: Markup, args: readonly Value[], named: Kwargs | Value, runtime: Runtime): Markup {
  return new Markup(formatTemplate(markup.text, args, named, runtime, escapedField));
}

export const markupMethods: ReadonlyMap<string, MarkupMethod> = new Map<string, MarkupMethod>([
  ...[...stringMethods].map(plain),
  ...lifted.map((name) => lift(name, -1)),
  ...["replace", "ljust", "rjust", "center"].map((name) => lift(name, 1)),
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
  ["format", (markup, args, kwargs, runtime) => format(markup, args, kwargs ?? {}, runtime)],
  [
    "format_map",
    (markup, args, kwargs, runtime) => {
      checkCount("str", "format_map", args, kwargs, 1, 1);
      return format(markup, [], args[0] as Value, runtime);
    },
  ],
  ["striptags", (markup) => stripTags(markup.text)],
  ["unescape", (markup) => unescapeHtml(markup.text)],
]);
