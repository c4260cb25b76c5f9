import { describe, expect, test } from "vitest";
import type { Value } from "../src/index.ts";
import {
  Environment,
  Markup,
  Namespace,
  PyDict,
  PyFloat,
  PyObject,
  PySet,
  Tuple,
  callMethod,
  callValue,
  codeFrame,
  fromValue,
  getAttribute,
  isTruthy,
  jsonDumps,
  lazyDict,
  literalEval,
  pyCompare,
  pyEquals,
  pyIterate,
  pyLen,
  pyRepr,
  pyStr,
  pyTypeName,
  toValue,
} from "../src/index.ts";

const render = (source: string, values: Record<string, Value>): string =>
  new Environment()
    .compile(source, { name: "m" })
    .render({ get: (name) => (Object.hasOwn(values, name) ? values[name] : undefined) });

describe("values", () => {
  test("JSON goes in and out", () => {
    const json = { a: 1, b: 1.5, c: [true, null, "x"], d: { e: {} }, "10": 2 };
    expect(fromValue(toValue(json))).toEqual(json);
    expect(pyRepr(toValue(json))).toBe("{'10': 2, 'a': 1, 'b': 1.5, 'c': [True, None, 'x'], 'd': {'e': {}}}");
  });

  test("dicts keep insertion order and Python's idea of equal keys", () => {
    const dict = PyDict.of([
      ["b", 1],
      [1, "one"],
      [new Tuple([1, 2]), "t"],
      [null, 0],
    ]);
    dict.set(true, "still one");
    dict.set(new PyFloat(1), "still one key");
    expect(pyRepr(dict)).toBe("{'b': 1, 1: 'still one key', (1, 2): 't', None: 0}");
    expect(dict.get(new Tuple([1, 2]))).toBe("t");
    expect([dict.has("b"), dict.has("__proto__"), dict.size]).toEqual([true, false, 4]);
    expect(() => dict.set([], 1)).toThrow("unhashable type: 'list'");
  });

  test("lazy dicts are made when they are first looked into", () => {
    let made = 0;
    const dict = lazyDict(() => {
      made++;
      return PyDict.fromRecord({ a: 1 });
    });
    const source = "{% if false %}{{ g.a }}{% endif %}ok";
    expect(render(source, { g: dict })).toBe("ok");
    expect(made).toBe(0);
    expect(render("{{ g.a }}{{ g['a'] }}{{ g|length }}{{ g }}", { g: dict })).toBe("111{'a': 1}");
    expect(made).toBe(1);
  });

  test("types, truth, order and length are Python's", () => {
    expect(
      [
        1,
        1n,
        true,
        "x",
        null,
        [],
        new PyFloat(1),
        new Markup("x"),
        new PySet(),
        new Namespace(new PyDict()),
      ].map(pyTypeName),
    ).toEqual(["int", "int", "bool", "str", "NoneType", "list", "float", "Markup", "set", "Namespace"]);
    expect([0, "", [], new PyDict(), null, new PyFloat(0)].some(isTruthy)).toBe(false);
    expect(pyEquals([1, new PyFloat(2)], [true, 2])).toBe(true);
    expect(pyCompare("a", "b")).toBeLessThan(0);
    expect(() => pyCompare(1, "a")).toThrow("'<' not supported between instances of 'int' and 'str'");
    expect(pyLen("日本🎉")).toBe(3);
    expect([...pyIterate(PyDict.fromRecord({ a: 1 }))]).toEqual(["a"]);
    expect(pyStr(new PyFloat(1e16))).toBe("1e+16");
  });

  test("json.dumps is Python's", () => {
    const value = toValue({ b: [1, 2.5, "ä"], a: null });
    expect(jsonDumps(value)).toBe('{"b": [1, 2.5, "\\u00e4"], "a": null}');
    expect(jsonDumps(value, { sortKeys: true, indent: 2 })).toBe(
      '{\n  "a": null,\n  "b": [\n    1,\n    2.5,\n    "\\u00e4"\n  ]\n}',
    );
    expect(() => jsonDumps(new PySet([1]))).toThrow("Object of type set is not JSON serializable");
  });

  test("host code can call and ask like a template", () => {
    expect(callMethod("a,b", "split", [","])).toEqual(["a", "b"]);
    expect(callValue((args) => args.length, [1, 2])).toBe(2);
    expect(getAttribute(PyDict.fromRecord({ a: 1 }), "a")).toBe(1);
    expect(() => callValue(1)).toThrow("'int' object is not callable");
  });

  test("host objects take part in everything", () => {
    class Money extends PyObject {
      readonly pyTypeName = "Money";
      readonly cents: number;
      constructor(cents: number) {
        super();
        this.cents = cents;
      }
      override pyGetAttr(name: string): Value | undefined {
        return name === "cents" ? this.cents : name === "half" ? () => new Money(this.cents / 2) : undefined;
      }
      override pyGetItem(key: Value): Value | undefined {
        return key === 0 ? this.cents : undefined;
      }
      override pyStr(): string {
        return `$${this.cents / 100}`;
      }
      override pyBool(): boolean {
        return this.cents !== 0;
      }
      override pyEquals(other: Value): boolean {
        return other instanceof Money && other.cents === this.cents;
      }
      override pyHashKey(): string {
        return `money:${this.cents}`;
      }
      override pyCompare(other: Value): number | undefined {
        return other instanceof Money ? this.cents - other.cents : undefined;
      }
      override pyBinary(op: string, other: Value, reflected: boolean): Value | undefined {
        if (op === "+" && other instanceof Money) return new Money(this.cents + other.cents);
        return op === "*" && reflected && typeof other === "number"
          ? new Money(this.cents * other)
          : undefined;
      }
    }
    const values = { a: new Money(200), b: new Money(100), zero: new Money(0) };
    const source =
      "{{ a }} {{ a.half() == b }} {{ a[0] }} {{ a + b }} {{ 3 * b }} {{ [a, b]|sort|join(' ') }} {{ [a, b, a]|unique|list|length }} {{ 'z' if zero }} {{ a > b }} {{ a in [b, a.half() + b] }} {{ {a: 1}[b + b] }} {{ a.missing is defined }}";
    expect(render(source, values)).toBe("$2 True 200 $3 $3 $1 $2 2  True True 1 False");
    expect(() => render("{{ a + 1 }}", values)).toThrow(
      "unsupported operand type(s) for +: 'Money' and 'int'",
    );
    expect(() => render("{{ a.missing.x }}", values)).toThrow("'Money object' has no attribute 'missing'");
  });

  test("names of Object.prototype mean nothing", () => {
    const source =
      "{{ constructor }}{{ d.constructor }}{{ d.toString }}{{ d['__proto__'] }}{{ 'x'.constructor }}{{ [].map }}";
    expect(render(source, { d: new PyDict() }).trim()).toBe("");
    expect(() => render("{% macro m() %}{% endmacro %}{{ m(toString=1) }}", {})).toThrow(
      "takes no keyword argument 'toString'",
    );
    expect(
      render(
        "{% macro m(constructor, __proto__=1) %}{{ constructor }}{{ __proto__ }}{{ kwargs }}{% endmacro %}{{ m(valueOf=2, __proto__=3) }}",
        {},
      ),
    ).toBe("3{'valueOf': 2}");
  });

  test.each([
    ["[1, 'a', None, True, 2.5, (1,), {'k': {1, 2}}]", "[1, 'a', None, True, 2.5, (1,), {'k': {1, 2}}]"],
    ["  -1_000", "-1000"],
    ["'a' \"b\"", "'ab'"],
    ["1, 2", "(1, 2)"],
    ["{}", "{}"],
    ["()", "()"],
    ["0x1F", "31"],
    ["1e3", "1000.0"],
    ["r'\\n'", "'\\\\n'"],
  ])("literalEval(%s)", (text, expected) => {
    expect(pyRepr(literalEval(text) as Value)).toBe(expected);
  });

  test.each(["x", "1 + 2", "[1", "f()", "01", "'a", "1 2", "", "true"])("%j is no literal", (text) => {
    expect(literalEval(text)).toBeUndefined();
  });
});

