/**
 * A TypeScript model read without running it: `export const config = {…}` and the calls of `ref` and `source` on what
 * the exported function is given. All of it has to be written out; what is computed is told apart with its place.
 */
import { PyDict, PyFloat, type Value } from "@tsmodel/jinja";
import { bareExpression, childrenOf, nodeAt, nodesAt, ScriptSyntaxError, type SyntaxNode } from "./syntax.ts";

export interface ScriptCall {
  readonly name: "ref" | "source";
  readonly args: readonly string[];
  /** `ref("x", { v: 2 })` */
  readonly version?: Value;
  readonly start: number;
  readonly end: number;
}

export interface ScriptModel {
  /** Keys as written, values of templates; empty without an exported `config`. */
  readonly config: ReadonlyMap<string, ConfigEntry>;
  readonly calls: readonly ScriptCall[];
  /** Calls whose arguments are computed. */
  readonly computed: readonly Omit<ScriptCall, "args">[];
}

export interface ConfigEntry {
  readonly value: Value;
  /** Of the value. */
  readonly start: number;
  readonly end: number;
}

/** undefined for a module that exports no function as its default: a helper of models. @throws ScriptSyntaxError */
export function readScriptModel(program: SyntaxNode): ScriptModel | undefined {
  const body = nodesAt(program, "body");
  const written = findDefault(body);
  const exported = written && definitionOf(written, body);
  if (exported === undefined || !MAY_BE_FUNCTION.has(exported.type)) return undefined;
  const calls: ScriptCall[] = [];
  const computed: Omit<ScriptCall, "args">[] = [];
  collectCalls(program, receiverOf(exported), calls, computed);
  return { config: readConfig(body), calls, computed };
}

/** What a default export that may be a function is: an expression, a declaration, or a name from elsewhere. */
function findDefault(body: readonly SyntaxNode[]): SyntaxNode | undefined {
  for (const statement of body) {
    if (statement.exportKind === "type") continue;
    if (statement.type === "ExportDefaultDeclaration") {
      return bareExpression(nodeAt(statement, "declaration")!);
    }
    const specifier = nodesAt(statement, "specifiers").find((one) => nodeAt(one, "exported") && nameOf(nodeAt(one, "exported")!) === "default");
    if (statement.type === "ExportNamedDeclaration" && specifier !== undefined) return nodeAt(specifier, "local") ?? specifier;
  }
  return undefined;
}

const MAY_BE_FUNCTION: ReadonlySet<string> = new Set([
  "ArrowFunctionExpression",
  "FunctionDeclaration",
  "FunctionExpression",
  "Identifier",
  "CallExpression",
  "MemberExpression",
  "ExportSpecifier",
]);

/** Names that stand for the API in this file. */
interface Receiver {
  /** `tsmodel` in `tsmodel.ref(…)` */
  readonly object: string;
  /** Local names, of a parameter that is taken apart. e.g. { ref → "ref" } */
  readonly parts: ReadonlyMap<string, string>;
}

function receiverOf(exported: SyntaxNode): Receiver {
  const [parameter] = nodesAt(exported, "params");
  const pattern = parameter?.type === "AssignmentPattern" ? nodeAt(parameter, "left") : parameter;
  const parts = new Map<string, string>();
  if (pattern?.type === "ObjectPattern") {
    for (const property of nodesAt(pattern, "properties")) {
      const [key, value] = [nodeAt(property, "key"), nodeAt(property, "value")];
      if (key && value?.type === "Identifier") parts.set(nameOf(value), nameOf(key));
    }
  }
  return { object: pattern?.type === "Identifier" ? nameOf(pattern) : "tsmodel", parts };
}

/** A default export by name is looked up among the file's own functions. */
function definitionOf(exported: SyntaxNode, body: readonly SyntaxNode[]): SyntaxNode {
  if (exported.type !== "Identifier") return exported;
  for (const statement of body) {
    const declaration = nodeAt(statement, "declaration") ?? statement;
    if (declaration.type === "FunctionDeclaration" && nameOf(nodeAt(declaration, "id")!) === nameOf(exported)) return declaration;
    for (const one of nodesAt(declaration, "declarations")) {
      const init = nodeAt(one, "init");
      if (init && nameOf(nodeAt(one, "id")!) === nameOf(exported)) return bareExpression(init);
    }
  }
  return exported;
}

function collectCalls(node: SyntaxNode, receiver: Receiver, calls: ScriptCall[], computed: Omit<ScriptCall, "args">[]): void {
  if (/^(?:Optional)?CallExpression$/.test(node.type)) {
    const name = calledName(bareExpression(nodeAt(node, "callee")!), receiver);
    if (name === "ref" || name === "source") {
      const call = readCall(name, node);
      if (call === undefined) computed.push({ name, start: node.start, end: node.end });
      else calls.push(call);
    }
  }
  for (const child of childrenOf(node)) collectCalls(child, receiver, calls, computed);
}

