/** Children of any node, in Jinja2's field order: the order names are seen in decides what they mean. */

import type { Arguments, Expression, Node, Parameter } from "./ast.ts";

/** Calls `visit` for each direct child. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  switch (node.type) {
    case "Template":
      return node.body.forEach(visit);
    case "Output":
    case "Concat":
      return node.nodes.forEach(visit);
    case "If":
      visit(node.test);
      node.body.forEach(visit);
      node.elifs.forEach(visit);
      return node.otherwise.forEach(visit);
    case "For":
      visit(node.target);
      visit(node.iterable);
      node.body.forEach(visit);
      node.otherwise.forEach(visit);
      return visitOptional(node.filter, visit);
    case "Set":
      visit(node.target);
      return visit(node.value);
    case "SetBlock":
      visit(node.target);
      visitOptional(node.filter, visit);
      return node.body.forEach(visit);
    case "Macro":
      visitParameters(node.parameters, visit);
      return node.body.forEach(visit);
    case "CallBlock":
      visit(node.call);
      visitParameters(node.parameters, visit);
      return node.body.forEach(visit);
    case "FilterBlock":
      node.body.forEach(visit);
      return visit(node.filter);
    case "With":
      node.targets.forEach(visit);
      node.values.forEach(visit);
      return node.body.forEach(visit);
    case "Block":
      return node.body.forEach(visit);
    case "Autoescape":
      visit(node.value);
      return node.body.forEach(visit);
    case "Loader":
      return visit(node.template);
    case "Do":
      return visit(node.value);
    case "List":
    case "Tuple":
    case "TargetTuple":
      return node.items.forEach(visit);
    case "Dict":
      for (const { key, value } of node.entries) {
        visit(key);
        visit(value);
      }
      return;
    case "Binary":
    case "Logical":
      visit(node.left);
      return visit(node.right);
    case "Unary":
    case "Not":
    case "Getattr":
      return visit(node.node);
    case "Condition":
      visit(node.test);
      visit(node.yes);
      return visitOptional(node.no, visit);
    case "Compare":
      visit(node.first);
      return node.rest.forEach((operand) => visit(operand.node));
    case "Getitem":
      visit(node.node);
      return visit(node.key);
    case "Slice":
      visitOptional(node.from, visit);
      visitOptional(node.to, visit);
      return visitOptional(node.step, visit);
    case "Call":
      visit(node.callee);
      return visitArguments(node, visit);
    case "Filter":
      visitOptional(node.node, visit);
      return visitArguments(node, visit);
    case "Test":
      visit(node.node);
      return visitArguments(node, visit);
    case "Keyword":
      return visit(node.value);
    case "Break":
    case "Continue":
    case "Data":
    case "Const":
    case "Name":
    case "NamespaceRef":
    case "Parameter":
      return;
    default:
      return node satisfies never;
  }
}

function visitOptional(node: Expression | null, visit: (child: Node) => void): void {
  if (node !== null) visit(node);
}

function visitArguments(node: Arguments, visit: (child: Node) => void): void {
  node.args.forEach(visit);
  node.kwargs.forEach(visit);
  visitOptional(node.spread, visit);
  visitOptional(node.kwSpread, visit);
}

function visitParameters(parameters: readonly Parameter[], visit: (child: Node) => void): void {
  parameters.forEach(visit);
  for (const { defaultValue } of parameters) visitOptional(defaultValue, visit);
}

/** Calls `visit` for a node and everything below it, parents first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  forEachChild(node, (child) => walk(child, visit));
}
