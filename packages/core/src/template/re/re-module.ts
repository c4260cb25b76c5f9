/** `modules.re`. */
import type { Callable, Value } from "@tsmodel/jinja";
import { PyDict } from "@tsmodel/jinja";
import { findMethod, pyFunction, toInteger, toText, valueError } from "../python/function.ts";
import { NamedClass } from "../python/named-class.ts";
import { flagNames } from "./flags.ts";
import { Pattern, patternMethods } from "./pattern.ts";

export function createRe(): PyDict {
  const patterns = new PatternCache();
  const module = new PyDict();
  for (const [name, parameters] of Object.entries(functionParameters))
    module.set(name, moduleFunction(name, parameters, patterns));
  const compile = pyFunction("compile", ["pattern", "flags?"], (pattern: Value, flags?: Value) =>
    patterns.get(pattern, flags),
  );
  module.set("compile", compile);
  module.set("template", compile);
  module.set(
    "escape",
    pyFunction("escape", ["pattern"], (text: Value) => escapeText(toText(text, "escape() argument"))),
  );
  module.set(
    "purge",
    pyFunction("purge", [], () => patterns.clear()),
  );
  for (const [name, module_] of [
    ["error", "re.error"],
    ["Pattern", "re.Pattern"],
    ["Match", "re.Match"],
  ] as const)
    module.set(name, new NamedClass(module_));
  for (const [name, bits] of Object.entries(flagNames)) module.set(name, bits);
  module.set(
    "RegexFlag",
    pyFunction("RegexFlag", ["value"], (value: Value) => toInteger(value)),
  );
  return module;
}

/** What follows the pattern; `flags` comes last. */
const functionParameters: { readonly [name: string]: readonly string[] } = {
  match: ["string"],
  fullmatch: ["string"],
  search: ["string"],
  findall: ["string"],
  finditer: ["string"],
  sub: ["repl", "string", "count?"],
  subn: ["repl", "string", "count?"],
  split: ["string", "maxsplit?"],
};

function moduleFunction(name: string, parameters: readonly string[], patterns: PatternCache): Callable {
  return pyFunction(
    name,
    ["pattern", ...parameters, "flags?"],
    (pattern: Value, ...rest: (Value | undefined)[]) => {
      const compiled = patterns.get(pattern, rest.pop());
      const given = rest.filter((value) => value !== undefined);
      return findMethod(patternMethods, compiled, name)!(given, null);
    },
  );
}

/** Expressions are few and used often: each is translated once. */
class PatternCache {
  private readonly patterns: Map<string, Pattern> = new Map();

  get(value: Value, flags: Value | undefined): Pattern {
    const bits = flags === undefined ? 0 : toInteger(flags);
    if (value instanceof Pattern) {
      if (bits !== 0) throw valueError("cannot process flags argument with a compiled pattern");
      return value;
    }
    const text = toText(value, "first argument must be string or compiled pattern: it");
    const key = `${bits} ${text}`;
    let pattern = this.patterns.get(key);
    if (pattern === undefined) this.patterns.set(key, (pattern = new Pattern(text, bits)));
    return pattern;
  }
  clear(): null {
    this.patterns.clear();
    return null;
  }
}

/** Backslashes before everything that means something in an expression. */
function escapeText(text: string): string {
  return text.replace(/[-()[\]{}?*+|^$\\.&~# \t\n\r\v\f]/g, "\\$&");
}
