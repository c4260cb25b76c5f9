/** A compiled template: renders, and gives its macros. */

import type { MacroNode, Statement, TemplateNode } from "./syntax/ast.ts";
import { raise } from "./error.ts";
import { generateCode, type GeneratedCode } from "./compile/codegen.ts";
import type { CodegenOptions } from "./compile/expression-codegen.ts";
import { SyntaxFailure } from "./syntax/lexer.ts";
import { MarkRecorder, Marks } from "./marks.ts";
import { buildMacroWalk, buildRenderer, type MacroWalk, type Renderer } from "./interpret/build-renderer.ts";
import { concatNative } from "./native.ts";
import type { Runtime } from "./runtime/runtime.ts";
import { support } from "./runtime/support.ts";
import type { Callable, UndefinedMode, Value } from "./runtime/data/values.ts";
import { originOf, type OriginOption, type SourceOrigin } from "./source-map.ts";
import { syntaxError } from "./syntax-error.ts";

export interface RenderContext {
  /** The value of a free name; JS undefined when there is none. Asked once per template or macro call. */
  get(name: string): Value | undefined;
}

export interface RenderOptions {
  /** "capture" is dbt's parse phase; "default" unless told. */
  readonly undefined?: UndefinedMode;
  /** Shared by a render and the macros bound for it, so that marks nest. */
  readonly marks?: MarkRecorder;
}

export interface BindOptions extends RenderOptions {
  readonly mode: "sync" | "async";
}

/** An output with the places it came from. */
export interface Marked {
  readonly text: string;
  readonly marks: Marks;
}

/** A macro of a template, to be bound to a context any number of times. */
export interface CompiledMacro {
  readonly name: string;
  readonly argumentNames: readonly string[];
  readonly node: MacroNode;
  /**
   * The macro for a context. Free names are asked from the context once per call; names of macros are free names too,
   * even the macro's own, so that a host sees every call.
   */
  bind(context: RenderContext, options: BindOptions): Callable;
}

type Main<Result> = (
  runtime: Runtime,
  context: RenderContext,
  template: Template,
  recorder: MarkRecorder | null,
  exports: Record<string, Callable> | null,
) => Result;

/** The code of a text that is one macro, generated beforehand. */
export interface PreparedCode {
  readonly name: string;
  readonly argumentNames: readonly string[];
  /** A function whose body is the generated code. */
  readonly make: (values: typeof support, spans: readonly number[]) => unknown;
  readonly spans: readonly number[];
}

/** The same as `Environment.prepare` gives it: the function's body as text. */
export interface PreparedText extends Omit<PreparedCode, "make"> {
  readonly code: string;
}

/** The way of running that code is prepared for: macros that are bound, waiting for Promises, with marks. */
export const PREPARED_WAY: CodegenOptions = { async: true, marks: true, native: false, bound: true, definitions: true };

/** What a text is compiled with: the environment's, by undefined mode. */
export interface CompileSettings {
  readonly runtimes: Record<UndefinedMode, Runtime>;
  readonly nativeRuntimes: Record<UndefinedMode, Runtime>;
  readonly macrosInContext: boolean;
  /** Renders of a template, or calls of a macro, that walk its tree; after them it gets code of its own. */
  readonly walks: number;
}

/** A tree's way of being walked, for the runtime it was made for. */
interface Walk<Run> {
  readonly runtime: Runtime;
  /** undefined where it is not kept, or where the code generator must do it. */
  run: Run | undefined;
  /** How often it was walked; Infinity where it cannot be. */
  count: number;
}

type Way = "sync" | "async";

/** What templates with the same text share. */
export class CompiledText {
  readonly source: string;
  readonly prepared: PreparedCode | undefined;
  /** The output, when it is known without running anything. */
  readonly plainText: string | undefined;
  readonly hasOnlyMacros: boolean;
  private readonly settings: CompileSettings;
  private readonly parse: () => TemplateNode;
  private parsed: TemplateNode | undefined;
  private readonly mains = new Map<number, Main<unknown>>();
  private readonly walks: { [way in Way]?: Walk<Renderer> } = {};
  private readonly macroWalks: { [way in Way]?: Walk<MacroWalk> } = {};

