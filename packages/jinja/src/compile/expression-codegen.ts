/**
 * Expressions to JavaScript expressions. Each operation that can raise gets its position as an extra last argument
 * (`add(a, b, P = 3)`): it is stored after the operands were evaluated and right before the operation runs.
 */

import type {
  Arguments,
  BinaryOperator,
  CallNode,
  CompareOperator,
  Expression,
  FilterNode,
  NameNode,
  TestNode,
} from "../syntax/ast.ts";
import type { CodeFunction, LoopInfo } from "./code-function.ts";
import { SyntaxFailure } from "../syntax/lexer.ts";
import { isPlainField } from "../runtime/attributes.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { shapeCode, type SupportName } from "../runtime/support.ts";
import type { Value } from "../runtime/data/values.ts";
import { PyFloat } from "../runtime/data/values.ts";
import type { Scope } from "./scope.ts";
import { lineColumn } from "../source-map.ts";
import { walk } from "../syntax/walk.ts";

export interface CodegenOptions {
  /** Calls may give Promises, which are awaited. */
  readonly async: boolean;
  /** Positions of the output are recorded. */
  readonly marks: boolean;
  /** Macros are for `bind`: their names are no variables, calls reach them through the context. */
  readonly bound: boolean;
  /** Only macros are defined, nothing is printed, so that `main` itself never waits. */
  readonly definitions: boolean;
  /** The template's own output is a list of values (dbt's native rendering). */
  readonly native: boolean;
}

const binaryHelpers: Record<BinaryOperator, SupportName> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "//": "floorDivide",
  "%": "remainder",
  "**": "power",
};

/** `loop.name` where only the counter and the values are needed. */
const loopCounters: Partial<Record<string, { code: (loop: LoopInfo) => string; needsLength: boolean }>> = {
  index: { code: ({ index }) => `(${index} + 1)`, needsLength: false },
  index0: { code: ({ index }) => index, needsLength: false },
  first: { code: ({ index }) => `(${index} === 0)`, needsLength: false },
  last: {
    code: ({ index, items, pull }) =>
      pull === null ? `(${index} === ${items}.length - 1)` : `!${pull}(${index} + 1)`,
    needsLength: true,
  },
  length: { code: loopLength, needsLength: true },
  revindex: { code: (loop) => `(${loopLength(loop)} - ${loop.index})`, needsLength: true },
  revindex0: { code: (loop) => `(${loopLength(loop)} - ${loop.index} - 1)`, needsLength: true },
};

function loopLength({ items, pull }: LoopInfo): string {
  return pull === null ? `${items}.length` : `(${pull}(Infinity), ${items}.length)`;
}

/** Whether anything in an expression is called. */
export function hasCall(node: Expression): boolean {
  let found = false;
  walk(node, (child) => (found ||= child.type === "Call"));
  return found;
}

export class ExpressionCodegen {
  protected readonly source: string;
  protected readonly options: CodegenOptions;
  protected readonly runtime: Runtime;
  /** Start and end of every position that code stores, two numbers each. */
  readonly spans: number[] = [0, 0];
  /** Template-wide constants. */
  protected readonly constants: string[] = [];
  /** Filters and tests, looked up when the template starts. */
  protected readonly lookups: Map<string, string> = new Map();
  private readonly usedHelpers = new Map<SupportName, string>();
  private readonly shapes = new Map<string, string>();
  private readonly constantCache = new Map<string, string>();

  protected fn: CodeFunction;
  protected scope: Scope;
  /** The function each scope's variables live in. */
  protected readonly owners: Map<Scope, CodeFunction> = new Map();
  protected readonly loops: Map<Scope, LoopInfo> = new Map();
  /** Inside `if`, unknown filters and tests only matter when they are reached. */
  protected softDepth = 0;
  /** Parameters whose defaults have not been evaluated yet. */
  protected unfilled: Set<string> = new Set();

  constructor(source: string, options: CodegenOptions, runtime: Runtime, fn: CodeFunction, scope: Scope) {
    this.source = source;
    this.options = options;
    this.runtime = runtime;
    this.fn = fn;
    this.scope = scope;
  }

  protected helper(name: SupportName): string {
    let ident = this.usedHelpers.get(name);
    if (ident === undefined) this.usedHelpers.set(name, (ident = "$" + name));
    return ident;
  }

  protected helperDeclarations(): string {
    if (this.usedHelpers.size === 0) return "";
    return `const { ${Array.from(this.usedHelpers, ([name, ident]) => `${name}: ${ident}`).join(", ")} } = support;`;
  }

