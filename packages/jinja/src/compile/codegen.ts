/**
 * Syntax tree to JavaScript: one function for the template, one nested in it for each macro, call block and recursive loop.
 *
 * Output is collected by string concatenation, loops are plain indexed `for` loops, a variable of a template is a JS
 * variable of the block that is its scope. Each function has one try/catch that adds its place to errors.
 *
 * In generated code: E the runtime, C the context, T the template, M the mark recorder, X where macros are put (or null),
 * P the current position, Q the table of positions, o… output buffers, m the marks of a function.
 */

import type {
  CallBlockNode,
  CallNode,
  DataNode,
  Expression,
  ForNode,
  IfNode,
  MacroNode,
  OutputNode,
  Statement,
  Target,
  TemplateNode,
} from "../syntax/ast.ts";
import { CodeFunction } from "./code-function.ts";
import type { LoopInfo } from "./code-function.ts";
import { constantValue, hasSafeRepr } from "./constant.ts";
import type { CodegenOptions } from "./expression-codegen.ts";
import { ExpressionCodegen } from "./expression-codegen.ts";
import { SyntaxFailure } from "../syntax/lexer.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { pyStr } from "../runtime/text.ts";
import type { MacroInfo } from "../runtime/data/values.ts";
import type { Scope } from "./scope.ts";
import { blockScope, findUndeclared, forScopes, macroScope, templateScope, withScope } from "./scope.ts";
import { walk } from "../syntax/walk.ts";

export interface GeneratedCode {
  /** Body of a function of (support, Q) that gives `main(E, C, T, M, X)`. */
  readonly code: string;
  /** Start and end in the template's text of each position number. */
  readonly spans: readonly number[];
}

/** @throws SyntaxFailure for what only shows here, e.g. unknown filters */
export function generateCode(
  source: string,
  template: TemplateNode,
  options: CodegenOptions,
  runtime: Runtime,
): GeneratedCode {
  return new Codegen(source, template, options, runtime).generate();
}

/** The condition of `for … if`, and the code before it. */
interface LoopFilter {
  readonly before: string;
  readonly condition: string;
  readonly waits: boolean;
}

/** Where output goes: a string variable, or null for the list of native values. */
type Buffer = string | null;

/** `return(value)`, which leaves a macro where the function of that name does (`leavesMacro`). */
export const isReturn = ({ callee, args, kwargs, spread, kwSpread }: CallNode): boolean =>
  callee.type === "Name" && callee.name === "return" && args.length === 1 && kwargs.length === 0 && spread === null && kwSpread === null;

class Codegen extends ExpressionCodegen {
  private readonly template: TemplateNode;
  private buffer: Buffer;
  private buffers = 0;
  private loopCount = 0;
  private functions = 0;
  private isTopLevel = true;
  /** Whether a JS `return` here leaves a macro that others reach through the context only. */
  private isMacroBody = false;

  constructor(source: string, template: TemplateNode, options: CodegenOptions, runtime: Runtime) {
    const buffer = options.native ? null : "o";
    super(
      source,
      options,
      runtime,
      new CodeFunction(null, buffer),
      templateScope(template.body, !options.bound),
    );
    this.template = template;
    this.buffer = buffer;
    this.owners.set(this.scope, this.fn);
  }

  generate(): GeneratedCode {
    const body = this.enter(this.scope) + this.statements(this.template.body);
    // In parentheses: V8 then compiles a function at once instead of looking it over first and compiling it when it is called.
    const main = `return (${this.fn.waits ? "async " : ""}function main(E, C, T, M, X) {\n${this.lookupDeclarations()}${this.wrap(this.fn, body)}\n});`;
    const code = `"use strict";\n${this.helperDeclarations()}\n${this.constants.join("\n")}\n${main}`;
    return { code, spans: this.spans };
  }

  private lookupDeclarations(): string {
    let code = "";
    for (const [key, ident] of this.lookups) {
      const [kind, name] = key.split(" ") as [string, string];
      code += `const ${ident} = ${this.helper(kind === "filter" ? "findFilter" : "findTest")}(E, ${JSON.stringify(name)});\n`;
    }
    return code;
  }

