/** Random templates in which most operations fit their operands, and some do not. */

import { Random } from "./random.ts";

/** What every fuzzed template gets. */
export const context = {
  n: 7,
  neg: -3,
  zero: 0,
  big: 123456789012,
  f: 2.5,
  g: -0.125,
  s: "Hello World",
  e: "",
  u: "Grüße, 日本 🎉!",
  words: ["b", "a", "Ab", "c", "B", "a"],
  nums: [3, 1, 2, 3, 10, -4],
  mixed: [1, "a", null, true, 2.5, [1], { k: 1 }],
  rows: [
    { name: "x", v: 3, t: { k: "p" } },
    { name: "Y", v: 1, t: { k: "q" } },
    { name: "z", v: 2 },
    { name: "x", v: 3, t: { k: "p" } },
  ],
  d: { a: 1, b: "two", c: [1, 2], Z: null, keys: 5 },
  empty: [],
  nothing: null,
  yes: true,
};

const strings = [
  "",
  "a",
  "abc",
  "Hello World",
  "a,b,,c",
  "  pad\t",
  "x-y_z",
  "%s",
  "{}",
  "ÄÖß",
  "日本語",
  "🎉a",
  "it's",
  'say "hi"',
  "line\\nbreak",
  "A1b2",
  "0042",
  "-7",
  "3.14",
  "<b>&</b>",
  "tEsT cAsE",
  "a b  c",
  "İstanbul",
  "ǆ",
  "\\u0000x",
];
const names = [
  "n",
  "neg",
  "zero",
  "big",
  "f",
  "g",
  "s",
  "e",
  "u",
  "words",
  "nums",
  "mixed",
  "rows",
  "d",
  "empty",
  "nothing",
  "yes",
  "missing",
];
const textMethods: readonly (readonly [string, readonly Kind[]])[] = [
  ["upper", []],
  ["lower", []],
  ["title", []],
  ["capitalize", []],
  ["swapcase", []],
  ["casefold", []],
  ["strip", []],
  ["strip", ["text"]],
  ["lstrip", ["text"]],
  ["rstrip", ["text"]],
  ["lstrip", []],
  ["rstrip", []],
  ["split", []],
  ["split", ["text"]],
  ["split", ["text", "small"]],
  ["rsplit", []],
  ["rsplit", ["text", "small"]],
  ["splitlines", []],
  ["replace", ["text", "text"]],
  ["replace", ["text", "text", "small"]],
  ["find", ["text"]],
  ["find", ["text", "small"]],
  ["find", ["text", "small", "small"]],
  ["rfind", ["text"]],
  ["rfind", ["text", "small", "small"]],
  ["index", ["text"]],
  ["count", ["text"]],
  ["count", ["text", "small"]],
  ["startswith", ["text"]],
  ["startswith", ["text", "small"]],
  ["endswith", ["text"]],
  ["partition", ["text"]],
  ["rpartition", ["text"]],
  ["zfill", ["small"]],
  ["ljust", ["small"]],
  ["rjust", ["small"]],
  ["center", ["small"]],
  ["center", ["small", "char"]],
  ["ljust", ["small", "char"]],
  ["join", ["list"]],
  ["isalpha", []],
  ["isdigit", []],
  ["isdecimal", []],
  ["isnumeric", []],
  ["isalnum", []],
  ["isspace", []],
  ["isupper", []],
  ["islower", []],
  ["istitle", []],
  ["isidentifier", []],
  ["isascii", []],
  ["isprintable", []],
  ["removeprefix", ["text"]],
  ["removesuffix", ["text"]],
  ["expandtabs", []],
  ["expandtabs", ["small"]],
];
const listMethods: readonly (readonly [string, readonly Kind[]])[] = [
  ["index", ["any"]],
  ["count", ["any"]],
  ["copy", []],
  ["pop", []],
  ["append", ["any"]],
  ["index", ["any", "small"]],
  ["pop", ["small"]],
  ["remove", ["any"]],
  ["insert", ["small", "any"]],
  ["extend", ["list"]],
  ["reverse", []],
];
const dictMethods: readonly (readonly [string, readonly Kind[]])[] = [
  ["get", ["any"]],
  ["get", ["any", "any"]],
  ["keys", []],
  ["values", []],
  ["items", []],
  ["pop", ["any"]],
  ["pop", ["any", "any"]],
  ["setdefault", ["any", "any"]],
  ["copy", []],
  ["update", ["dict"]],
  ["popitem", []],
];
/** Name, what it is applied to, its arguments. */
const filters: readonly (readonly [string, Kind, readonly string[]])[] = [
  ["abs", "number", []],
  ["batch", "list", ["small"]],
  ["batch", "list", ["small", "any"]],
  ["capitalize", "text", []],
  ["center", "text", ["small"]],
  ["default", "any", ["any"]],
  ["default", "any", ["any", "true"]],
  ["d", "any", ["any"]],
  ["dictsort", "dict", []],
  ["dictsort", "dict", ["true"]],
  ["dictsort", "dict", ["false", "'value'"]],
  ["dictsort", "dict", ["reverse=true"]],
  ["e", "text", []],
  ["escape", "any", []],
  ["filesizeformat", "number", []],
  ["filesizeformat", "number", ["true"]],
  ["first", "list", []],
  ["last", "list", []],
  ["float", "any", []],
  ["float", "any", ["number"]],
  ["forceescape", "text", []],
  ["groupby", "list", ["'name'"]],
  ["groupby", "list", ["'t.k'", "default='?'"]],
  ["indent", "text", ["small"]],
  ["indent", "text", ["small", "true"]],
  ["indent", "text", ["'> '", "true", "true"]],
  ["int", "any", []],
  ["int", "any", ["number"]],
  ["int", "text", ["0", "16"]],
  ["int", "text", ["0", "2"]],
  ["items", "dict", []],
  ["join", "list", []],
  ["join", "list", ["text"]],
  ["join", "list", ["text", "'name'"]],
  ["length", "list", []],
  ["count", "text", []],
  ["list", "any", []],
  ["lower", "any", []],
  ["upper", "any", []],
  ["map", "list", ["'upper'"]],
  ["map", "list", ["'int'"]],
  ["map", "list", ["attribute='name'"]],
  ["map", "list", ["attribute='t.k'", "default='-'"]],
  ["map", "list", ["'default'", "any"]],
  ["max", "list", []],
  ["min", "list", []],
  ["max", "list", ["true"]],
  ["min", "list", ["attribute='v'"]],
  ["pprint", "any", []],
  ["reject", "list", []],
  ["reject", "list", ["'none'"]],
  ["reject", "list", ["'in'", "list"]],
  ["rejectattr", "list", ["'t'"]],
  ["rejectattr", "list", ["'v'", "'equalto'", "small"]],
  ["select", "list", []],
  ["select", "list", ["'string'"]],
  ["select", "list", ["'>'", "number"]],
  ["select", "list", ["'divisibleby'", "small"]],
  ["select", "list", ["'odd'"]],
  ["selectattr", "list", ["'name'"]],
  ["selectattr", "list", ["'v'", "'gt'", "small"]],
  ["selectattr", "list", ["'t.k'", "'defined'"]],
  ["replace", "any", ["text", "text"]],
  ["replace", "text", ["text", "text", "small"]],
  ["reverse", "text", []],
  ["reverse", "list", []],
  ["round", "number", []],
  ["round", "number", ["2"]],
  ["round", "number", ["-1"]],
  ["round", "number", ["1"]],
  ["round", "number", ["1", "'ceil'"]],
  ["round", "number", ["2", "'floor'"]],
  ["safe", "text", []],
  ["slice", "list", ["small"]],
  ["slice", "list", ["small", "any"]],
  ["sort", "list", []],
  ["sort", "list", ["true"]],
  ["sort", "list", ["false", "true"]],
  ["sort", "list", ["attribute='v'"]],
  ["sort", "list", ["attribute='v,name'"]],
  ["sort", "list", ["attribute='t'"]],
  ["string", "any", []],
  ["striptags", "text", []],
  ["sum", "list", []],
  ["sum", "list", ["'v'"]],
  ["sum", "list", ["start=number"]],
  ["title", "text", []],
  ["tojson", "any", []],
  ["tojson", "any", ["2"]],
  ["trim", "text", []],
  ["trim", "text", ["text"]],
  ["truncate", "text", ["5"]],
  ["truncate", "text", ["6", "true"]],
  ["truncate", "text", ["7", "false", "'~'", "0"]],
  ["unique", "list", []],
  ["unique", "list", ["true"]],
  ["unique", "list", ["attribute='name'"]],
  ["urlencode", "text", []],
  ["urlencode", "dict", []],
  ["wordcount", "text", []],
  ["wordwrap", "text", ["5"]],
  ["wordwrap", "text", ["4", "false"]],
  ["xmlattr", "dict", []],
  ["urlize", "text", []],
  ["attr", "any", ["'name'"]],
  ["format", "text", ["any"]],
  ["length", "any", []],
];
const tests = [
  "odd",
  "even",
  "defined",
  "undefined",
  "none",
  "boolean",
  "false",
  "true",
  "integer",
  "float",
  "lower",
  "upper",
  "string",
  "mapping",
  "number",
  "sequence",
  "iterable",
  "callable",
  "escaped",
  "filter",
  "test",
];
const testsWithArgument = [
  "divisibleby",
  "sameas",
  "in",
  "==",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "eq",
  "ne",
  "gt",
  "ge",
  "lt",
  "le",
];
const percents = [
  "%s",
  "%d",
  "%5d",
  "%-6d|",
  "%05d",
  "%+d",
  "% d",
  "%x",
  "%X",
  "%#x",
  "%o",
  "%e",
  "%.2e",
  "%f",
  "%.3f",
  "%8.2f",
  "%-9.1f|",
  "%+.1f",
  "%g",
  "%.3g",
  "%G",
  "%r",
  "%10s",
  "%-10s|",
  "%.2s",
  "%c",
  "%%",
  "%i",
  "%08.3f",
  "%(a)s",
  "%5.1f%%",
  "%.0f",
];
const specs = [
  "",
  "d",
  "5",
  "<5",
  ">8",
  "^9",
  "*^9",
  "05",
  "+",
  " ",
  ",",
  "_",
  ".2f",
  "8.3f",
  "+.1f",
  "e",
  ".3e",
  "g",
  ".4g",
  "%",
  ".1%",
  "x",
  "X",
  "#x",
  "b",
  "#b",
  "o",
  "s",
  "10s",
  ".3s",
  "c",
  "010",
  ",.2f",
  "<+8,d",
  "=+8d",
  "08.2f",
  "n",
  ".0f",
  "#.0f",
  ".10g",
  "015,.1f",
  "E",
  "G",
  ">010",
];

