/** Jinja2's global functions: range, dict, namespace, cycler, joiner, lipsum. */

import { raise } from "./error.ts";
import { bindArguments, needIndex } from "./runtime/arguments.ts";
import { isTruthy } from "./runtime/compare.ts";
import { PyDict } from "./runtime/data/dict.ts";
import { toArray } from "./runtime/iterate.ts";
import { updateDict } from "./runtime/methods/collection-methods.ts";
import { namespaceFunction } from "./runtime/data/namespace.ts";
import { rangeFunction } from "./runtime/data/range.ts";
import { capitalize } from "./runtime/string/unicode.ts";
import type { Callable, Value } from "./runtime/data/values.ts";
import { Markup, PyObject, Tuple } from "./runtime/data/values.ts";

const dictFunction: Callable = (args, kwargs) => {
  const dict = new PyDict();
  updateDict(dict, "dict", args, kwargs);
  return dict;
};
dictFunction.pyRepr = "<class 'dict'>";
dictFunction.pyTypeName = "type";
dictFunction.pyAttributes = {
  fromkeys: (args, kwargs) => {
    const [keys, value = null] = bindArguments("fromkeys", ["iterable", "value"], 1, args, kwargs);
    return PyDict.of(toArray(keys as Value).map((key) => [key, value] as const));
  },
};

class Cycler extends PyObject {
  readonly pyTypeName = "Cycler";
  override readonly pyModule = "jinja2.utils";
  private readonly items: readonly Value[];
  private position = 0;

  constructor(items: readonly Value[]) {
    super();
    if (items.length === 0) raise("RuntimeError", "at least one item has to be provided");
    this.items = items;
  }

  override pyGetAttr(name: string): Value | undefined {
    switch (name) {
      case "current":
        return this.items[this.position];
      case "items":
        return new Tuple(this.items);
      case "pos":
        return this.position;
      case "next":
        return () => this.next();
      case "reset":
        return () => {
          this.position = 0;
          return null;
        };
      default:
        return undefined;
    }
  }

  private next(): Value {
    const current = this.items[this.position] as Value;
    this.position = (this.position + 1) % this.items.length;
    return current;
  }
}

class Joiner extends PyObject {
  readonly pyTypeName = "Joiner";
  override readonly pyModule = "jinja2.utils";
  private readonly separator: Value;
  private used = false;

  constructor(separator: Value) {
    super();
    this.separator = separator;
  }

  override pyCall(): Value {
    if (this.used) return this.separator;
    this.used = true;
    return "";
  }

  override pyGetAttr(name: string): Value | undefined {
    return name === "sep" ? this.separator : name === "used" ? this.used : undefined;
  }
}

const words = (
  "a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit class commodo " +
  "condimentum congue consectetuer consequat convallis cras cubilia curabitur curae cursus dapibus diam dictum dis dolor donec " +
  "dui duis egestas eget eleifend elit enim erat eros est et etiam eu fames felis fermentum fringilla fusce gravida habitant"
).split(" ");

/** Filler text: paragraphs of sentences of random words. */
function loremIpsum(
  random: () => number,
  paragraphs: number,
  html: boolean,
  least: number,
  most: number,
): Value {
  const pick = (limit: number): number => Math.floor(random() * limit);
  const paragraph = (): string => {
    const count = least + pick(Math.max(1, most - least));
    const sentences: string[] = [];
    for (let left = count; left > 0;) {
      const length = Math.min(left, 3 + pick(10));
      sentences.push(capitalize(Array.from({ length }, () => words[pick(words.length)]).join(" ")) + ".");
      left -= length;
    }
    return sentences.join(" ");
  };
  const texts = Array.from({ length: paragraphs }, paragraph);
  return html ? new Markup(texts.map((text) => `<p>${text}</p>`).join("\n")) : texts.join("\n\n");
}

/** @param random a number in [0, 1) */
export function builtinGlobals(random: () => number): [string, Value][] {
  const cycler: Callable = (args) => new Cycler(args);
  cycler.pyRepr = "<class 'jinja2.utils.Cycler'>";
  const joiner: Callable = (args, kwargs) =>
    new Joiner(bindArguments("Joiner", ["sep"], 0, args, kwargs)[0] ?? ", ");
  joiner.pyRepr = "<class 'jinja2.utils.Joiner'>";
  const lipsum: Callable = (args, kwargs) => {
    const [n = 5, html = true, min = 20, max = 100] = bindArguments(
      "generate_lorem_ipsum",
      ["n", "html", "min", "max"],
      0,
      args,
      kwargs,
    );
    return loremIpsum(random, needIndex(n), isTruthy(html), needIndex(min), needIndex(max));
  };
  return [
    ["range", rangeFunction],
    ["dict", dictFunction],
    ["namespace", namespaceFunction],
    ["cycler", cycler],
    ["joiner", joiner],
    ["lipsum", lipsum],
  ];
}
