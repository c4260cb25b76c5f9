/** Arguments of ref(), source(), metric() and function(), checked as dbt checks them, while parsing and running. */
import { asString, PyFloat, pyTypeName, type Kwargs, type Value } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import type { RefArgs } from "../manifest/node.ts";

/** `ref(name)`, `ref(package, name)`, with `version=` or `v=`. @throws TsmodelError call-arguments, call-argument-type */
export function readRefArguments(args: Value[], kwargs: Kwargs | null): RefArgs {
  const named = readNameArguments("ref", args);
  const given = [kwargs?.["version"], kwargs?.["v"]].find(
    (value) => value !== undefined && value !== null && value !== "" && value !== 0,
  );
  return { ...named, version: given === undefined ? null : readVersion(given) };
}

function readVersion(value: Value): string | number {
  if (typeof value === "number") return value;
  if (value instanceof PyFloat) return value.n;
  const text = asString(value);
  if (text !== undefined) return text;
  throw fail("call-argument-type", {
    name: "ref",
    argument: "version",
    expected: "a string, int, float, or None",
    type: pyTypeName(value),
  });
}

/** `name` or `package, name`. @throws TsmodelError call-arguments, call-argument-type */
export function readNameArguments(callee: string, args: Value[]): { name: string; package: string | null } {
  if (args.length !== 1 && args.length !== 2)
    throw fail("call-arguments", { name: callee, takes: "at most two arguments", given: args.length });
  const name = readText(callee, "name", "a string", args.at(-1)!);
  const first =
    args.length === 2 && args[0] !== null ? readText(callee, "package", "a string or None", args[0]!) : null;
  return { name, package: first };
}

/** @throws TsmodelError call-arguments, call-argument-type */
export function readSourceArguments(args: Value[]): [sourceName: string, tableName: string] {
  if (args.length !== 2)
    throw fail("call-arguments", { name: "source", takes: "exactly two arguments", given: args.length });
  return [
    readText("source", "source name (first)", "a string", args[0]!),
    readText("source", "table name (second)", "a string", args[1]!),
  ];
}

function readText(callee: string, argument: string, expected: string, value: Value): string {
  const text = asString(value);
  if (text === undefined)
    throw fail("call-argument-type", { name: callee, argument, expected, type: pyTypeName(value) });
  return text;
}

/** dbt keeps metrics and functions as [name] or [package, name]. */
export function repack({ name, package: packageName }: { name: string; package: string | null }): string[] {
  return packageName === null ? [name] : [packageName, name];
}