  /** A text whose code is prepared is parsed when something else is asked of it. @throws what `parse` does */
  constructor(source: string, parse: () => TemplateNode, settings: CompileSettings, prepared: PreparedCode | undefined) {
    this.source = source;
    this.parse = parse;
    this.settings = settings;
    this.prepared = prepared;
    this.plainText = prepared === undefined ? plainText(this.ast.body) : undefined;
    this.hasOnlyMacros = prepared !== undefined || this.ast.body.every((node) => node.type === "Macro" || isText(node));
  }

  get ast(): TemplateNode {
    return (this.parsed ??= this.parse());
  }

  runtime(mode: UndefinedMode = "default"): Runtime {
    return this.settings.runtimes[mode];
  }

  nativeRuntime(mode: UndefinedMode = "default"): Runtime {
    return this.settings.nativeRuntimes[mode];
  }

  /** Renders to text, synchronously. @throws JinjaError, and whatever callables throw */
  render(context: RenderContext, mode: UndefinedMode | undefined, template: Template): string {
    const renderer = this.interpret("sync", this.runtime(mode));
    if (renderer !== undefined) return renderer(context, template, null) as string;
    return this.main<string>(sync, template)(this.runtime(mode), context, template, null, null);
  }

  /** Renders to text with marks, waiting for Promises. @throws as `render` */
  renderMarkedAsync(
    context: RenderContext,
    mode: UndefinedMode | undefined,
    template: Template,
    recorder: MarkRecorder,
  ): string | Promise<string> {
    const renderer = this.interpret("async", this.runtime(mode));
    if (renderer !== undefined) return renderer(context, template, recorder);
    const main = this.main<Promise<string>>({ ...sync, async: true, marks: true }, template);
    return main(this.runtime(mode), context, template, recorder, null);
  }

  /**
   * The first times a text is rendered its tree is walked, since most templates of a project are rendered once or twice.
   * What walks it is kept from the second time on: that of all texts together would keep the garbage collector busy.
   */
  private interpret(way: Way, runtime: Runtime): Renderer | undefined {
    const walk = (this.walks[way] ??= { runtime, run: undefined, count: 0 });
    if (walk.runtime !== runtime || !this.mayWalk(walk)) return undefined;
    const run = walk.run ?? buildRenderer(this.source, this.ast, runtime, !this.settings.macrosInContext, way === "async");
    if (walk.count > 0) walk.run = run;
    walk.count = run === undefined ? Infinity : walk.count + 1;
    return run;
  }

  /** The only macro of the text, for its first calls, since most macros of a project are called a few times. */
  macroWalk(way: Way, node: MacroNode, runtime: Runtime): Walk<MacroWalk> | undefined {
    let walk = this.macroWalks[way];
    if (walk === undefined) {
      const isAlone = this.ast.body.filter(({ type }) => type === "Macro").length === 1;
      const run = isAlone ? buildMacroWalk(this.source, this.ast.body, node, runtime, way === "async") : undefined;
      this.macroWalks[way] = walk = { runtime, run, count: run === undefined ? Infinity : 0 };
    }
    return walk.runtime === runtime && this.mayWalk(walk) ? walk : undefined;
  }

  mayWalk({ count }: Walk<unknown>): boolean {
    return count < this.settings.walks;
  }

  /** The code for one way of running. @throws JinjaError for what only the code generator sees, e.g. unknown filters */
  main<Result>(options: CodegenOptions, template: Template): Main<Result> {
    const key = wayOf(options);
    const known = this.mains.get(key);
    if (known !== undefined) return known as Main<Result>;
    const main = this.generate(options, template);
    this.mains.set(key, main);
    return main as Main<Result>;
  }

  /** Whether there is code for it that was made before. */
  isPrepared(wanted: CodegenOptions): boolean {
    return this.prepared !== undefined && wayOf(wanted) === wayOf(PREPARED_WAY);
  }

  private generate(wanted: CodegenOptions, template: Template): Main<unknown> {
    if (this.isPrepared(wanted)) return this.prepared!.make(support, this.prepared!.spans) as Main<unknown>;
    const { code, spans } = this.code(wanted, template);
    const make = new Function("support", "Q", code) as PreparedCode["make"];
    return make(support, spans) as Main<unknown>;
  }