export type Kind = "any" | "number" | "text" | "list" | "dict" | "small" | "char";

export class Generator {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  template(): string {
    const { random } = this;
    const choice = random.int(20);
    if (choice < 12) return `{{ ${this.expression("any", 3)} }}`;
    if (choice < 14) return `{{ ${this.formatted()} }}`;
    return this.statements();
  }

  expression(kind: Kind, depth: number): string {
    const { random } = this;
    if (random.chance(0.06)) kind = "any";
    if (depth <= 0 || random.chance(0.15)) return this.leaf(kind);
    switch (kind) {
      case "small":
        return random.chance(0.9) ? String(random.int(14) - 3) : this.expression("number", depth - 1);
      case "char":
        return random.pick(["'*'", "'-'", "'0'", "' '", "'é'", "'ab'"]);
      case "number":
        return this.number(depth);
      case "text":
        return this.text(depth);
      case "list":
        return this.list(depth);
      case "dict":
        return this.dict(depth);
      case "any":
        return this.any(depth);
    }
  }

  private leaf(kind: Kind): string {
    const { random } = this;
    switch (kind) {
      case "number":
        return random.pick([
          "0",
          "1",
          "2",
          "-5",
          "7",
          "100",
          "1.5",
          "0.1",
          "2.5",
          "-0.75",
          "1e3",
          "1e16",
          "1e-7",
          "123456.789",
          "9007199254740993",
          "0.5",
          "true",
          "n",
          "neg",
          "big",
          "f",
          "g",
          "1_000",
          "3.0",
          "0x1F",
        ]);
      case "small":
        return String(random.int(12) - 2);
      case "char":
        return "'.'";
      case "text":
        return random.chance(0.3) ? random.pick(["s", "e", "u"]) : this.literal(random.pick(strings));
      case "list":
        return random.pick([
          "words",
          "nums",
          "rows",
          "mixed",
          "empty",
          "[1, 2, 3]",
          "['b', 'a']",
          "(1, 'x')",
          "range(4)",
          "[3.5, 1, 2]",
          "[[2, 1], [1, 2]]",
        ]);
      case "dict":
        return random.pick([
          "d",
          "{}",
          "{'a': 1, 'b': 2}",
          "{1: 'x', true: 'y'}",
          "rows[0]",
          "{'b': none, 'a': 'q'}",
          "dict(a=1)",
        ]);
      case "any":
        return random.chance(0.5)
          ? random.pick(names)
          : this.leaf(random.pick(["number", "text", "list", "dict"] as const));
    }
  }