  /** A function's body with its declarations, its output and its try/catch. */
  private wrap(fn: CodeFunction, body: string): string {
    const name = JSON.stringify(fn.traceName);
    const marks = this.options.marks && fn.buffer !== null;
    const output = fn.buffer === null ? "const N = [];" : `let ${fn.buffer} = "";`;
    const open = marks ? `const m = M.open(T, ${fn.traceName === null ? "T.name" : name});` : "";
    const result = fn.buffer === null ? "N" : marks ? `M.close(m, ${fn.buffer})` : fn.buffer;
    const resolve = fn.needsResolve ? this.helper("resolve") : "";
    return `let P = 0;
try {
${output}${open}
${fn.declarations(resolve)}
${body}
return ${result};
} catch (e) { throw ${this.helper("fail")}(e, T, Q, ${name}, P); }`;
  }

  /** Declares the variables of a scope with their first values. */
  private enter(scope: Scope): string {
    let code = "";
    const outer = this.scope;
    for (const [ident, load] of scope.loads) {
      if (load.kind === "missing") code += `let ${ident};\n`;
      else if (load.kind === "alias") {
        this.scope = scope.parent ?? scope;
        code += `let ${ident} = ${this.variable(load.ident)};\n`;
        this.scope = outer;
      } else if (load.kind === "resolve" && scope.stores.has(load.name)) {
        code += `let ${ident} = ${(this.owners.get(scope) as CodeFunction).resolve(load.name)};\n`;
      }
    }
    return code;
  }

  /** Runs `generate` inside a scope of the current function; its output may go elsewhere. */
  private within<Result>(scope: Scope, generate: () => Result, buffer: Buffer = this.buffer): Result {
    const outer = { scope: this.scope, buffer: this.buffer, isTopLevel: this.isTopLevel };
    this.owners.set(scope, this.fn);
    this.scope = scope;
    this.buffer = buffer;
    this.isTopLevel = false;
    const result = generate();
    this.scope = outer.scope;
    this.buffer = outer.buffer;
    this.isTopLevel = outer.isTopLevel;
    return result;
  }

  private newBuffer(): string {
    return `o${++this.buffers}`;
  }

  private statements(nodes: readonly Statement[]): string {
    let code = "";
    for (const node of nodes) code += this.statement(node);
    return code;
  }

  private statement(node: Statement): string {
    switch (node.type) {
      case "Output":
        return this.output(node);
      case "If":
        return this.ifStatement(node);
      case "For":
        return this.forStatement(node);
      case "Set":
        return this.set(node.target, node.value);
      case "SetBlock": {
        const buffer = this.newBuffer();
        const scope = blockScope(node.body, this.scope);
        const body = this.within(
          scope,
          () =>
            this.enter(scope) +
            this.statements(node.body) +
            (node.filter === null ? "" : `${buffer} = ${this.filter(node.filter, buffer)};\n`),
          buffer,
        );
        return `{ let ${buffer} = "";\n{\n${body}}\n${this.store(node.target, buffer, this.at(node.start, node.end))}}\n`;
      }
      case "Macro":
        return this.macro(node);
      case "CallBlock": {
        const caller = this.macroFunction(node, null);
        return this.print(this.call(node.call, caller), node.call, "joinable");
      }
      case "FilterBlock": {
        const buffer = this.newBuffer();
        const scope = blockScope([...node.body, node.filter], this.scope);
        const outer = this.buffer;
        const body = this.within(
          scope,
          () => {
            const inner = this.enter(scope) + this.statements(node.body);
            const filtered = this.filter(node.filter, buffer);
            this.buffer = outer;
            return inner + this.print(filtered, node.filter, "joinable");
          },
          buffer,
        );
        return `{ let ${buffer} = "";\n${body}}\n`;
      }
      case "With": {
        const scope = withScope(node, this.scope);
        const values = node.values.map(
          (value, i) => `const v${this.buffers}_${i} = ${this.expression(value)};\n`,
        );
        const names = node.values.map((_, i) => `v${this.buffers}_${i}`);
        this.buffers++;
        const body = this.within(scope, () => {
          const targets = node.targets.map(
            (target, i) => this.declare(target) + this.store(target, names[i] as string, this.place(target)),
          );
          return targets.join("") + this.enter(scope) + this.statements(node.body);
        });
        return `{ ${values.join("")}{\n${body}}}\n`;
      }
      case "Block": {
        const scope = blockScope(node.body, this.scope);
        return `{\n${this.within(scope, () => this.enter(scope) + this.statements(node.body))}}\n`;
      }
      case "Autoescape": {
        const isOff = node.value.type === "Const" && node.value.value === false;
        if (!isOff) return `${this.helper("noAutoescape")}(${this.place(node.value)});\n`;
        const scope = blockScope(node.body, this.scope);
        return `{\n${this.within(scope, () => this.enter(scope) + this.statements(node.body))}}\n`;
      }
      case "Loader":
        return `${this.helper("noLoader")}(${this.place(node)});\n`;
      case "Do":
        return this.leave(node.value, (code) => `${code};\n`) ?? `${this.expression(node.value)};\n`;
      case "Break":
        return "break;\n";
      case "Continue":
        return "continue;\n";
      default:
        return node satisfies never;
    }
  }