  protected constant(code: string): string {
    let ident = this.constantCache.get(code);
    if (ident === undefined) {
      this.constantCache.set(code, (ident = `k${this.constantCache.size}`));
      this.constants.push(`const ${ident} = ${code};`);
    }
    return ident;
  }

  /** Code that stores a position. */
  protected at(start: number, end: number): string {
    const { spans } = this;
    const last = spans.length - 2;
    if (spans[last] !== start || spans[last + 1] !== end) spans.push(start, end);
    return `P = ${spans.length / 2 - 1}`;
  }

  /** The place of a node; in chains over several lines, the line of its own token. */
  protected place(node: { readonly start: number; readonly end: number; readonly at?: number }): string {
    const { at } = node;
    const broken = at !== undefined && at > node.start && this.source.slice(node.start, at).includes("\n");
    return this.at(broken ? at : node.start, node.end);
  }

  /** JS code of an expression's value. */
  expression(node: Expression): string {
    switch (node.type) {
      case "Const":
        return this.literal(node.value);
      case "Name":
        return this.name(node);
      case "List":
        return `[${this.list(node.items)}]`;
      case "Tuple": {
        const code = `new ${this.helper("Tuple")}([${this.list(node.items)}])`;
        return node.items.every((item) => item.type === "Const") ? this.constant(code) : code;
      }
      case "Dict": {
        const flat = node.entries.map(
          ({ key, value }) => `${this.expression(key)}, ${this.expression(value)}`,
        );
        return `${this.helper("dictOf")}([${flat.join(", ")}], ${this.place(node)})`;
      }
      case "Concat":
        return this.concatenation(node.nodes);
      case "Binary": {
        const operands = `${this.expression(node.left)}, ${this.expression(node.right)}`;
        return `${this.helper(binaryHelpers[node.operator])}(${operands}, ${this.place(node)})`;
      }
      case "Unary": {
        const helper = this.helper(node.operator === "-" ? "negate" : "positive");
        return `${helper}(${this.expression(node.node)}, ${this.place(node)})`;
      }
      case "Logical": {
        const temporary = this.fn.temporary();
        const left = `${this.helper("isTruthy")}(${temporary} = ${this.expression(node.left)})`;
        const right = this.expression(node.right);
        return node.operator === "and"
          ? `(${left} ? ${right} : ${temporary})`
          : `(${left} ? ${temporary} : ${right})`;
      }
      case "Condition":
        return this.conditionExpression(node);
      case "Not":
      case "Compare":
      case "Test":
        return this.condition(node);
      case "Getattr": {
        const counter = this.loopCounter(node.node, node.name);
        if (counter !== undefined) return counter;
        const object = this.expression(node.node);
        const helper = this.helper(isPlainField(node.name) ? "getField" : "getAttribute");
        return `${helper}(E, ${object}, ${JSON.stringify(node.name)}, ${this.place(node)})`;
      }
      case "Getitem":
        return this.item(node);
      case "Slice":
        throw new SyntaxFailure("a slice must be the only subscript", node.start, node.end);
      case "Call":
        return this.call(node, null);
      case "Filter":
        return this.filter(node, null);
      default:
        return node satisfies never;
    }
  }

  /** All values are evaluated before any is turned into text: a call may change a list that stands before it. */
  private concatenation(nodes: readonly Expression[]): string {
    const first = nodes.findIndex((node) => node.type !== "Const");
    const mayChange = first !== -1 && nodes.slice(first + 1).some(hasCall);
    if (mayChange) return `${this.helper("concat")}([${this.list(nodes)}])`;
    return `(${nodes.map((part) => this.text(part)).join(" + ")})`;
  }

  protected list(nodes: readonly Expression[]): string {
    return nodes.map((node) => this.expression(node)).join(", ");
  }