  /** @throws JinjaError as `main` */
  code(wanted: CodegenOptions, template: Template): GeneratedCode {
    const options = { ...wanted, bound: wanted.bound || this.settings.macrosInContext };
    const body = options.definitions ? this.ast.body.filter((node) => node.type === "Macro") : this.ast.body;
    try {
      const runtime = options.native ? this.nativeRuntime() : this.runtime();
      return generateCode(this.source, { ...this.ast, body }, options, runtime);
    } catch (error) {
      throw error instanceof SyntaxFailure ? syntaxError(error, this.source, template) : error;
    }
  }
}

/** A bit for each option. */
const wayOf = ({ async, marks, native, bound, definitions }: CodegenOptions): number =>
  (async ? 1 : 0) | (marks ? 2 : 0) | (native ? 4 : 0) | (bound ? 8 : 0) | (definitions ? 16 : 0);

function isText(node: Statement): boolean {
  return node.type === "Output" && node.nodes.every((child) => child.type === "Data");
}

function plainText(body: readonly Statement[]): string | undefined {
  let text = "";
  for (const node of body) {
    if (node.type !== "Output") return undefined;
    for (const child of node.nodes) {
      if (child.type !== "Data") return undefined;
      text += child.text;
    }
  }
  return text;
}

const sync: CodegenOptions = { async: false, marks: false, native: false, bound: false, definitions: false };

export class Template {
  readonly name: string;
  private readonly text: CompiledText;
  private place: OriginOption;

  constructor(text: CompiledText, options: { readonly name: string; readonly origin?: OriginOption }) {
    this.text = text;
    this.name = options.name;
    this.place = options.origin;
  }

  get origin(): SourceOrigin | undefined {
    return (this.place = originOf(this.place));
  }

  get source(): string {
    return this.text.source;
  }

  /** The syntax tree, for static questions (meta.ts). */
  get ast(): TemplateNode {
    return this.text.ast;
  }

  /** Renders to text. A callable that returns a Promise is an error. @throws JinjaError, and whatever callables throw */
  render(context: RenderContext, options: RenderOptions = {}): string {
    if (this.text.plainText !== undefined) return this.text.plainText;
    return this.text.render(context, options.undefined, this);
  }

  /** Renders to text, waiting for callables that return Promises. */
  async renderAsync(context: RenderContext, options: RenderOptions = {}): Promise<string> {
    if (this.text.plainText !== undefined) return this.text.plainText;
    const main = this.text.main<Promise<string>>({ ...sync, async: true }, this);
    return main(this.text.runtime(options.undefined), context, this, null, null);
  }

  renderMarked(context: RenderContext, options: RenderOptions = {}): Marked {
    const recorder = options.marks ?? new MarkRecorder();
    const main = this.text.main<string>({ ...sync, marks: true }, this);
    const text = main(this.text.runtime(options.undefined), context, this, recorder, null);
    return this.marked(text, recorder);
  }

  async renderMarkedAsync(context: RenderContext, options: RenderOptions = {}): Promise<Marked> {
    const recorder = options.marks ?? new MarkRecorder();
    const text = await this.text.renderMarkedAsync(context, options.undefined, this, recorder);
    return this.marked(text, recorder);
  }

  private marked(text: string, recorder: MarkRecorder): Marked {
    return { text, marks: recorder.last?.marks ?? new Marks(this, this.name, recorder) };
  }

  /** Renders the way dbt renders YAML values: one expression gives its value, everything else text. */
  renderNative(context: RenderContext, options: RenderOptions = {}): Value {
    const main = this.text.main<Value[]>({ ...sync, native: true }, this);
    return concatNative(main(this.text.nativeRuntime(options.undefined), context, this, null, null));
  }

  /** `renderNative`, waiting for callables that return Promises. */
  async renderNativeAsync(context: RenderContext, options: RenderOptions = {}): Promise<Value> {
    const main = this.text.main<Promise<Value[]>>({ ...sync, async: true, native: true }, this);
    return concatNative(await main(this.text.nativeRuntime(options.undefined), context, this, null, null));
  }