  /** Whether the current output is the function's own, whose positions are recorded. */
  private get isMarked(): boolean {
    return this.options.marks && this.buffer !== null && this.buffer === this.fn.buffer;
  }

  private output(node: OutputNode): string {
    if (this.buffer === null) return this.nativeOutput(node);
    let code = "";
    let parts: string[] = [];
    const flush = (): void => {
      if (parts.length > 0) code += `${this.buffer} += ${parts.join(" + ")};\n`;
      parts = [];
    };
    for (const child of node.nodes) {
      const left = child.type === "Call" ? this.leave(child, (call) => this.print(call, child, "pyStr")) : undefined;
      if (left !== undefined || this.isMarked) {
        flush();
        code += left ?? this.markedOutput(child);
      } else if (child.type === "Data") parts.push(JSON.stringify(child.text));
      else if (child.type === "Const") parts.push(JSON.stringify(pyStr(child.value)));
      else parts.push(this.options.native ? this.nativeText(child) : this.text(child));
    }
    flush();
    return code;
  }

  private markedOutput(node: DataNode | Expression): string {
    if (node.type !== "Data") return this.print(this.expression(node), node, "pyStr");
    return `m.text(${this.buffer}.length, ${node.start}, ${node.end}); ${this.buffer} += ${JSON.stringify(node.text)};\n`;
  }

  /**
   * `return(value)`: where the function of that name leaves the macro, JS does so without the throw that it would take.
   * undefined for everything else. `rest`: what is done with the call when it is another function.
   */
  private leave(node: Expression, rest: (call: string) => string): string | undefined {
    if (!this.isMacroBody || node.type !== "Call" || !isReturn(node)) return undefined;
    const value = `v${this.buffers++}`;
    const callee = this.expression(node.callee);
    const argument = `const ${value} = ${this.expression(node.args[0] as Expression)};`;
    return `{ ${argument} if (${this.helper("leavesMacro")}(${callee})) return ${value};\n${rest(this.callWith(node, callee, `[${value}], null`))}}\n`;
  }

  /** Prints a value. */
  private print(code: string, node: Expression, convert: "pyStr" | "joinable"): string {
    if (this.buffer === null) return `N.push(${code});\n`;
    const text = `${this.helper(convert)}(${code}, ${this.place(node)})`;
    if (!this.isMarked) return `${this.buffer} += ${text};\n`;
    const mark = `m.value(${this.buffer}.length, ${node.start}, ${node.end}, s);`;
    return `{ M.last = null; const s = ${text}; ${mark} ${this.buffer} += s; }\n`;
  }

