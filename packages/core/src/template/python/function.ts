/** Functions and methods written here, called as Python calls them: named parameters, Python's complaints. */
import type { Callable, Kwargs, Value } from "@tsmodel/jinja";
import { JinjaError, Markup, PyFloat, pyTypeName } from "@tsmodel/jinja";

/** Positional parameters arrive as values, "*name" as a list, "**name" as a record. */
type Values = readonly (Value | Kwargs | undefined)[];

/**
 * A callable with named parameters. "name" is required, "name?" optional (JS undefined when left out), "*name" takes
 * the other positional arguments as a list, "**name" the other named ones as a record, and what follows "*name" can
 * only be given by name.
 */
export function pyFunction<P extends Values>(
  name: string,
  parameters: readonly string[],
  body: (...values: P) => Value | Promise<Value>,
): Callable {
  const callable: Callable = (args, kwargs) =>
    body(...(bindArguments(name, parameters, args, kwargs) as unknown as P));
  callable.pyRepr = `<function ${name}>`;
  return callable;
}

export interface Method<T> {
  readonly parameters: readonly string[];
  readonly body: (self: T, ...values: never[]) => Value | Promise<Value>;
}
export type Methods<T> = { readonly [name: string]: Method<T> };

export function method<T, P extends Values>(
  parameters: readonly string[],
  body: (self: T, ...values: P) => Value | Promise<Value>,
): Method<T> {
  return { parameters, body: body as unknown as Method<T>["body"] };
}

/** The method of that name bound to an object, or JS undefined. */
export function findMethod<T>(methods: Methods<T>, self: T, name: string): Callable | undefined {
  if (!Object.hasOwn(methods, name)) return undefined;
  const { parameters, body } = methods[name]!;
  return pyFunction(name, parameters, (...values: Values) => body(self, ...(values as never[])));
}

/** @throws JinjaError TypeError when the arguments do not fit */
function bindArguments(
  name: string,
  parameters: readonly string[],
  args: readonly Value[],
  kwargs: Kwargs | null,
): readonly unknown[] {
  return (kwargs === null ? bindPlain(parameters, args) : undefined) ?? bindAny(name, parameters, args, kwargs);
}

/** Most calls: values by position for parameters by position. undefined: there is more to it, or something is wrong. */
function bindPlain(parameters: readonly string[], args: readonly Value[]): readonly unknown[] | undefined {
  if (args.length > parameters.length) return undefined;
  const bound: unknown[] = [];
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i]!;
    if (parameter.startsWith("*")) return undefined;
    if (i >= args.length && !parameter.endsWith("?")) return undefined;
    bound.push(args[i]);
  }
  return bound;
}

function bindAny(
  name: string,
  parameters: readonly string[],
  args: readonly Value[],
  kwargs: Kwargs | null,
): readonly unknown[] {
  const bound: unknown[] = [];
  const taken = new Set<string>();
  let position = 0;
  let keywordOnly = false;
  for (const parameter of parameters) {
    if (parameter.startsWith("**")) bound.push(otherKeywords(kwargs, taken));
    else if (parameter.startsWith("*")) {
      if (parameter.length > 1) bound.push(args.slice(position));
      if (parameter.length > 1) position = args.length;
      keywordOnly = true;
    } else {
      const optional = parameter.endsWith("?");
      const key = optional ? parameter.slice(0, -1) : parameter;
      const named = kwargs !== null && Object.hasOwn(kwargs, key) ? kwargs[key] : undefined;
      taken.add(key);
      if (!keywordOnly && position < args.length) {
        if (named !== undefined) throw typeError(`${name}() got multiple values for argument '${key}'`);
        bound.push(args[position++]);
      } else if (named !== undefined || optional) bound.push(named);
      else throw typeError(`${name}() missing 1 required positional argument: '${key}'`);
    }
  }
  if (position < args.length) throw typeError(tooMany(name, parameters, args.length));
  if (kwargs !== null && !parameters.some((parameter) => parameter.startsWith("**")))
    refuseUnknown(name, kwargs, taken);
  return bound;
}

function otherKeywords(kwargs: Kwargs | null, taken: ReadonlySet<string>): Kwargs {
  const rest: Kwargs = Object.create(null) as Kwargs;
  for (const key of Object.keys(kwargs ?? {})) if (!taken.has(key)) rest[key] = kwargs![key]!;
  return rest;
}

function tooMany(name: string, parameters: readonly string[], given: number): string {
  const star = parameters.findIndex((parameter) => parameter.startsWith("*"));
  const positional = star < 0 ? parameters : parameters.slice(0, star);
  const most = positional.length;
  const least = positional.filter((parameter) => !parameter.endsWith("?")).length;
  const takes = least === most ? String(most) : `from ${least} to ${most}`;
  return `${name}() takes ${takes} positional argument${most === 1 ? "" : "s"} but ${given} ${given === 1 ? "was" : "were"} given`;
}

function refuseUnknown(name: string, kwargs: Kwargs, taken: ReadonlySet<string>): void {
  for (const key of Object.keys(kwargs)) {
    if (!taken.has(key)) throw typeError(`${name}() got an unexpected keyword argument '${key}'`);
  }
}

export function typeError(message: string): JinjaError {
  return new JinjaError("TypeError", message);
}
export function valueError(message: string): JinjaError {
  return new JinjaError("ValueError", message);
}

/** Python's __index__ for numbers of ordinary size. @throws JinjaError TypeError */
export function toInteger(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") return Number(value);
  throw typeError(`'${pyTypeName(value)}' object cannot be interpreted as an integer`);
}

/** The number in an int, float or bool; JS undefined for everything else. */
export function findNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (value instanceof PyFloat) return value.n;
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "bigint" ? Number(value) : undefined;
}

/** The text of a str. @throws JinjaError TypeError */
export function toText(value: Value, what: string): string {
  if (typeof value === "string") return value;
  if (value instanceof Markup) return value.text;
  throw typeError(`${what} must be str, not ${pyTypeName(value)}`);
}
