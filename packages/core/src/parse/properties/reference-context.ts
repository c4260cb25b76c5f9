/** The context of calls in YAML: `ref()`, `source()` and `metric()`, noted on the resource they stand in, and nothing else. */
import type { Callable, RenderContext, Value } from "@tsmodel/jinja";
import { JinjaError, PyFloat, asString, pyStr } from "@tsmodel/jinja";
import type { RefArgs } from "../../manifest/node.ts";

export interface Referring {
  readonly refs: RefArgs[];
  readonly sources?: string[][];
  readonly metrics?: string[][];
}

type CallName = "ref" | "source" | "metric";

export class ReferenceContext implements RenderContext {
  private readonly calls: ReadonlyMap<string, Callable>;

  constructor(resource: Referring, names: readonly CallName[]) {
    this.calls = new Map(names.map((name) => [name, CALLS[name](resource)]));
  }

  get(name: string): Value | undefined {
    return this.calls.get(name);
  }
}

const CALLS: { readonly [name in CallName]: (resource: Referring) => Callable } = {
  ref: (resource) => (args, kwargs) => {
    const [packageName, name] = takeNames("ref", args, 1, 2);
    const version = kwargs?.version ?? kwargs?.v ?? null;
    resource.refs.push({
      name: name!,
      package: packageName ?? null,
      version: version instanceof PyFloat ? pyStr(version) : (version as string | number | null),
    });
    return "";
  },
  source: (resource) => (args) => {
    resource.sources?.push(takeNames("source", args, 2, 2) as string[]);
    return "";
  },
  metric: (resource) => (args) => {
    resource.metrics?.push(takeNames("metric", args, 1, 2).filter((name) => name !== undefined));
    return "";
  },
};

/** Two texts; the first is undefined when only one is given. */
function takeNames(
  call: CallName,
  args: readonly Value[],
  least: number,
  most: number,
): [string | undefined, string] {
  const names = args.map((arg) => asString(arg));
  if (args.length < least || args.length > most) {
    throw new JinjaError(
      "TypeError",
      `${call}() takes ${least === most ? `exactly ${most === 2 ? "two" : most}` : "at most two"} arguments (${args.length} given)`,
    );
  }
  if (names.includes(undefined))
    throw new JinjaError("TypeError", `the arguments of ${call}() must be strings`);
  return names.length === 2 ? [names[0], names[1]!] : [undefined, names[0]!];
}