function calledName(callee: SyntaxNode, { object, parts }: Receiver): string | undefined {
  if (callee.type === "Identifier") return parts.get(nameOf(callee));
  if (!/^(?:Optional)?MemberExpression$/.test(callee.type) || callee.computed === true) return undefined;
  const owner = bareExpression(nodeAt(callee, "object")!);
  return owner.type === "Identifier" && nameOf(owner) === object ? nameOf(nodeAt(callee, "property")!) : undefined;
}

function readCall(name: "ref" | "source", node: SyntaxNode): ScriptCall | undefined {
  try {
    const values = nodesAt(node, "arguments").map(literalOf);
    const last = values.at(-1);
    const options = last instanceof PyDict && name === "ref" ? last : undefined;
    const args = options === undefined ? values : values.slice(0, -1);
    if (args.length === 0 || args.length > 2 || (name === "source" && args.length !== 2)) return undefined;
    if (!args.every((arg) => typeof arg === "string")) return undefined;
    const version = options?.get("v") ?? options?.get("version");
    return { name, args: args as string[], start: node.start, end: node.end, ...(version === undefined ? {} : { version }) };
  } catch {
    return undefined;
  }
}

function readConfig(body: readonly SyntaxNode[]): ReadonlyMap<string, ConfigEntry> {
  const config = new Map<string, ConfigEntry>();
  const value = findConfig(body);
  if (value === undefined) return config;
  if (value.type !== "ObjectExpression") throw new ScriptSyntaxError("config has to be an object that is written out here", value.start);
  for (const property of nodesAt(value, "properties")) {
    const written = nodeAt(property, "value");
    if (property.type !== "ObjectProperty" || written === undefined || property.computed === true) throw computedValue(property);
    config.set(nameOf(nodeAt(property, "key")!), { value: literalOf(written), start: written.start, end: written.end });
  }
  return config;
}

function findConfig(body: readonly SyntaxNode[]): SyntaxNode | undefined {
  for (const statement of body) {
    if (statement.type !== "ExportNamedDeclaration") continue;
    for (const declared of nodesAt(nodeAt(statement, "declaration") ?? statement, "declarations")) {
      const init = nodeAt(declared, "init");
      if (init && nameOf(nodeAt(declared, "id")!) === "config") return bareExpression(init);
    }
  }
  return undefined;
}

const computedValue = ({ start }: SyntaxNode): ScriptSyntaxError =>
  new ScriptSyntaxError("values of config are read without running the file: texts, numbers, true, false, null, and lists and objects of these", start);

/** @throws ScriptSyntaxError for what is not written out */
function literalOf(written: SyntaxNode): Value {
  const node = bareExpression(written);
  switch (node.type) {
    case "StringLiteral":
    case "BooleanLiteral":
      return node.value as string | boolean;
    case "NullLiteral":
      return null;
    case "NumericLiteral":
      return numberOf(node, 1);
    case "UnaryExpression": {
      const argument = bareExpression(nodeAt(node, "argument")!);
      if (node.operator !== "-" || argument.type !== "NumericLiteral") break;
      return numberOf(argument, -1);
    }
    case "TemplateLiteral": {
      const [text, ...more] = nodesAt(node, "quasis");
      if (more.length > 0) break;
      return (text!.value as { readonly cooked: string }).cooked;
    }
    case "ArrayExpression":
      return nodesAt(node, "elements").map(literalOf);
    case "ObjectExpression":
      return PyDict.of(nodesAt(node, "properties").map((property) => entryOf(property)));
  }
  throw computedValue(node);
}

function entryOf(property: SyntaxNode): [string, Value] {
  const value = nodeAt(property, "value");
  if (property.type !== "ObjectProperty" || value === undefined || property.computed === true) throw computedValue(property);
  return [nameOf(nodeAt(property, "key")!), literalOf(value)];
}

/** `2.0` is a float, as in YAML. */
function numberOf(node: SyntaxNode, sign: 1 | -1): Value {
  const value = sign * (node.value as number);
  const raw = String((node.extra as { readonly raw?: string } | undefined)?.raw ?? value);
  return Number.isSafeInteger(value) && !/^\d[\d_]*(?:\.|e)/i.test(raw) ? value : new PyFloat(value);
}

/** The name of an identifier, or of a key in quotes. */
function nameOf(node: SyntaxNode): string {
  return String(node.name ?? node.value ?? "");
}
