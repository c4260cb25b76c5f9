/** `config` while parsing: calls are kept, questions get dbt's stand-in answers. */
import { PyDict, PyObject, Undefined, asString, type Kwargs, type Value } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import { configValue } from "../template/config-value.ts";
import { findMethod, method, type Methods } from "../template/python/function.ts";

export class ParseConfig extends PyObject {
  readonly pyTypeName: string = "ParseConfigObject";
  private readonly onCall: (options: { [key: string]: unknown }) => void;

  constructor(onCall: (options: { [key: string]: unknown }) => void) {
    super();
    this.onCall = onCall;
  }

  /** @throws TsmodelError config-call-invalid, config-conflict, config-undefined */
  override pyCall(args: Value[], kwargs: Kwargs | null): Value {
    this.onCall(hyphenateHooks(readOptions(args, kwargs)));
    return "";
  }

  override pyGetAttr(name: string): Value | undefined {
    return findMethod(methods, this, name);
  }
}

const answer = (value: Value): Methods<ParseConfig>[string] =>
  method(["name?", "default?", "validator?"], () => value);

const methods: Methods<ParseConfig> = {
  get: answer(""),
  require: answer(""),
  meta_get: answer(""),
  meta_require: answer(""),
  set: method(["name", "value"], (self, name: Value, value: Value) =>
    self.pyCall([PyDict.of([[name, value]])], null),
  ),
  persist_relation_docs: method([], () => false),
  persist_column_docs: method([], () => false),
};

function readOptions(args: Value[], kwargs: Kwargs | null): { [key: string]: unknown } {
  const named = Object.keys(kwargs ?? {});
  const [dict] = args;
  const entries: [string, Value][] | undefined =
    args.length === 0 && named.length > 0
      ? named.map((name) => [name, kwargs![name]!])
      : args.length === 1 && named.length === 0 && dict instanceof PyDict
        ? dict.entries().map(([key, value]) => [asString(key) ?? String(key), value])
        : undefined;
  if (entries === undefined) throw fail("config-call-invalid", undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, plain(name, value)]));
}

function plain(name: string, value: Value): unknown {
  if (value instanceof Undefined)
    throw fail("config-undefined", { key: name, name: String(value.name ?? "") });
  return configValue(value);
}

function hyphenateHooks(options: { [key: string]: unknown }): { [key: string]: unknown } {
  for (const [underscored, hyphenated] of [
    ["pre_hook", "pre-hook"],
    ["post_hook", "post-hook"],
  ] as const) {
    if (!Object.hasOwn(options, underscored)) continue;
    if (Object.hasOwn(options, hyphenated))
      throw fail("config-conflict", { first: underscored, second: hyphenated });
    options[hyphenated] = options[underscored];
    delete options[underscored];
  }
  return options;
}
