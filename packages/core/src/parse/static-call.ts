/** `ref('x')` and `source('a', 'b')` written as text in YAML, read without rendering. */
import type { Environment, FoundCall } from "@tsmodel/jinja";
import { PyFloat, asString, findCalls, pyStr } from "@tsmodel/jinja";
import type { RefArgs } from "../manifest/node.ts";

export type RefOrSource = { readonly ref: RefArgs } | { readonly source: [string, string] };

/** undefined when the text is no such call with literal arguments. */
export function readRefOrSource(environment: Environment, expression: string): RefOrSource | undefined {
  let calls: FoundCall[];
  try {
    calls = findCalls(environment.compile(`{{ ${expression} }}`, { name: expression }).ast);
  } catch {
    return undefined;
  }
  const call = calls.find(
    ({ path, isComplete }) => isComplete && path?.length === 1 && (path[0] === "ref" || path[0] === "source"),
  );
  if (call === undefined) return undefined;
  return call.path![0] === "ref" ? readRef(call) : readSource(call);
}

function readRef(call: FoundCall): RefOrSource | undefined {
  const names = call.args.map((arg) => asString(arg));
  if (Object.keys(call.kwargs).some((key) => key !== "v" && key !== "version")) return undefined;
  const version = call.kwargs.version ?? call.kwargs.v ?? null;
  if (names.includes(undefined) || names.length < 1 || names.length > 2) return undefined;
  const name = names.at(-1)!;
  return {
    ref: {
      name,
      package: names.length === 2 ? names[0]! : null,
      version: version instanceof PyFloat ? pyStr(version) : (version as string | number | null),
    },
  };
}

function readSource(call: FoundCall): RefOrSource | undefined {
  const [source, table] = call.args.map((arg) => asString(arg));
  return source === undefined || table === undefined || call.args.length !== 2
    ? undefined
    : { source: [source, table] };
}
