/**
 * Expressions, with Jinja2's precedence: or, and, not, comparisons, + -, ~, * / // %, ** (left to right), unary, then
 * attribute, item, call, filter and test chains. A unary sign binds tighter than **, filters bind tightest.
 */

import type {
  Arguments,
  BinaryOperator,
  CompareNode,
  CompareOperator,
  Expression,
  FilterNode,
  Keyword,
  NamespaceRef,
  Target,
  TupleNode,
} from "./ast.ts";
import { SyntaxFailure } from "./lexer.ts";
import { pyReprString } from "../runtime/string/string-repr.ts";
import { PyFloat } from "../runtime/data/values.ts";
import type { TokenStream } from "./token-stream.ts";
import type { Token } from "./tokens.ts";
import { describeToken } from "./tokens.ts";

type EndRule = "in" | "recursive";

const constants: Partial<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};

/** Names that end a test without an argument: `x is odd or …`. */
const afterTest = new Set(["else", "or", "and"]);
const testArgumentStart = new Set(["name", "string", "integer", "float", "[", "{"]);

export class ExpressionParser {
  protected readonly stream: TokenStream;

  constructor(stream: TokenStream) {
    this.stream = stream;
  }

  parseExpression(withCondition = true): Expression {
    return withCondition ? this.parseCondition() : this.parseOr();
  }

  private parseCondition(): Expression {
    const { start } = this.stream.current;
    let node = this.parseOr();
    while (this.stream.skipIfName("if")) {
      const test = this.parseOr();
      const no = this.stream.skipIfName("else") ? this.parseCondition() : null;
      node = { type: "Condition", test, yes: node, no, start, end: this.stream.lastEnd };
    }
    return node;
  }

  private parseOr(): Expression {
    let left = this.parseAnd();
    while (this.stream.skipIfName("or")) {
      const right = this.parseAnd();
      left = { type: "Logical", operator: "or", left, right, start: left.start, end: right.end };
    }
    return left;
  }

  private parseAnd(): Expression {
    let left = this.parseNot();
    while (this.stream.skipIfName("and")) {
      const right = this.parseNot();
      left = { type: "Logical", operator: "and", left, right, start: left.start, end: right.end };
    }
    return left;
  }

  private parseNot(): Expression {
    if (!this.stream.isName("not")) return this.parseCompare();
    const { start } = this.stream.next();
    const node = this.parseNot();
    return { type: "Not", node, start, end: node.end };
  }

  private parseCompare(): Expression {
    const first = this.parseSum();
    const rest: { operator: CompareOperator; node: Expression; at: number }[] = [];
    for (;;) {
      const at = this.stream.current.start;
      const operator = this.compareOperator();
      if (operator === null) break;
      rest.push({ operator, node: this.parseSum(), at });
    }
    if (rest.length === 0) return first;
    const compare: CompareNode = {
      type: "Compare",
      first,
      rest,
      start: first.start,
      end: this.stream.lastEnd,
    };
    return compare;
  }

  private compareOperator(): CompareOperator | null {
    const { current } = this.stream;
    switch (current.type) {
      case "==":
      case "!=":
      case "<":
      case "<=":
      case ">":
      case ">=":
        this.stream.next();
        return current.type;
      case "name":
        if (this.stream.skipIfName("in")) return "in";
        if (current.value !== "not") return null;
        {
          const next = this.stream.look();
          if (next.type !== "name" || next.value !== "in") return null;
        }
        this.stream.next();
        this.stream.next();
        return "not in";
      default:
        return null;
    }
  }

  private parseSum(): Expression {
    let left = this.parseConcat();
    for (let t = this.stream.current; t.type === "+" || t.type === "-"; t = this.stream.current) {
      this.stream.next();
      left = binary(t, left, this.parseConcat());
    }
    return left;
  }

  private parseConcat(): Expression {
    const first = this.parseProduct();
    if (!this.stream.is("~")) return first;
    const nodes = [first];
    while (this.stream.skipIf("~")) nodes.push(this.parseProduct());
    return { type: "Concat", nodes, start: first.start, end: this.stream.lastEnd };
  }

