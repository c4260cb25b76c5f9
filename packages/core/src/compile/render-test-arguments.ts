import { callValue, PyObject, toValue, type Environment, type RenderContext, type Value, PyDict } from "@tsmodel/jinja";
import { isPlainObject } from "../context/lazy-value.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { TestNode } from "../manifest/node.ts";
import { isBareCall } from "../template/template-text.ts";

/**
 * The keyword arguments of a generic test as its macro receives them: strings rendered natively, bare calls
 * evaluated, the column's name left as it is.
 */
export async function renderTestArguments(
  node: TestNode,
  context: RenderContext,
  { environment, registry }: Pick<SharedContext, "environment" | "registry">,
): Promise<Value> {
  const rendered = new PyDict();
  const whole = isWhole(node) && registry.areBuiltIn(NARROWING);
  for (const [name, value] of Object.entries(node.test_metadata!.kwargs)) {
    rendered.set(
      name,
      name === "column_name"
        ? toValue(value)
        : ((await callTested(value, context, whole)) ?? (await renderArgument(value, context, environment))),
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

/** What else takes part in it. */
const NARROWING: readonly string[] = ["get_where_subquery"];
const NARROWING_ID = "macro.dbt.get_where_subquery";

/** Nothing narrows the relation, and the macro that would do it is noted as called already. */
function isWhole({ config, depends_on: { macros } }: TestNode): boolean {
  return Object.hasOwn(config, "where") && !config["where"] && macros.includes(NARROWING_ID);
}

/** What that template gives; undefined for others, and where it is more than a relation or an error. */
async function callTested(source: unknown, context: RenderContext, whole: boolean): Promise<Value | undefined> {
  const [, kind, first, second] = (typeof source === "string" && TESTED.exec(source)) || [];
  if (kind === undefined) return undefined;
  const find = context.get(kind);
  const narrow = context.get("get_where_subquery");
  if (find === undefined || narrow === undefined) return undefined;
  try {
    const relation = await callValue(find, second === undefined ? [first!] : [first!, second], null);
    const narrowed = whole ? relation : await callValue(narrow, [relation], null);
    return narrowed instanceof PyObject ? narrowed : undefined;
  } catch {
    return undefined;
  }
}