  private literal(value: Value): string {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "bigint") return `${value}n`;
    if (value instanceof PyFloat) return this.constant(`new ${this.helper("PyFloat")}(${value.n})`);
    return String(value);
  }

  private item(node: Extract<Expression, { type: "Getitem" }>): string {
    const { key } = node;
    const object = this.expression(node.node);
    if (key.type !== "Slice")
      return `${this.helper("getItem")}(E, ${object}, ${this.expression(key)}, ${this.place(node)})`;
    const parts = [key.from, key.to, key.step].map((part) =>
      part === null ? "null" : this.expression(part),
    );
    return `${this.helper("getSlice")}(${object}, ${parts.join(", ")}, ${this.place(node)})`;
  }

  private conditionExpression(node: Extract<Expression, { type: "Condition" }>): string {
    this.softDepth++;
    const test = this.condition(node.test);
    const yes = this.expression(node.yes);
    const no =
      node.no === null
        ? `${this.helper("noElse")}(${lineColumn(this.source, node.start).line})`
        : this.expression(node.no);
    this.softDepth--;
    return `(${test} ? ${yes} : ${no})`;
  }

  private name(node: NameNode): string {
    const ident = this.scope.ref(node.name);
    const loop = this.loopOf(node.name, ident);
    if (loop !== undefined) loop.needsObject = true;
    const code = this.variable(ident);
    if (!this.unfilled.has(ident) && !this.mayBeUnset(ident)) return code;
    return `(${code} === undefined ? ${this.helper("unset")}(E, ${JSON.stringify(node.name)}) : ${code})`;
  }

  /** The scope, from here outwards, that an identifier belongs to. */
  private ownerOf(ident: string): Scope {
    for (let scope: Scope | null = this.scope; scope !== null; scope = scope.parent) {
      if (scope.loads.has(ident)) return scope;
    }
    throw new Error(`no scope has ${ident}`);
  }

  /** The JS variable of an identifier: names that are only read are constants of their function. */
  protected variable(ident: string): string {
    const owner = this.ownerOf(ident);
    const load = owner.loads.get(ident);
    if (load?.kind !== "resolve" || owner.stores.has(load.name)) return ident;
    return (this.owners.get(owner) as CodeFunction).resolve(load.name);
  }

  private mayBeUnset(ident: string): boolean {
    const load = this.scope.findLoad(ident);
    if (load === undefined || load.kind === "missing") return true;
    return load.kind === "alias" && this.mayBeUnset(load.ident);
  }

  /** The loop that a name means, when it means one. */
  private loopOf(name: string, ident: string): LoopInfo | undefined {
    return name === "loop" ? this.loops.get(this.ownerOf(ident)) : undefined;
  }

  private loopCounter(node: Expression, attribute: string): string | undefined {
    if (node.type !== "Name" || node.name !== "loop") return undefined;
    const loop = this.loopOf("loop", this.scope.ref("loop"));
    const counter = Object.hasOwn(loopCounters, attribute) ? loopCounters[attribute] : undefined;
    if (loop === undefined || counter === undefined) return undefined;
    if (counter.needsLength) loop.needsLength = true;
    return counter.code(loop);
  }

  /** JS code that is a string: what the expression prints. */
  protected text(node: Expression): string {
    if (node.type === "Const" && typeof node.value === "string") return JSON.stringify(node.value);
    if (node.type === "Concat") return this.expression(node);
    const code = this.expression(node);
    // Only names have not stored their position by now.
    return `${this.helper("pyStr")}(${code}${node.type === "Name" ? `, ${this.place(node)}` : ""})`;
  }

  /** JS code that is a boolean. */
  condition(node: Expression): string {
    switch (node.type) {
      case "Not":
        return `!${this.condition(node.node)}`;
      case "Logical": {
        const operator = node.operator === "and" ? "&&" : "||";
        return `(${this.condition(node.left)} ${operator} ${this.condition(node.right)})`;
      }
      case "Compare":
        return this.comparison(node);
      case "Test":
        return this.test(node);
      default:
        return `${this.helper("isTruthy")}(${this.expression(node)}, ${this.place(node)})`;
    }
  }

  private comparison(node: Extract<Expression, { type: "Compare" }>): string {
    let left = this.expression(node.first);
    const parts = node.rest.map(({ operator, node: operand }, index) => {
      const isLast = index === node.rest.length - 1;
      const right = this.expression(operand);
      const place = this.place({ start: node.first.start, end: operand.end });
      if (isLast) return this.compare(operator, left, right, place);
      const temporary = this.fn.temporary();
      const code = this.compare(operator, left, `(${temporary} = ${right})`, place);
      left = temporary;
      return code;
    });
    return parts.length === 1 ? (parts[0] as string) : `(${parts.join(" && ")})`;
  }

  private compare(operator: CompareOperator, left: string, right: string, place: string): string {
    const helpers: Record<CompareOperator, SupportName> = {
      "==": "pyEquals",
      "!=": "pyEquals",
      "<": "less",
      "<=": "lessOrEqual",
      ">": "greater",
      ">=": "greaterOrEqual",
      in: "isIn",
      "not in": "isIn",
    };
    const negated = operator === "!=" || operator === "not in" ? "!" : "";
    return `${negated}${this.helper(helpers[operator])}(${left}, ${right}, ${place})`;
  }

  private lookup(kind: "filter" | "test", name: string, node: FilterNode | TestNode): string {
    const known = kind === "filter" ? this.runtime.filters.has(name) : this.runtime.tests.has(name);
    if (!known && this.softDepth === 0) {
      throw new SyntaxFailure(
        `No ${kind} named '${name}'.`,
        node.at,
        node.at + name.length,
        "TemplateAssertionError",
      );
    }
    const key = `${kind} ${name}`;
    let ident = this.lookups.get(key);
    if (ident === undefined)
      this.lookups.set(key, (ident = `${kind === "filter" ? "f" : "q"}${this.lookups.size}`));
    return ident;
  }

  private test(node: TestNode): string {
    const value = this.expression(node.node);
    const isPlain =
      node.args.length === 0 && node.kwargs.length === 0 && node.spread === null && node.kwSpread === null;
    if (isPlain && node.name === "none") return `(${value} === null)`;
    if (isPlain && node.name === "defined") return `!(${value} instanceof ${this.helper("Undefined")})`;
    if (isPlain && node.name === "undefined") return `(${value} instanceof ${this.helper("Undefined")})`;
    return `${this.lookup("test", node.name, node)}(E, ${value}, ${this.arguments(node, null)}, ${this.place(node)})`;
  }

  /** @param input code of what is filtered, for the filter of a block */
  protected filter(node: FilterNode, input: string | null): string {
    const run = this.lookup("filter", node.name, node);
    const inner = node.node;
    const value =
      inner === null
        ? (input as string)
        : inner.type === "Filter"
          ? this.filter(inner, input)
          : this.expression(inner);
    return `${run}(E, ${value}, ${this.arguments(node, null)}, ${this.place(node)})`;
  }

  /** @param caller code of the body of a call block */
  protected call(node: CallNode, caller: string | null): string {
    const { callee } = node;
    if (callee.type !== "Getattr")
      return this.callWith(node, this.expression(callee), this.arguments(node, caller));
    const helper = this.helper(this.options.async ? "callMethod" : "callMethodSync");
    const object = this.expression(callee.node);
    const code = `${helper}(E, ${object}, ${JSON.stringify(callee.name)}, ${this.arguments(node, caller)}, ${this.place(node)})`;
    return this.options.async ? this.awaited(code) : code;
  }

  /** @param callee code of what is called @param args code of the two arguments of every callable */
  protected callWith(node: CallNode, callee: string, args: string): string {
    const helper = this.helper(this.options.async ? "call" : "callSync");
    const code = `${helper}(${callee}, ${args}, ${this.place(node)})`;
    return this.options.async ? this.awaited(code) : code;
  }

  /** Waits only for Promises: most calls give plain values. */
  protected awaited(code: string): string {
    const temporary = this.fn.awaitTemporary();
    return `((${temporary} = ${code}) instanceof Promise ? await ${temporary} : ${temporary})`;
  }

  /** Code of the two arguments of every callable: the array of positional ones, and the keyword ones or null. */
  private arguments(node: Arguments, caller: string | null): string {
    const own = `[${this.list(node.args)}]`;
    const args =
      node.spread === null ? own : `${this.helper("spreadArgs")}(${own}, ${this.expression(node.spread)})`;
    return `${args}, ${this.keywords(node, caller)}`;
  }

  private keywords(node: Arguments, caller: string | null): string {
    const pairs: [string, string][] = node.kwargs.map(({ name, value }) => [name, this.expression(value)]);
    if (caller !== null) pairs.push(["caller", caller]);
    if (node.kwSpread !== null) {
      const own = pairs.map(([name, code]) => `[${JSON.stringify(name)}, ${code}]`);
      return `${this.helper("spreadKwargs")}([${own.join(", ")}], ${this.expression(node.kwSpread)})`;
    }
    if (pairs.length === 0) return "null";
    this.checkUnique(node);
    return `new ${this.shape(pairs.map(([name]) => name))}(${pairs.map(([, code]) => code).join(", ")})`;
  }

  private checkUnique(node: Arguments): void {
    const seen = new Set<string>();
    for (const { name, start, end } of node.kwargs) {
      if (seen.has(name)) throw new SyntaxFailure(`keyword argument repeated: ${name}`, start, end);
      seen.add(name);
    }
  }

  private shape(names: readonly string[]): string {
    const key = names.join(" ");
    let ident = this.shapes.get(key);
    if (ident === undefined) {
      ident = this.constant(`${this.helper("kwargsShape")}(${JSON.stringify(names)}, ${shapeCode(names)})`);
      this.shapes.set(key, ident);
    }
    return ident;
  }
}