  private parseProduct(): Expression {
    let left = this.parsePower();
    for (let t = this.stream.current; isProduct(t); t = this.stream.current) {
      this.stream.next();
      left = binary(t, left, this.parsePower());
    }
    return left;
  }

  private parsePower(): Expression {
    let left = this.parseUnary();
    for (let t = this.stream.current; t.type === "**"; t = this.stream.current) {
      this.stream.next();
      left = binary(t, left, this.parseUnary());
    }
    return left;
  }

  private parseUnary(withFilter = true): Expression {
    const { current } = this.stream;
    let node: Expression;
    if (current.type === "-" || current.type === "+") {
      this.stream.next();
      const operand = this.parseUnary(false);
      node = { type: "Unary", operator: current.type, node: operand, start: current.start, end: operand.end };
    } else {
      node = this.parsePrimary();
    }
    node = this.parsePostfix(node);
    return withFilter ? this.parseFilterChain(node) : node;
  }

  private parsePrimary(): Expression {
    const token = this.stream.current;
    const { start, end } = token;
    switch (token.type) {
      case "name": {
        this.stream.next();
        const name = String(token.value);
        const constant = Object.hasOwn(constants, name) ? constants[name] : undefined;
        if (constant !== undefined) return { type: "Const", value: constant, start, end };
        return { type: "Name", name, start, end };
      }
      case "string":
        return this.parseStrings();
      case "integer":
        this.stream.next();
        return { type: "Const", value: token.value, start, end };
      case "float":
        this.stream.next();
        return { type: "Const", value: new PyFloat(Number(token.value)), start, end };
      case "(": {
        this.stream.next();
        const node = this.parseTuple({ explicit: true });
        this.stream.expect(")");
        return { ...node, start, end: this.stream.lastEnd };
      }
      case "[":
        return this.parseList();
      case "{":
        return this.parseDict();
      default:
        throw this.stream.failure(`unexpected ${pyReprString(describeToken(token))}`);
    }
  }

  /** One string, or several in a row, which are one. */
  private parseStrings(): Expression {
    const { start } = this.stream.current;
    let value = "";
    while (this.stream.is("string")) value += String(this.stream.next().value);
    return { type: "Const", value, start, end: this.stream.lastEnd };
  }

  private parseList(): Expression {
    const { start } = this.stream.expect("[");
    const items: Expression[] = [];
    while (!this.stream.is("]")) {
      if (items.length > 0) this.stream.expect(",");
      if (this.stream.is("]")) break;
      items.push(this.parseExpression());
    }
    this.stream.expect("]");
    return { type: "List", items, start, end: this.stream.lastEnd };
  }

  private parseDict(): Expression {
    const { start } = this.stream.expect("{");
    const entries: { key: Expression; value: Expression }[] = [];
    while (!this.stream.is("}")) {
      if (entries.length > 0) this.stream.expect(",");
      if (this.stream.is("}")) break;
      const key = this.parseExpression();
      this.stream.expect(":");
      entries.push({ key, value: this.parseExpression() });
    }
    this.stream.expect("}");
    return { type: "Dict", entries, start, end: this.stream.lastEnd };
  }