  private literal(text: string): string {
    return text.includes("'") ? `"${text.replaceAll('"', '\\"')}"` : `'${text}'`;
  }

  private number(depth: number): string {
    const { random } = this;
    const operator = random.pick(["+", "-", "*", "/", "//", "%"]);
    switch (random.int(8)) {
      case 0:
        return `-${this.leaf("number")}`;
      case 1:
        return `(${this.expression("number", depth - 1)} ** ${random.int(5) - 1})`;
      case 2:
        return `${this.expression("text", depth - 1)}|length`;
      case 3:
        return this.filtered("number", depth);
      default:
        return `(${this.expression("number", depth - 1)} ${operator} ${this.expression("number", depth - 1)})`;
    }
  }

  private text(depth: number): string {
    const { random } = this;
    switch (random.int(8)) {
      case 7:
        return `(${this.expression("any", depth - 1)}|${random.pick(["e", "safe", "tojson", "escape"])})`;
      case 0:
        return `(${this.expression("text", depth - 1)} + ${this.expression("text", depth - 1)})`;
      case 1:
        return `(${this.expression("any", depth - 1)} ~ ${this.expression("any", depth - 1)})`;
      case 2:
        return `(${this.expression("text", depth - 1)})${this.slice(depth)}`;
      case 3:
        return `(${this.expression("text", depth - 1)} * ${random.int(4)})`;
      case 4:
        return this.filtered("text", depth);
      case 5:
        return this.formatted();
      default:
        return this.method("text", textMethods, depth);
    }
  }

