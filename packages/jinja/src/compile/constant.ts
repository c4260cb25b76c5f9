/**
 * Values known at compile time. Jinja2 folds constant expressions before it renders, which dbt's native rendering makes
 * visible (`{{ 1 }}` gives text, `{{ n + 1 }}` an int), so the same expressions must count as constant here.
 */

import type { Arguments, Expression } from "../syntax/ast.ts";
import { raise } from "../error.ts";
import { isTruthy, order, pyEquals } from "../runtime/compare.ts";
import { PyDict } from "../runtime/data/dict.ts";
import { contains } from "../runtime/iterate.ts";
import {
  add,
  divide,
  floorDivide,
  multiply,
  negate,
  positive,
  power,
  remainder,
  subtract,
} from "../runtime/operators.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { getSlice } from "../runtime/attributes.ts";
import { pyStr } from "../runtime/text.ts";
import type { Kwargs, Value } from "../runtime/data/values.ts";
import { Markup, PyFloat, Tuple } from "../runtime/data/values.ts";

/** Filters that look at the context, and so are never constant. */
const contextFilters = new Set(["map", "select", "reject", "selectattr", "rejectattr", "random"]);

const operators = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "//": floorDivide,
  "%": remainder,
  "**": power,
};

class NotConstant extends Error {}

/** The value of a constant expression, JS undefined for others (and for those that raise). */
export function constantValue(node: Expression, runtime: Runtime): Value | undefined {
  try {
    return evaluate(node, runtime);
  } catch {
    return undefined;
  }
}

/** Whether Jinja2 writes such a value into its generated code: plain data only. */
export function hasSafeRepr(value: Value): boolean {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
    case "boolean":
      return true;
  }
  if (value === null || value instanceof PyFloat || value instanceof Markup) return true;
  if (Array.isArray(value)) return value.every(hasSafeRepr);
  if (value instanceof Tuple) return value.items.every(hasSafeRepr);
  return (
    value instanceof PyDict && value.entries().every(([key, item]) => hasSafeRepr(key) && hasSafeRepr(item))
  );
}

function evaluate(node: Expression, runtime: Runtime): Value {
  const of = (child: Expression): Value => evaluate(child, runtime);
  const optional = (child: Expression | null): Value => (child === null ? null : of(child));
  switch (node.type) {
    case "Const":
      return node.value;
    case "List":
      return node.items.map(of);
    case "Tuple":
      return new Tuple(node.items.map(of));
    case "Dict":
      return PyDict.of(node.entries.map(({ key, value }) => [of(key), of(value)] as const));
    case "Concat":
      return node.nodes.map((child) => pyStr(of(child))).join("");
    case "Binary":
      return operators[node.operator](of(node.left), of(node.right));
    case "Unary":
      return node.operator === "-" ? negate(of(node.node)) : positive(of(node.node));
    case "Not":
      return !isTruthy(of(node.node));
    case "Logical": {
      const left = of(node.left);
      return isTruthy(left) === (node.operator === "or") ? left : of(node.right);
    }
    case "Condition":
      if (isTruthy(of(node.test))) return of(node.yes);
      if (node.no === null) throw new NotConstant();
      return of(node.no);
    case "Compare":
      return compare(node, of);
    case "Getattr":
      return runtime.getAttribute(of(node.node), node.name);
    case "Getitem": {
      const { key } = node;
      if (key.type !== "Slice") return runtime.getItem(of(node.node), of(key));
      return getSlice(of(node.node), optional(key.from), optional(key.to), optional(key.step));
    }
    case "Filter": {
      const run = runtime.filters.get(node.name);
      if (run === undefined || node.node === null || contextFilters.has(node.name)) throw new NotConstant();
      const { args, kwargs } = evaluateArguments(node, of);
      return run(runtime, of(node.node), args, kwargs);
    }
    case "Test": {
      const run = runtime.tests.get(node.name);
      if (run === undefined) throw new NotConstant();
      const { args, kwargs } = evaluateArguments(node, of);
      return run(runtime, of(node.node), args, kwargs);
    }
    case "Name":
    case "Call":
    case "Slice":
      throw new NotConstant();
    default:
      return node satisfies never;
  }
}

function evaluateArguments(
  node: Arguments,
  of: (child: Expression) => Value,
): { args: Value[]; kwargs: Kwargs | null } {
  if (node.spread !== null || node.kwSpread !== null) throw new NotConstant();
  if (node.kwargs.length === 0) return { args: node.args.map(of), kwargs: null };
  const kwargs = Object.fromEntries(node.kwargs.map(({ name, value }) => [name, of(value)]));
  return { args: node.args.map(of), kwargs };
}

function compare(node: Extract<Expression, { type: "Compare" }>, of: (child: Expression) => Value): boolean {
  let left = of(node.first);
  for (const { operator, node: operand } of node.rest) {
    const right = of(operand);
    if (!holds(operator, left, right)) return false;
    left = right;
  }
  return true;
}

function holds(operator: string, left: Value, right: Value): boolean {
  switch (operator) {
    case "==":
      return pyEquals(left, right);
    case "!=":
      return !pyEquals(left, right);
    case "<":
      return order(left, right, operator) < 0;
    case "<=":
      return order(left, right, operator) <= 0;
    case ">":
      return order(left, right, operator) > 0;
    case ">=":
      return order(left, right, operator) >= 0;
    case "in":
      return contains(right, left);
    case "not in":
      return !contains(right, left);
    default:
      return raise("TypeError", `unknown operator ${operator}`);
  }
}
