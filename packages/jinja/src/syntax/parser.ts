/** Tokens to syntax tree: the tags. Includes `do`, `break`, `continue` and dbt's block tags. */

import type {
  CallBlockNode,
  DataNode,
  Expression,
  FilterNode,
  ForNode,
  IfNode,
  LoaderNode,
  MacroNode,
  MacroTag,
  Parameter,
  Statement,
  TemplateNode,
  TypeAnnotation,
} from "./ast.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { SyntaxFailure, tokenize } from "./lexer.ts";
import { pyReprString } from "../runtime/string/string-repr.ts";
import { TokenStream } from "./token-stream.ts";
import type { Token } from "./tokens.ts";

/** @throws SyntaxFailure */
export function parseTemplate(source: string): TemplateNode {
  return new Parser(new TokenStream(tokenize(source))).parseTemplate(source.length);
}

class Parser extends ExpressionParser {
  /** Open tags, and the tags each open body waits for: only for messages. */
  private readonly tags: { readonly name: string; readonly token: Token }[] = [];
  private readonly awaited: (readonly string[])[] = [];
  private loops = 0;

  parseTemplate(length: number): TemplateNode {
    return { type: "Template", body: this.parseBody(null), start: 0, end: length };
  }

  private parseBody(endTags: readonly string[] | null): Statement[] {
    const body: Statement[] = [];
    let row: (DataNode | Expression)[] = [];
    const flush = (): void => {
      const first = row[0];
      if (first === undefined) return;
      body.push({
        type: "Output",
        nodes: row,
        start: first.start,
        end: (row.at(-1) as DataNode | Expression).end,
      });
      row = [];
    };
    if (endTags !== null) this.awaited.push(endTags);
    for (let token = this.stream.current; token.type !== "eof"; token = this.stream.current) {
      if (token.type === "data") {
        this.stream.next();
        row.push({ type: "Data", text: String(token.value), start: token.start, end: token.end });
      } else if (token.type === "variable_begin") {
        this.stream.next();
        row.push(this.parseTuple());
        this.stream.expect("variable_end");
      } else {
        flush();
        this.stream.next();
        const next = this.stream.current;
        if (endTags !== null && next.type === "name" && endTags.includes(String(next.value))) {
          this.awaited.pop();
          return body;
        }
        body.push(this.parseStatement(token.start));
        this.stream.expect("block_end");
      }
    }
    flush();
    if (endTags !== null) this.awaited.pop();
    return body;
  }

  private parseStatement(start: number): Statement {
    const token = this.stream.current;
    if (token.type !== "name") throw this.stream.failure("tag name expected");
    const tag = String(token.value);
    const parse = Object.hasOwn(statements, tag) ? statements[tag] : undefined;
    if (parse === undefined) throw this.unknownTag(tag, token);
    this.stream.next();
    this.tags.push({ name: tag, token });
    const statement = parse(this, start, token);
    this.tags.pop();
    return statement;
  }

  /** The body of a tag up to one of `endTags`, which becomes the current token. */
  private parseBlock(endTags: readonly string[]): Statement[] {
    this.stream.skipIf(":");
    this.stream.expect("block_end");
    const body = this.parseBody(endTags);
    if (this.stream.is("eof")) throw this.unexpectedEnd(endTags);
    return body;
  }

  private parseBlockTo(endTag: string): Statement[] {
    const body = this.parseBlock([endTag]);
    this.stream.next();
    return body;
  }

  private unknownTag(name: string, token: Token): SyntaxFailure {
    return this.stream.failure(this.nestingMessage(name, this.awaited), token);
  }

  private unexpectedEnd(endTags: readonly string[]): SyntaxFailure {
    // The tag that is open says more than the end of the text.
    return this.stream.failure(
      this.nestingMessage(null, [...this.awaited, endTags]),
      this.tags.at(-1)?.token,
    );
  }

  private nestingMessage(name: string | null, awaited: readonly (readonly string[])[]): string {
    const message = [
      name === null ? "Unexpected end of template." : `Encountered unknown tag ${pyReprString(name)}.`,
    ];
    const looking = awaited.at(-1)?.map(pyReprString).join(" or ");
    if (looking !== undefined && name !== null && awaited.some((tags) => tags.includes(name))) {
      message.push(
        `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking}.`,
      );
    } else if (looking !== undefined) {
      message.push(`Jinja was looking for the following tags: ${looking}.`);
    }
    const open = this.tags.at(-1)?.name;
    if (open !== undefined)
      message.push(`The innermost block that needs to be closed is ${pyReprString(open)}.`);
    return message.join(" ");
  }

  parseSet(start: number): Statement {
    const target = this.parseTarget({ withNamespace: true });
    if (this.stream.skipIf("=")) {
      const value = this.parseTuple();
      return { type: "Set", target, value, start, end: this.stream.lastEnd };
    }
    const filter = this.parseFilter(null, false);
    const body = this.parseBlockTo("endset");
    return { type: "SetBlock", target, filter, body, start, end: this.stream.lastEnd };
  }