describe("codeFrame", () => {
  test("marks a place and cuts long lines", () => {
    expect(codeFrame("a\nbb cc\nd", { line: 2, column: 4, endColumn: 6 }, { after: 1 })).toBe(
      "  1 | a\n  2 | bb cc\n    |    ^^\n  3 | d",
    );
    const frame = codeFrame(
      "x".repeat(500) + "HERE" + "y".repeat(500),
      { line: 1, column: 501, endColumn: 505 },
      { width: 40 },
    );
    const [line = "", carets = ""] = frame.split("\n");
    expect(line.length).toBeLessThan(60);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("HERE");
  });

  test("keeps tabs under tabs", () => {
    const excerpt = codeFrame("bb cc\nd", { line: 100, column: 1 }, { firstLine: 99 });
    expect(excerpt).toBe("   99 | bb cc\n  100 | d\n      | ^");
    const lines = Array.from({ length: 2000 }, (_, i) => `line ${i + 1}`);
    expect(codeFrame(lines.join("\r\n"), { line: 1500, column: 6 })).toBe(
      "  1499 | line 1499\n  1500 | line 1500\n       |      ^",
    );
    expect(codeFrame(lines.join("\n"), { line: 3000, column: 1 }, { after: 3 })).toBe(
      "  1999 | line 1999\n  2000 | line 2000\n       | ^",
    );
    expect(codeFrame("\tab c", { line: 1, column: 5, endColumn: 6 })).toBe("  1 | \tab c\n    | \t   ^");
  });
});