  /** Native rendering joins the values of blocks and macros as they are, so all but constants must be text. */
  private nativeText(node: Expression): string {
    const value = constantValue(node, this.runtime);
    if (value !== undefined && hasSafeRepr(value)) return JSON.stringify(pyStr(value));
    return `${this.helper("joinable")}(${this.expression(node)}, ${this.place(node)})`;
  }

  /** Constant pieces in a row are one text, everything else stays a value of its own. */
  private nativeOutput(node: OutputNode): string {
    let code = "";
    let text: string | null = null;
    const flush = (): void => {
      if (text !== null) code += `N.push(${JSON.stringify(text)});\n`;
      text = null;
    };
    for (const child of node.nodes) {
      const value = child.type === "Data" ? child.text : constantValue(child, this.runtime);
      if (value !== undefined && hasSafeRepr(value)) text = (text ?? "") + pyStr(value);
      else {
        flush();
        code += `N.push(${this.expression(child as Expression)});\n`;
      }
    }
    flush();
    return code;
  }

  private ifStatement(node: IfNode): string {
    this.softDepth++;
    let code = `if (${this.condition(node.test)}) {\n${this.statements(node.body)}}`;
    for (const elif of node.elifs)
      code += ` else if (${this.condition(elif.test)}) {\n${this.statements(elif.body)}}`;
    if (node.otherwise.length > 0) code += ` else {\n${this.statements(node.otherwise)}}`;
    this.softDepth--;
    return code + "\n";
  }

  private set(target: Target, value: Expression): string {
    const place = this.at(target.start, value.end);
    const checks = this.namespaceChecks(target, place);
    if (target.type === "Name") return `${this.scope.ref(target.name)} = ${this.expression(value)};\n`;
    const temporary = `v${this.buffers++}`;
    return `{ ${checks}const ${temporary} = ${this.expression(value)};\n${this.store(target, temporary, place)}}\n`;
  }

  /** Whether the names of `ns.x` targets are namespaces is checked before the value is evaluated. */
  private namespaceChecks(target: Target, place: string): string {
    if (target.type === "TargetTuple")
      return target.items.map((item) => this.namespaceChecks(item, place)).join("");
    return target.type === "NamespaceRef"
      ? `${this.helper("namespaceOf")}(${this.read(target)}, ${place});\n`
      : "";
  }

  private read(target: { readonly name: string; readonly start: number; readonly end: number }): string {
    return this.expression({ type: "Name", name: target.name, start: target.start, end: target.end });
  }

  /** Assigns the value of a JS expression, which is used once per name. */
  private store(target: Target, code: string, place: string): string {
    switch (target.type) {
      case "Name":
        return `${this.scope.ref(target.name)} = ${code};\n`;
      case "NamespaceRef":
        return `${this.helper("namespaceOf")}(${this.read(target)}, ${place}).set(${JSON.stringify(target.attribute)}, ${code});\n`;
      case "TargetTuple": {
        const temporary = `v${this.buffers++}`;
        const items = target.items.map((item, i) => this.store(item, `${temporary}[${i}]`, place));
        return `const ${temporary} = ${this.helper("unpack")}(${code}, ${target.items.length}, ${place});\n${items.join("")}`;
      }
    }
  }

  /** Declares the names of a target that are parameters of their scope. */
  private declare(target: Target): string {
    if (target.type === "TargetTuple") return target.items.map((item) => this.declare(item)).join("");
    return target.type === "Name" ? `let ${this.scope.ref(target.name)};\n` : "";
  }

  private forStatement(node: ForNode): string {
    this.refuseLoopTargets(node);
    const usesLoop = node.recursive || findUndeclared(node.body, ["loop"]).has("loop");
    const scopes = forScopes(node, this.scope, usesLoop);
    const number = ++this.loopCount;
    const loop: LoopInfo = {
      index: `i${number}`,
      items: `a${number}`,
      pull: null,
      needsObject: node.recursive,
      needsLength: false,
    };
    if (!node.recursive) {
      const iterable = this.expression(node.iterable);
      return this.loop(node, scopes, loop, number, iterable, "0", "null");
    }
    return this.recursiveLoop(node, scopes, loop, number);
  }