  parseFor(start: number): ForNode {
    const target = this.parseTarget({ end: "in" });
    this.stream.expectName("in");
    const iterable = this.parseTuple({ withCondition: false, end: "recursive" });
    const filter = this.stream.skipIfName("if") ? this.parseExpression() : null;
    const recursive = this.stream.skipIfName("recursive");
    this.loops++;
    const body = this.parseBlock(["endfor", "else"]);
    this.loops--;
    const otherwise = this.stream.next().value === "else" ? this.parseBlockTo("endfor") : [];
    return {
      type: "For",
      target,
      iterable,
      filter,
      recursive,
      body,
      otherwise,
      start,
      end: this.stream.lastEnd,
    };
  }

  parseIf(start: number): IfNode {
    const test = this.parseTuple({ withCondition: false });
    const body = this.parseBlock(["elif", "else", "endif"]);
    const elifs: IfNode[] = [];
    let otherwise: Statement[] = [];
    let token = this.stream.next();
    for (; token.value === "elif"; token = this.stream.next()) {
      const elifTest = this.parseTuple({ withCondition: false });
      const elifBody = this.parseBlock(["elif", "else", "endif"]);
      const place = { start: token.start, end: this.stream.lastEnd };
      elifs.push({ type: "If", test: elifTest, body: elifBody, elifs: [], otherwise: [], ...place });
    }
    if (token.value === "else") otherwise = this.parseBlockTo("endif");
    return { type: "If", test, body, elifs, otherwise, start, end: this.stream.lastEnd };
  }

  parseMacro(tag: MacroTag, start: number): MacroNode {
    const name = this.stream.expect("name");
    const hasSignature = tag === "macro" || tag === "test" || tag === "data_test";
    const parameters = hasSignature ? this.parseSignature() : [];
    return this.finishMacro(tag, start, name, parameters, null);
  }

  /** `materialization name, default` or `materialization name, adapter='duckdb', supported_languages=['sql']` */
  parseMaterialization(start: number): MacroNode {
    const name = this.stream.expect("name");
    const parameters: Parameter[] = [];
    let adapter = "default";
    while (this.stream.skipIf(",")) {
      const option = this.stream.expect("name");
      if (option.value === "adapter") {
        this.stream.expect("=");
        const value = this.parseExpression();
        if (value.type === "Const" && typeof value.value === "string") adapter = value.value;
        else
          throw new SyntaxFailure(
            "the adapter of a materialization must be a string",
            value.start,
            value.end,
          );
      } else if (option.value === "supported_languages") {
        this.stream.expect("=");
        const value = this.parseExpression();
        parameters.push(parameter("supported_languages", value, option.start, value.end));
      } else if (option.value !== "default") {
        const problem = `materialization '${name.value}' received unknown argument '${option.value}'.`;
        throw this.stream.failure(problem, option);
      }
    }
    if (parameters.length === 0) parameters.push(onlySql(name.end));
    return this.finishMacro("materialization", start, name, parameters, adapter);
  }

  private finishMacro(
    tag: MacroTag,
    start: number,
    name: Token,
    parameters: readonly Parameter[],
    adapter: string | null,
  ): MacroNode {
    const outerLoops = this.loops;
    this.loops = 0;
    const body = this.parseBlockTo("end" + tag);
    this.loops = outerLoops;
    const end = this.stream.lastEnd;
    return {
      type: "Macro",
      tag,
      name: String(name.value),
      nameStart: name.start,
      parameters,
      body,
      adapter,
      start,
      end,
    };
  }

  private parseSignature(): Parameter[] {
    const parameters: Parameter[] = [];
    this.stream.expect("(");
    while (!this.stream.is(")")) {
      if (parameters.length > 0) this.stream.expect(",");
      parameters.push(this.parseParameter(parameters.at(-1)?.defaultValue != null));
    }
    this.stream.expect(")");
    return parameters;
  }

  private parseParameter(needsDefault: boolean): Parameter {
    const token = this.stream.expect("name");
    const annotation = this.stream.skipIf(":") ? this.parseAnnotation() : null;
    const defaultValue = this.stream.skipIf("=") ? this.parseExpression() : null;
    if (defaultValue === null && needsDefault) {
      throw this.stream.failure("an argument without a default stands behind one that has it");
    }
    const place = { start: token.start, end: this.stream.lastEnd };
    return { type: "Parameter", name: String(token.value), defaultValue, annotation, ...place };
  }

  private parseAnnotation(): TypeAnnotation {
    const name = String(this.stream.expect("name").value);
    const parameters: TypeAnnotation[] = [];
    if (this.stream.skipIf("[")) {
      while (!this.stream.is("]")) {
        if (parameters.length > 0) this.stream.expect(",");
        parameters.push(this.parseAnnotation());
      }
      this.stream.expect("]");
    }
    return { name, parameters };
  }

  parseCallBlock(start: number, tag: Token): CallBlockNode {
    const parameters = this.stream.is("(") ? this.parseSignature() : [];
    const call = this.parseExpression();
    if (call.type !== "Call") throw this.stream.failure("expected call", tag);
    const outerLoops = this.loops;
    this.loops = 0;
    const body = this.parseBlockTo("endcall");
    this.loops = outerLoops;
    return { type: "CallBlock", parameters, call, body, start, end: this.stream.lastEnd };
  }