  /** The macros at the top level, by the name they are written with. */
  get macros(): readonly CompiledMacro[] {
    const { prepared } = this.text;
    if (prepared !== undefined) return [new BoundableMacro(prepared, this, this.text)];
    return topLevelMacros(this.ast.body).map((node) => new BoundableMacro(headOf(node), this, this.text));
  }

  /** A macro at the top level. */
  macro(name: string): CompiledMacro | undefined {
    // The last one of a name wins, as when the template runs.
    const node = topLevelMacros(this.ast.body).findLast((macro) => macro.name === name);
    return node === undefined ? undefined : new BoundableMacro(headOf(node), this, this.text);
  }
}

const headOf = (node: MacroNode): MacroHead => ({ name: node.name, argumentNames: node.parameters.map(({ name }) => name), node });

/** What is known of a macro without its body. */
interface MacroHead {
  readonly name: string;
  readonly argumentNames: readonly string[];
  readonly node?: MacroNode;
}

function topLevelMacros(body: readonly Statement[]): MacroNode[] {
  return body.flatMap((node) => {
    if (node.type === "Macro") return [node];
    if (node.type !== "If") return [];
    return [...topLevelMacros(node.body), ...topLevelMacros(node.elifs), ...topLevelMacros(node.otherwise)];
  });
}

class BoundableMacro implements CompiledMacro {
  readonly name: string;
  readonly argumentNames: readonly string[];
  private readonly known: MacroNode | undefined;
  private readonly template: Template;
  private readonly text: CompiledText;

  constructor({ name, argumentNames, node }: MacroHead, template: Template, text: CompiledText) {
    this.name = name;
    this.argumentNames = argumentNames;
    this.known = node;
    this.template = template;
    this.text = text;
  }

  get node(): MacroNode {
    return this.known ?? topLevelMacros(this.text.ast.body)[0]!;
  }

  bind(context: RenderContext, options: BindOptions): Callable {
    const recorder = options.marks ?? null;
    const definitions = this.text.hasOnlyMacros;
    const codegen = {
      async: options.mode === "async",
      marks: recorder !== null,
      native: false,
      bound: true,
      definitions,
    };
    const runtime = this.text.runtime(options.undefined);
    if (!definitions) return this.bindWithTopLevel(codegen, runtime, context, recorder);
    const compiled = (): Callable => {
      const exports = Object.create(null) as Record<string, Callable>;
      this.text.main<void>(codegen, this.template)(runtime, context, this.template, recorder, exports);
      return this.find(exports);
    };
    if (this.text.isPrepared(codegen)) return compiled();
    const walk = this.text.macroWalk(options.mode, this.node, runtime);
    return walk === undefined ? compiled() : this.walkFirst(walk, walk.run!(context, this.template, recorder), compiled);
  }

  private walkFirst(walk: Walk<MacroWalk>, walked: Callable, compile: () => Callable): Callable {
    let compiled: Callable | undefined;
    const callable: Callable = (args, kwargs) => {
      if (compiled === undefined && this.text.mayWalk(walk)) {
        walk.count++;
        return walked(args, kwargs);
      }
      return (compiled ??= compile())(args, kwargs);
    };
    callable.pyMacro = walked.pyMacro;
    return callable;
  }

  /** Other statements around the macro run before each call, as they do for Jinja2's modules. */
  private bindWithTopLevel(
    codegen: CodegenOptions,
    runtime: Runtime,
    context: RenderContext,
    recorder: MarkRecorder | null,
  ): Callable {
    const main = this.text.main<unknown>(codegen, this.template);
    return (args, kwargs) => {
      const exports = Object.create(null) as Record<string, Callable>;
      const done = main(runtime, context, this.template, recorder, exports);
      return done instanceof Promise
        ? done.then(() => this.find(exports)(args, kwargs))
        : this.find(exports)(args, kwargs);
    };
  }

  private find(exports: Record<string, Callable>): Callable {
    return exports[this.name] ?? (() => runUndefined(this.name));
  }
}

/** A macro inside an `if` that was false. */
function runUndefined(name: string): never {
  return raise("UndefinedError", `'${name}' is undefined`);
}
