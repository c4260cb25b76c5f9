import { callValue, PyObject, toValue, type Environment, type RenderContext, type Value, PyDict } from "@tsmodel/jinja";
import { isPlainObject } from "../context/lazy-value.ts";
import type { TestNode } from "../manifest/node.ts";
import { isBareCall } from "../template/template-text.ts";

/** Arguments that are calls without braces: `to: ref('orders')`. */
/**
 * The keyword arguments of a generic test as its macro receives them: strings rendered natively, bare calls
 * evaluated, the column's name left as it is.
 */
export async function renderTestArguments(
  node: TestNode,
  context: RenderContext,
  environment: Environment,
): Promise<Value> {
  const rendered = new PyDict();
  for (const [name, value] of Object.entries(node.test_metadata!.kwargs)) {
    rendered.set(
      name,
      name === "column_name" ? toValue(value) : await renderArgument(value, context, environment),
    );
  }
  return rendered;
}

async function renderArgument(
  value: unknown,
  context: RenderContext,
  environment: Environment,
): Promise<Value> {
  if (typeof value === "string") {
    const source = isBareCall(value) ? `{{ ${value} }}` : value;
    if (!source.includes("{{") && !source.includes("{%") && !source.includes("{#")) return source;
    const tested = await callTested(source, context);
    if (tested !== undefined) return tested;
    return environment.compile(source, { name: "test argument", native: true }).renderNativeAsync(context);
  }
  if (Array.isArray(value))
    return Promise.all(value.map((item) => renderArgument(item, context, environment)));
  if (isPlainObject(value)) {
    const rendered = new PyDict();
    for (const [key, item] of Object.entries(value))
      rendered.set(key, await renderArgument(item, context, environment));
    return rendered;
  }
  return toValue(value);
}

/** The `model` of nearly every test: each names a relation of its own, so compiling it as a template serves once. */
const TESTED = /^\{\{ get_where_subquery\((ref|source)\('([^'\\]*)'(?:, '([^'\\]*)')?\)\) \}\}$/;

/** What that template gives; undefined for others, and where it is more than a relation or an error. */
async function callTested(source: string, context: RenderContext): Promise<Value | undefined> {
  const [, kind, first, second] = TESTED.exec(source) ?? [];
  const find = kind === undefined ? undefined : context.get(kind);
  const narrow = context.get("get_where_subquery");
  if (find === undefined || narrow === undefined) return undefined;
  try {
    const relation = await callValue(find, second === undefined ? [first!] : [first!, second], null);
    const narrowed = await callValue(narrow, [relation], null);
    return narrowed instanceof PyObject ? narrowed : undefined;
  } catch {
    return undefined;
  }
}