  parseFilterBlock(start: number): Statement {
    const filter = this.parseFilter(null, true) as FilterNode;
    const body = this.parseBlockTo("endfilter");
    return { type: "FilterBlock", filter, body, start, end: this.stream.lastEnd };
  }

  parseWith(start: number): Statement {
    const targets = [];
    const values: Expression[] = [];
    while (!this.stream.is("block_end")) {
      if (targets.length > 0) this.stream.expect(",");
      targets.push(this.parseTarget());
      this.stream.expect("=");
      values.push(this.parseExpression());
    }
    const body = this.parseBlockTo("endwith");
    return { type: "With", targets, values, body, start, end: this.stream.lastEnd };
  }

  parseBlockTag(start: number): Statement {
    const name = String(this.stream.expect("name").value);
    const scoped = this.stream.skipIfName("scoped");
    this.stream.skipIfName("required");
    if (this.stream.is("-")) {
      throw this.stream.failure(
        "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.",
      );
    }
    const body = this.parseBlockTo("endblock");
    this.stream.skipIfName(name);
    return { type: "Block", name, scoped, body, start, end: this.stream.lastEnd };
  }

  parseAutoescape(start: number): Statement {
    const value = this.parseExpression();
    const body = this.parseBlockTo("endautoescape");
    return { type: "Autoescape", value, body, start, end: this.stream.lastEnd };
  }

  parsePrint(start: number): Statement {
    const nodes: Expression[] = [];
    while (!this.stream.is("block_end")) {
      if (nodes.length > 0) this.stream.expect(",");
      nodes.push(this.parseExpression());
    }
    return { type: "Output", nodes, start, end: this.stream.lastEnd };
  }

  parseDo(start: number): Statement {
    return { type: "Do", value: this.parseTuple(), start, end: this.stream.lastEnd };
  }

  parseJump(type: "Break" | "Continue", start: number, tag: Token): Statement {
    if (this.loops === 0) {
      const name = type === "Break" ? "'break' outside loop" : "'continue' not properly in loop";
      throw this.stream.failure(name, tag);
    }
    return { type, start, end: this.stream.lastEnd };
  }

  parseLoader(tag: LoaderNode["tag"], start: number): LoaderNode {
    const template = this.parseExpression();
    const names: string[] = [];
    if (tag === "import") {
      this.stream.expectName("as");
      names.push(String(this.stream.expect("name").value));
    } else if (tag === "from") {
      this.stream.expectName("import");
      this.parseImportedNames(names);
    }
    while (!this.stream.is("block_end") && !this.stream.is("eof")) this.stream.next();
    return { type: "Loader", tag, template, names, start, end: this.stream.lastEnd };
  }

  private parseImportedNames(names: string[]): void {
    do {
      const name = String(this.stream.expect("name").value);
      names.push(this.stream.skipIfName("as") ? String(this.stream.expect("name").value) : name);
    } while (this.stream.skipIf(","));
  }
}

type StatementParser = (parser: Parser, start: number, tag: Token) => Statement;

const statements: Partial<Record<string, StatementParser>> = {
  set: (parser, start) => parser.parseSet(start),
  for: (parser, start) => parser.parseFor(start),
  if: (parser, start) => parser.parseIf(start),
  macro: (parser, start) => parser.parseMacro("macro", start),
  test: (parser, start) => parser.parseMacro("test", start),
  data_test: (parser, start) => parser.parseMacro("data_test", start),
  docs: (parser, start) => parser.parseMacro("docs", start),
  snapshot: (parser, start) => parser.parseMacro("snapshot", start),
  materialization: (parser, start) => parser.parseMaterialization(start),
  call: (parser, start, tag) => parser.parseCallBlock(start, tag),
  filter: (parser, start) => parser.parseFilterBlock(start),
  with: (parser, start) => parser.parseWith(start),
  block: (parser, start) => parser.parseBlockTag(start),
  autoescape: (parser, start) => parser.parseAutoescape(start),
  print: (parser, start) => parser.parsePrint(start),
  do: (parser, start) => parser.parseDo(start),
  break: (parser, start, tag) => parser.parseJump("Break", start, tag),
  continue: (parser, start, tag) => parser.parseJump("Continue", start, tag),
  include: (parser, start) => parser.parseLoader("include", start),
  import: (parser, start) => parser.parseLoader("import", start),
  from: (parser, start) => parser.parseLoader("from", start),
  extends: (parser, start) => parser.parseLoader("extends", start),
};

function parameter(name: string, defaultValue: Expression, start: number, end: number): Parameter {
  return { type: "Parameter", name, defaultValue, annotation: null, start, end };
}

/** What a materialization supports when it does not say. */
function onlySql(at: number): Parameter {
  const sql: Expression = { type: "Const", value: "sql", start: at, end: at };
  return parameter("supported_languages", { type: "List", items: [sql], start: at, end: at }, at, at);
}