  /** Jinja2 refuses templates that set `loop` inside a loop. */
  private refuseLoopTargets(node: ForNode): void {
    walk(node, (child) => {
      const targets =
        child.type === "For" || child.type === "Set" || child.type === "SetBlock" ? [child.target] : [];
      for (const target of targets) {
        if (target.type === "Name" && target.name === "loop") {
          throw new SyntaxFailure(
            "Can't assign to special loop variable in for-loop target",
            target.start,
            target.end,
            "TemplateAssertionError",
          );
        }
      }
    });
  }

  private loop(
    node: ForNode,
    scopes: ReturnType<typeof forScopes>,
    loop: LoopInfo,
    number: number,
    iterable: string,
    depth: string,
    recurse: string,
  ): string {
    const { body, filter } = scopes;
    if (body.refs.has("loop")) this.loops.set(body, loop);
    const item = `x${number}`;
    const test = this.loopFilter(node, filter, item);
    // A test that waits cannot be asked in between; then all values are found first.
    const isAsyncTest = test !== null && test.waits;
    if (test !== null && !isAsyncTest) loop.pull = `g${number}`;
    const inner = this.within(body, () => this.enter(body) + this.statements(node.body));
    const assign = this.within(
      body,
      () => this.declare(node.target) + this.store(node.target, item, this.place(node.target)),
    );
    const object = loop.needsObject && body.refs.has("loop") ? (body.refs.get("loop") as string) : null;
    // Jinja2 notes a round at its end: one left by `continue` or `break` does not count.
    const empty = node.otherwise.length > 0 ? `e${number}` : null;
    const finished = empty === null ? "" : `${empty} = false;\n`;
    const values = `${this.helper("toArray")}(${iterable}, ${this.place(node.iterable)})`;
    const usesLater = loop.needsObject || loop.needsLength;
    const rounds = this.loopRounds(loop, number, values, item, test, usesLater, isAsyncTest);
    const makeObject = `const ${object} = new ${this.helper("Loop")}(E, ${loop.items}, ${depth}, ${recurse}, ${usesLater ? loop.pull : null});\n`;
    const otherwise = this.within(
      scopes.otherwise,
      () => this.enter(scopes.otherwise) + this.statements(node.otherwise),
    );
    return `{ ${empty === null ? "" : `let ${empty} = true;`}
${rounds.before}${object === null ? "" : makeObject}for (${rounds.head}) {
${rounds.item}${object === null ? "" : `${object}.index0 = ${loop.index};\n`}${assign}${inner}${finished}}
${empty === null ? "" : `if (${empty}) {\n${otherwise}}\n`}}
`;
  }

  /** The condition of `for … if`, and what must stand before it. */
  private loopFilter(node: ForNode, scope: Scope, item: string): LoopFilter | null {
    const { filter, target } = node;
    if (filter === null) return null;
    return this.within(scope, () => {
      const assign = this.declare(target) + this.store(target, item, this.place(target));
      const before = this.enter(scope) + assign;
      const { result, waits } = this.watchWaits(() => this.condition(filter));
      return { before, condition: result, waits };
    });
  }

  /** Generates a part of the current function; tells whether that part waits. */
  private watchWaits(generate: () => string): { result: string; waits: boolean } {
    const { fn } = this;
    const before = fn.waits;
    fn.waits = false;
    const result = generate();
    const { waits } = fn;
    fn.waits = before || waits;
    return { result, waits };
  }