  private list(depth: number): string {
    const { random } = this;
    switch (random.int(7)) {
      case 0:
        return `[${random.times(4, () => this.expression("any", depth - 2)).join(", ")}]`;
      case 1:
        return `(${this.expression("list", depth - 1)} + ${this.expression("list", depth - 1)})`;
      case 2:
        return `(${this.expression("list", depth - 1)})${this.slice(depth)}`;
      case 3:
        return `(${this.filtered("list", depth)})|list`;
      case 4:
        return this.method("list", listMethods, depth);
      case 5:
        return `${this.expression("dict", depth - 1)}|list`;
      default:
        return `${this.expression("text", depth - 1)}.split(${random.pick(["", "','", "' '", "'a'"])})`;
    }
  }

  private dict(depth: number): string {
    const { random } = this;
    if (random.chance(0.5)) {
      const keys = random.times(
        3,
        () => `${this.leaf(random.pick(["text", "number"] as const))}: ${this.expression("any", depth - 2)}`,
      );
      return `{${keys.join(", ")}}`;
    }
    return random.chance(0.5)
      ? this.leaf("dict")
      : `dict(${this.leaf("dict")}, x=${this.expression("any", depth - 2)})`;
  }

  private any(depth: number): string {
    const { random } = this;
    switch (random.int(14)) {
      case 0:
        return `(${this.expression("any", depth - 1)} ${random.pick(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])} ${this.expression("any", depth - 1)})`;
      case 1:
        return `(${this.expression("any", depth - 1)} if ${this.expression("any", depth - 1)} else ${this.expression("any", depth - 1)})`;
      case 2:
        return `(${this.expression("any", depth - 1)} ${random.pick(["and", "or"])} ${this.expression("any", depth - 1)})`;
      case 3:
        return `(not ${this.expression("any", depth - 1)})`;
      case 4:
        return `(${this.expression("any", depth - 1)} is ${random.chance(0.2) ? "not " : ""}${random.pick(tests)})`;
      case 5:
        return `(${this.expression("any", depth - 1)} is ${this.testWithArgument(depth)})`;
      case 6:
        return `(${this.expression("any", depth - 1)})[${this.expression(random.pick(["small", "any", "text"] as const), depth - 1)}]`;
      case 7:
        return `(${this.expression("any", depth - 1)}).${random.pick(["a", "name", "t", "keys", "x", "v", "b"])}`;
      case 8:
        return this.method("dict", dictMethods, depth);
      case 9:
        return `(${this.expression("any", depth - 1)} ${random.pick(["+", "-", "*", "%", "/", "//"])} ${this.expression("any", depth - 1)})`;
      case 10:
        return this.filtered("any", depth);
      default:
        return this.expression(random.pick(["number", "text", "list", "dict"] as const), depth);
    }
  }

  /** Operator names only work through select. */
  private testWithArgument(depth: number): string {
    const name = this.random.pick(testsWithArgument.filter((test) => /^[a-z]/.test(test)));
    return `${name}(${this.expression("any", depth - 1)})`;
  }

  private slice(depth: number): string {
    const part = (): string => (this.random.chance(0.4) ? "" : this.expression("small", depth - 2));
    return this.random.chance(0.4)
      ? `[${part()}:${part()}:${this.random.pick(["1", "2", "-1", "-2", "3", "0"])}]`
      : `[${part()}:${part()}]`;
  }

