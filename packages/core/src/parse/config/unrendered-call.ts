/**
 * The `config()` call of a template as it is written, under dbt's flag state_modified_compare_more_unrendered_values: each
 * keyword as Jinja2 prints its syntax tree, which is what dbt keeps and compares. Only a template's first call counts, and
 * of it only the keywords. https://jinja.palletsprojects.com/en/stable/extensions/#module-jinja2.nodes
 */
import { pyRepr, type Arguments, type CallNode, type Environment, type Expression, type Keyword } from "@tsmodel/jinja";
import type { ConfigValues } from "./merge-config.ts";

/** undefined without a call. */
export function readUnrenderedCall(environment: Environment, text: string, name: string): ConfigValues | undefined {
  if (!text.includes("config(")) return undefined;
  const call = findFirstCall(environment.compile(text, { name }).ast);
  return call && Object.fromEntries(call.kwargs.map((keyword) => [keyword.name, printKeyword(keyword)]));
}

function findFirstCall(node: unknown): CallNode | undefined {
  let first: CallNode | undefined;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    const call = value as CallNode;
    if (call.type === "Call" && call.callee.type === "Name" && call.callee.name === "config" && (first === undefined || call.start < first.start)) first = call;
    for (const item of Object.values(value)) visit(item);
  };
  visit(node);
  return first;
}

const printKeyword = ({ name, value }: Keyword): string => `Keyword(key=${pyRepr(name)}, value=${print(value)})`;
const printList = (nodes: readonly string[]): string => `[${nodes.join(", ")}]`;
const orNone = (node: Expression | null): string => (node === null ? "None" : print(node));

const printArguments = ({ args, kwargs, spread, kwSpread }: Arguments): string =>
  `args=${printList(args.map(print))}, kwargs=${printList(kwargs.map(printKeyword))}, dyn_args=${orNone(spread)}, dyn_kwargs=${orNone(kwSpread)}`;

const BINARY: { readonly [operator: string]: string } = { "+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "//": "FloorDiv", "%": "Mod", "**": "Pow" };
const COMPARED: { readonly [operator: string]: string } = { "==": "eq", "!=": "ne", "<": "lt", "<=": "lteq", ">": "gt", ">=": "gteq", in: "in", "not in": "notin" };

function print(node: Expression): string {
  switch (node.type) {
    case "Const":
      return `Const(value=${pyRepr(node.value)})`;
    case "Name":
      return `Name(name=${pyRepr(node.name)}, ctx='load')`;
    case "List":
      return `List(items=${printList(node.items.map(print))})`;
    case "Tuple":
      return `Tuple(items=${printList(node.items.map(print))}, ctx='load')`;
    case "Dict":
      return `Dict(items=${printList(node.entries.map(({ key, value }) => `Pair(key=${print(key)}, value=${print(value)})`))})`;
    case "Concat":
      return `Concat(nodes=${printList(node.nodes.map(print))})`;
    case "Binary":
      return `${BINARY[node.operator]!}(left=${print(node.left)}, right=${print(node.right)})`;
    case "Unary":
      return `${node.operator === "-" ? "Neg" : "Pos"}(node=${print(node.node)})`;
    case "Not":
      return `Not(node=${print(node.node)})`;
    case "Logical":
      return `${node.operator === "and" ? "And" : "Or"}(left=${print(node.left)}, right=${print(node.right)})`;
    case "Condition":
      return `CondExpr(test=${print(node.test)}, expr1=${print(node.yes)}, expr2=${orNone(node.no)})`;
    case "Compare":
      return `Compare(expr=${print(node.first)}, ops=${printList(node.rest.map((one) => `Operand(op='${COMPARED[one.operator]!}', expr=${print(one.node)})`))})`;
    case "Getattr":
      return `Getattr(node=${print(node.node)}, attr=${pyRepr(node.name)}, ctx='load')`;
    case "Getitem":
      return `Getitem(node=${print(node.node)}, arg=${print(node.key)}, ctx='load')`;
    case "Slice":
      return `Slice(start=${orNone(node.from)}, stop=${orNone(node.to)}, step=${orNone(node.step)})`;
    case "Call":
      return `Call(node=${print(node.callee)}, ${printArguments(node)})`;
    case "Filter":
      return `Filter(node=${orNone(node.node)}, name=${pyRepr(node.name)}, ${printArguments(node)})`;
    case "Test":
      return `Test(node=${print(node.node)}, name=${pyRepr(node.name)}, ${printArguments(node)})`;
  }
}