  /** The head of a loop. Values that a filter finds are looked for one round ahead at most, as Jinja2 does. */
  private loopRounds(
    loop: LoopInfo,
    number: number,
    values: string,
    item: string,
    test: LoopFilter | null,
    usesLater: boolean,
    isAsyncTest: boolean,
  ): { before: string; head: string; item: string } {
    const { index, items } = loop;
    const take = `const ${item} = ${items}[${index}];\n`;
    const head = `let ${index} = 0; ${index} < ${items}.length; ${index}++`;
    if (test === null) return { before: `const ${items} = ${values};\n`, head, item: take };
    const source = `b${number}`;
    const cursor = `c${number}`;
    const begin = `const ${source} = ${values}; let ${cursor} = 0;\n`;
    const find = `const ${item} = ${source}[${cursor}++];\n${test.before}if (${test.condition}) ${items}.push(${item});\n`;
    if (isAsyncTest) {
      return {
        before: `${begin}const ${items} = [];\nwhile (${cursor} < ${source}.length) {\n${find}}\n`,
        head,
        item: take,
      };
    }
    if (usesLater) {
      const pull = `const ${loop.pull} = (n) => {\nwhile (${items}.length <= n && ${cursor} < ${source}.length) {\n${find}}\nreturn ${items}.length > n;\n};\n`;
      return {
        before: `${begin}const ${items} = [];\n${pull}`,
        head: `let ${index} = 0; ${loop.pull}(${index}); ${index}++`,
        item: take,
      };
    }
    const skip = `{ ${test.before}if (!${test.condition}) continue; }\n${index}++;\n`;
    return {
      before: `${begin}let ${index} = -1;\n`,
      head: `; ${cursor} < ${source}.length;`,
      item: `const ${item} = ${source}[${cursor}++];\n${skip}`,
    };
  }

  /** A loop that its body can call: a function of the values and the depth. */
  private recursiveLoop(
    node: ForNode,
    scopes: ReturnType<typeof forScopes>,
    loop: LoopInfo,
    number: number,
  ): string {
    const buffer = this.newBuffer();
    const { buffer: outer, isMacroBody } = this;
    const run = `n${number}`;
    this.buffer = buffer;
    this.isMacroBody = false;
    const { result: body, waits } = this.watchWaits(() =>
      this.loop(node, scopes, loop, number, "values", "depth", run),
    );
    this.buffer = outer;
    this.isMacroBody = isMacroBody;
    const start = `${run}(${this.expression(node.iterable)}, 0)`;
    const printed = this.print(waits ? `await ${start}` : start, node.iterable, "joinable");
    const head = `{ const ${run} = ${waits ? "async " : ""}(values, depth) => {\nlet ${buffer} = "";\n`;
    return `${head}${body}return ${buffer};\n};\n${printed}}\n`;
  }

  private macro(node: MacroNode): string {
    const exported = this.isTopLevel ? `if (X !== null) X[${JSON.stringify(node.name)}] = ` : "";
    if (this.options.bound)
      return exported === "" ? "" : `${exported}${this.macroFunction(node, node.name)};\n`;
    const ident = this.scope.ref(node.name);
    const code = `${ident} = ${this.macroFunction(node, node.name)};\n`;
    return exported === "" ? code : `${code}${exported}${ident};\n`;
  }

  /** The callable of a macro or of a call block's body. */
  private macroFunction(node: MacroNode | CallBlockNode, name: string | null): string {
    const argumentNames = node.parameters.map((parameter) => parameter.name);
    const specials = findUndeclared(node.body, ["caller", "kwargs", "varargs"]);
    if (specials.has("caller")) this.checkExplicitCaller(node);
    const declared = ["caller", "kwargs", "varargs"].filter(
      (special) => specials.has(special) && !argumentNames.includes(special),
    );
    const info: MacroInfo = {
      name,
      argumentNames,
      catchKwargs: declared.includes("kwargs"),
      catchVarargs: declared.includes("varargs"),
      usesCaller: specials.has("caller"),
    };
    const infoConstant = this.constant(JSON.stringify(info));
    const { fn: outerFn, buffer: outerBuffer, softDepth, isMacroBody } = this;
    const scope = macroScope(node, this.scope, declared);
    const fn = new CodeFunction(name ?? outerFn.traceName, "o");
    fn.depthMark = ++this.functions;
    this.fn = fn;
    this.buffer = "o";
    this.softDepth = 0;
    this.isMacroBody = this.options.bound && name !== null;
    const { binding, body } = this.within(scope, () => this.macroBody(node, scope, info, infoConstant));
    const code = `${this.helper("asMacro")}((${fn.waits ? "async " : ""}function (args, kw) {\n${binding}${this.wrap(fn, body)}\n}), ${infoConstant})`;
    this.fn = outerFn;
    this.buffer = outerBuffer;
    this.softDepth = softDepth;
    this.isMacroBody = isMacroBody;
    return code;
  }