  private method(
    kind: Kind,
    methods: readonly (readonly [string, readonly Kind[]])[],
    depth: number,
  ): string {
    const [name, parameters] = this.random.pick(methods);
    const args = parameters.map((parameter) => this.expression(parameter, depth - 1));
    return `(${this.expression(kind, depth - 1)}).${name}(${args.join(", ")})`;
  }

  private filtered(kind: Kind, depth: number): string {
    const fitting = kind === "any" ? filters : filters.filter(([, of]) => of === kind || of === "any");
    const [name, of, parameters] = this.random.pick(fitting);
    const args = parameters.map((parameter) =>
      parameter.replace(/\b(any|number|text|list|dict|small)\b(?!['(])/, (word) =>
        this.expression(word as Kind, depth - 1),
      ),
    );
    const chain = this.random.chance(0.2) ? "|list" : "";
    return `(${this.expression(of, depth - 1)})|${name}${args.length > 0 ? `(${args.join(", ")})` : ""}${chain}`;
  }

  private formatted(): string {
    const { random } = this;
    const value = (): string =>
      random.chance(0.6) ? this.expression("number", 1) : this.expression("any", 1);
    switch (random.int(5)) {
      case 0: {
        const parts = [random.pick(percents), random.pick(percents)];
        const count = parts.filter((part) => part !== "%%").length;
        return `'${parts.join(" ")}' % (${Array.from({ length: count }, value)
          .map((v) => v + ", ")
          .join("")})`;
      }
      case 1:
        return `'${random.pick(percents)}' % ${random.chance(0.3) ? "d" : value()}`;
      case 2:
        return `'${random.pick(percents)}'|format(${value()})`;
      case 3:
        return `'{:${random.pick(specs)}}|{${random.pick(["", "!r", "!s"])}}'.format(${value()}, ${value()})`;
      default:
        return `'{0:${random.pick(specs)}} {${random.pick(["0", "1", "x", "d.a", "d[b]", "0[0]", "x!r:>10"])}}'.format(${value()}, ${value()}, x=${value()}, d=d)`;
    }
  }

  private statements(): string {
    const { random } = this;
    const body = (): string => `{{ ${this.expression("any", 2)} }}`;
    switch (random.int(9)) {
      case 0:
        return `{% for x in ${this.expression("list", 2)} %}${random.pick(["{{ loop.index }}", "{{ loop.last }}", "{{ loop.revindex0 }}", "{{ loop.previtem }}", "{{ loop.nextitem }}", "{{ loop.cycle('a', 'b') }}", "{{ loop.changed(x) }}", ""])}:{{ x }}{% if loop.first %}!{% endif %},{% else %}none{% endfor %}`;
      case 1:
        return `{% for x in ${this.expression("list", 2)} if ${random.pick(["x", "x is string", "x is number", "loop", "x not in seen"])} %}{{ x }}{{ loop.length }}${random.pick(["", "{% if loop.index > 2 %}{% break %}{% endif %}", "{% if loop.first %}{% continue %}{% endif %}"])};{% endfor %}`;
      case 2:
        return `{% set a = ${this.expression("any", 2)} %}{% for i in range(3) %}{{ a }}{% set a = i %}{{ a }}{% endfor %}{{ a }}`;
      case 3:
        return `{% macro m(p, q=${this.expression("any", 1)}) %}[{{ p }}|{{ q }}|{{ varargs }}|{{ kwargs }}]{% endmacro %}{{ m(${random.times(3, () => this.expression("any", 1)).join(", ")}) }}{{ m(p=${this.expression("any", 1)}, z=1) }}`;
      case 4:
        return `{% macro m(p) %}<{{ caller(p) }}>{% endmacro %}{% call(y) m(${this.expression("any", 1)}) %}{{ y }}${body()}{% endcall %}`;
      case 5:
        return `{% set ns = namespace(x=${this.expression("any", 1)}) %}{% for i in ${this.expression("list", 1)} %}{% set ns.x = ${random.pick(["i", "ns.x ~ i", "(ns.x, i)"])} %}{% endfor %}{{ ns.x }}`;
      case 6:
        return `{% if ${this.expression("any", 2)} %}${body()}{% elif ${this.expression("any", 1)} %}B{% else %}${body()}{% endif %}`;
      case 7:
        return `{% set t %}${body()} text{% endset %}{{ t|upper }}{% filter trim %} ${body()} {% endfilter %}`;
      default:
        return `{% set l = [] %}{% for k, v in ${this.expression("dict", 1)}.items() %}{% do l.append((v, k)) %}{% endfor %}{{ l }}{% set a, b = ${this.expression("list", 1)} %}{{ b }}`;
    }
  }
}