  /** One expression, or a tuple when commas follow. */
  parseTuple(options: { explicit?: boolean; withCondition?: boolean; end?: EndRule } = {}): Expression {
    const { start } = this.stream.current;
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.stream.expect(",");
      if (this.isTupleEnd(options.end)) break;
      items.push(this.parseExpression(options.withCondition ?? true));
      if (!this.stream.is(",")) break;
      isTuple = true;
    }
    if (!isTuple && items[0] !== undefined) return items[0];
    if (!isTuple && options.explicit !== true) throw this.noExpression();
    const tuple: TupleNode = { type: "Tuple", items, start, end: this.stream.lastEnd };
    return tuple;
  }

  private noExpression(): SyntaxFailure {
    const got = pyReprString(describeToken(this.stream.current));
    return this.stream.failure(`Expected an expression, got ${got}`);
  }

  private isTupleEnd(end: EndRule | undefined): boolean {
    const { type } = this.stream.current;
    if (type === "variable_end" || type === "block_end" || type === ")") return true;
    return end !== undefined && this.stream.isName(end);
  }

  /** What `set` and `for` assign to: a name, `ns.name` (for `set`), or a tuple of them. */
  parseTarget(options: { withNamespace?: boolean; end?: EndRule } = {}): Target {
    const { start } = this.stream.current;
    const items: Target[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.stream.expect(",");
      if (this.isTupleEnd(options.end)) break;
      items.push(this.parseTargetItem(options.withNamespace === true));
      if (!this.stream.is(",")) break;
      isTuple = true;
    }
    if (!isTuple && items[0] !== undefined) return items[0];
    if (!isTuple) throw this.noExpression();
    return { type: "TargetTuple", items, start, end: this.stream.lastEnd };
  }

  private parseTargetItem(withNamespace: boolean): Target {
    const token = this.stream.current;
    if (withNamespace && token.type === "name" && this.stream.look().type === "." && !isConstantName(token)) {
      this.stream.next();
      this.stream.next();
      const attribute = String(this.stream.expect("name").value);
      const name = String(token.value);
      const ref: NamespaceRef = {
        type: "NamespaceRef",
        name,
        attribute,
        start: token.start,
        end: this.stream.lastEnd,
      };
      return ref;
    }
    return this.toTarget(this.parsePrimary());
  }

  private toTarget(node: Expression): Target {
    if (node.type === "Name") return node;
    if (node.type === "Tuple") {
      return {
        type: "TargetTuple",
        items: node.items.map((item) => this.toTarget(item)),
        start: node.start,
        end: node.end,
      };
    }
    throw new SyntaxFailure(`can't assign to '${pythonNodeName(node)}'`, node.start, node.end);
  }

  private parsePostfix(node: Expression): Expression {
    for (;;) {
      switch (this.stream.current.type) {
        case ".":
        case "[":
          node = this.parseSubscript(node);
          break;
        case "(":
          node = this.parseCall(node);
          break;
        default:
          return node;
      }
    }
  }

  private parseFilterChain(node: Expression): Expression {
    for (;;) {
      if (this.stream.is("|")) node = this.parseFilter(node, false) as FilterNode;
      else if (this.stream.isName("is")) node = this.parseTest(node);
      else if (this.stream.is("(")) node = this.parseCall(node);
      else return node;
    }
  }

  private parseSubscript(node: Expression): Expression {
    const token = this.stream.next();
    if (token.type === ".") return this.parseAttribute(node, token);
    const keys: Expression[] = [];
    while (!this.stream.is("]")) {
      if (keys.length > 0) this.stream.expect(",");
      keys.push(this.parseSubscriptKey());
    }
    this.stream.expect("]");
    const end = this.stream.lastEnd;
    const only = keys.length === 1 ? keys[0] : undefined;
    const key = only ?? { type: "Tuple" as const, items: keys, start: token.start, end };
    return { type: "Getitem", node, key, at: token.start, start: node.start, end };
  }

  private parseAttribute(node: Expression, dot: Token): Expression {
    const token = this.stream.next();
    const { start, end } = token;
    if (token.type === "name") {
      return { type: "Getattr", node, name: String(token.value), at: start, start: node.start, end };
    }
    if (token.type !== "integer") throw this.stream.failure("expected name or number", token);
    const key: Expression = { type: "Const", value: token.value, start, end };
    return { type: "Getitem", node, key, at: dot.start, start: node.start, end };
  }

  private parseSubscriptKey(): Expression {
    const { start } = this.stream.current;
    let from: Expression | null = null;
    if (!this.stream.is(":")) {
      from = this.parseExpression();
      if (!this.stream.is(":")) return from;
    }
    this.stream.next();
    const to = this.isSliceGap() ? null : this.parseExpression();
    const step = this.stream.skipIf(":") && !this.isSliceGap() ? this.parseExpression() : null;
    return { type: "Slice", from, to, step, start, end: this.stream.lastEnd };
  }

  private isSliceGap(): boolean {
    const { type } = this.stream.current;
    return type === ":" || type === "]" || type === ",";
  }

  private parseCall(callee: Expression): Expression {
    const at = callee.type === "Getattr" ? callee.at : this.stream.current.start;
    const args = this.parseArguments();
    return { type: "Call", callee, ...args, at, start: callee.start, end: this.stream.lastEnd };
  }

  private parseArguments(): Arguments {
    const open = this.stream.expect("(");
    const args: Expression[] = [];
    const kwargs: Keyword[] = [];
    let spread: Expression | null = null;
    let kwSpread: Expression | null = null;
    const ensure = (condition: boolean): void => {
      if (!condition) throw this.stream.failure("invalid syntax for function call expression", open);
    };
    for (let first = true; !this.stream.is(")"); first = false) {
      if (!first) {
        this.stream.expect(",");
        if (this.stream.is(")")) break;
      }
      if (this.stream.is("*")) {
        ensure(spread === null && kwSpread === null);
        this.stream.next();
        spread = this.parseExpression();
      } else if (this.stream.is("**")) {
        ensure(kwSpread === null);
        this.stream.next();
        kwSpread = this.parseExpression();
      } else if (this.stream.is("name") && this.stream.look().type === "=") {
        ensure(kwSpread === null);
        kwargs.push(this.parseKeyword());
      } else {
        ensure(spread === null && kwSpread === null && kwargs.length === 0);
        args.push(this.parseExpression());
      }
    }
    this.stream.expect(")");
    return { args, kwargs, spread, kwSpread };
  }

  private parseKeyword(): Keyword {
    const name = this.stream.next();
    this.stream.next();
    const value = this.parseExpression();
    return { type: "Keyword", name: String(name.value), value, start: name.start, end: value.end };
  }

  /** One filter or a chain of them; `startInline` when the first has no `|` before it. Null when there is none. */
  parseFilter(node: Expression | null, startInline: boolean): FilterNode | null {
    let filtered = node;
    let inline = startInline;
    while (inline || this.stream.is("|")) {
      if (!inline) this.stream.next();
      inline = false;
      const token = this.stream.current;
      const name = this.parseDottedName();
      const args = this.stream.is("(") ? this.parseArguments() : noArguments;
      const start = filtered?.start ?? token.start;
      filtered = {
        type: "Filter",
        node: filtered,
        name,
        ...args,
        at: token.start,
        start,
        end: this.stream.lastEnd,
      };
    }
    return filtered as FilterNode | null;
  }

  private parseDottedName(): string {
    let name = String(this.stream.expect("name").value);
    while (this.stream.skipIf(".")) name += "." + String(this.stream.expect("name").value);
    return name;
  }

  private parseTest(node: Expression): Expression {
    this.stream.next();
    const negated = this.stream.skipIfName("not");
    const at = this.stream.current.start;
    const name = this.parseDottedName();
    const args = this.parseTestArguments();
    const test: Expression = {
      type: "Test",
      node,
      name,
      ...args,
      at,
      start: node.start,
      end: this.stream.lastEnd,
    };
    return negated ? { type: "Not", node: test, start: test.start, end: test.end } : test;
  }

  private parseTestArguments(): Arguments {
    const { current } = this.stream;
    if (current.type === "(") return this.parseArguments();
    const isName = current.type === "name";
    if (!testArgumentStart.has(current.type) || (isName && afterTest.has(String(current.value))))
      return noArguments;
    if (this.stream.isName("is")) throw this.stream.failure("You cannot chain multiple tests with is");
    return { ...noArguments, args: [this.parsePostfix(this.parsePrimary())] };
  }
}

const noArguments: Arguments = { args: [], kwargs: [], spread: null, kwSpread: null };

function isProduct(token: Token): boolean {
  return token.type === "*" || token.type === "/" || token.type === "//" || token.type === "%";
}

function binary(token: Token, left: Expression, right: Expression): Expression {
  const operator = token.type as BinaryOperator;
  return { type: "Binary", operator, left, right, at: token.start, start: left.start, end: right.end };
}

function isConstantName(token: Token): boolean {
  return Object.hasOwn(constants, String(token.value));
}

const pythonNames: Partial<Record<Expression["type"], string>> = {
  Condition: "condexpr",
  Unary: "neg",
  Logical: "and",
  Binary: "add",
};

/** The node's class name in Jinja2, in lower case, for "can't assign to …". */
function pythonNodeName(node: Expression): string {
  return pythonNames[node.type] ?? node.type.toLowerCase();
}