  private checkExplicitCaller(node: MacroNode | CallBlockNode): void {
    const explicit = node.parameters.find((parameter) => parameter.name === "caller");
    if (explicit === undefined || explicit.defaultValue !== null) return;
    const problem =
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.';
    throw new SyntaxFailure(problem, explicit.start, explicit.end, "TemplateAssertionError");
  }

  private macroBody(
    node: MacroNode | CallBlockNode,
    scope: Scope,
    info: MacroInfo,
    infoConstant: string,
  ): { binding: string; body: string } {
    const idents = info.argumentNames.map((name) => scope.refs.get(name) as string);
    const binding = this.bindParameters(scope, info, idents, infoConstant);
    this.unfilled = new Set(idents);
    let body = "";
    node.parameters.forEach((parameter, i) => {
      const ident = idents[i] as string;
      const { defaultValue, name } = parameter;
      const value =
        defaultValue === null
          ? `${this.helper("notProvided")}(E, ${JSON.stringify(name)})`
          : this.expression(defaultValue);
      body += `if (${ident} === undefined) ${ident} = ${value};\n`;
      this.unfilled.delete(ident);
    });
    this.unfilled = new Set();
    return { binding, body: this.enter(scope) + body + this.statements(node.body) };
  }

  /** Positional and keyword arguments to variables; what is not given stays undefined. */
  private bindParameters(
    scope: Scope,
    info: MacroInfo,
    idents: readonly string[],
    infoConstant: string,
  ): string {
    const count = idents.length;
    let code = count > 0 || info.catchVarargs ? "const n = args.length;\n" : "";
    idents.forEach((ident, i) => (code += `let ${ident} = n > ${i} ? args[${i}] : undefined;\n`));
    const takesCaller = info.usesCaller && !info.argumentNames.includes("caller");
    const caller = scope.refs.get("caller") as string;
    if (takesCaller) code += `let ${caller};\n`;
    code += `if (kw !== null) {\nlet k = 0;\n`;
    idents.forEach((ident, i) => {
      const key = JSON.stringify(info.argumentNames[i]);
      code += `if (n <= ${i} && kw[${key}] !== undefined) { ${ident} = kw[${key}]; k++; }\n`;
    });
    if (takesCaller)
      code += `if (kw.caller !== undefined) { if (kw.caller !== null) ${caller} = kw.caller; k++; }\n`;
    const positional = count > 0 || info.catchVarargs ? "n" : "0";
    if (!info.catchKwargs) code += `${this.helper("checkKwargs")}(kw, k, ${infoConstant}, ${positional});\n`;
    code += "}\n";
    if (takesCaller) code += `if (${caller} === undefined) ${caller} = ${this.helper("noCaller")}(E);\n`;
    if (info.catchKwargs) {
      const names = JSON.stringify(info.argumentNames);
      code += `let ${scope.refs.get("kwargs")} = ${this.helper("restKwargs")}(kw, ${names}, ${positional}, ${takesCaller});\n`;
    }
    if (info.catchVarargs) {
      const varargs = scope.refs.get("varargs") as string;
      return `${code}let ${varargs} = new ${this.helper("Tuple")}(args.slice(${count}));\n`;
    }
    return `${code}if (args.length > ${count}) ${this.helper("tooManyArgs")}(${infoConstant});\n`;
  }
}
