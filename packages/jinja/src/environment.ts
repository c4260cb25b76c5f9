/** Where templates are compiled: filters, tests and globals, and a cache of compiled texts. */

import { numberFilters } from "./filters/number.ts";
import { sequenceFilters } from "./filters/sequence.ts";
import { stringFilters } from "./filters/string.ts";
import { builtinGlobals } from "./globals.ts";
import { builtinTests } from "./is-tests.ts";
import { SyntaxFailure } from "./syntax/lexer.ts";
import { nativeFilters, textFilters } from "./native.ts";
import { parseTemplate } from "./syntax/parser.ts";
import { getAttribute, getItem } from "./runtime/attributes.ts";
import type { FilterFunction, Runtime, TestFunction } from "./runtime/runtime.ts";
import type { Kwargs, UndefinedMode, Value } from "./runtime/data/values.ts";
import { Undefined } from "./runtime/data/values.ts";
import { originOf, type OriginOption } from "./source-map.ts";
import { syntaxError } from "./syntax-error.ts";
import { CompiledText, PREPARED_WAY, Template, type PreparedCode, type PreparedText } from "./template.ts";

/** A custom filter: the value before the `|`, and the arguments in parentheses. */
export type Filter = (value: Value, args: Value[], kwargs: Kwargs | null) => Value;
/** A custom test. */
export type Test = (value: Value, args: Value[], kwargs: Kwargs | null) => boolean;

export interface EnvironmentOptions {
  readonly filters?: Readonly<Record<string, Filter>>;
  readonly tests?: Readonly<Record<string, Test>>;
  /** Names that every template sees unless its context has them. */
  readonly globals?: Readonly<Record<string, Value>>;
  /** Whether compiled templates are kept by their text; true unless told. */
  readonly cache?: boolean;
  /**
   * Whether a macro is reached through the context only, even from its own template; false unless told. dbt does so, to
   * see every call. (For macros that are bound it is always so.)
   */
  readonly macrosInContext?: boolean;
  /** Code that was made before by `prepare` of an environment with the same filters and tests, by a macro's text. */
  readonly prepared?: (source: string) => PreparedCode | undefined;
  /** Renders of a template, or calls of a macro, that walk its tree before code of its own is made; WALKS unless told. */
  readonly walks?: number;
  /** A number in [0, 1) for the `random` filter and `lipsum`; Math.random unless told. */
  readonly random?: () => number;
}

export interface CompileOptions {
  /** In error traces, e.g. "stg_orders". */
  readonly name: string;
  readonly origin?: OriginOption;
  /** The text may be one that `EnvironmentOptions.prepared` has code for; otherwise it is not asked. */
  readonly prepared?: boolean;
  /** Says that the template is for `renderNative`; texts are cached apart. */
  readonly native?: boolean;
}

/** Making code of a tree and warming it up takes as long as walking it some forty times. */
const WALKS = 40;
/** Compiled texts kept at most; the oldest go first. */
const cacheLimit = 20_000;

export class Environment {
  private readonly runtimes: Record<UndefinedMode, Runtime>;
  private readonly nativeRuntimes: Record<UndefinedMode, Runtime>;
  private readonly cache: Map<string, CompiledText> | null;
  private readonly macrosInContext: boolean;
  private readonly walks: number;
  private readonly prepared: EnvironmentOptions["prepared"];

  constructor(options: EnvironmentOptions = {}) {
    const random = options.random ?? Math.random;
    const own = Object.entries(options.filters ?? {}).map(([name, run]): [string, FilterFunction] => [
      name,
      (_runtime, value, args, kwargs) => run(value, args, kwargs),
    ]);
    const ownTests = Object.entries(options.tests ?? {}).map(([name, run]): [string, TestFunction] => [
      name,
      (_runtime, value, args, kwargs) => run(value, args, kwargs),
    ]);
    const builtin = [...stringFilters, ...sequenceFilters, ...numberFilters];
    const tests = new Map([...builtinTests, ...ownTests]);
    const globals = new Map([...builtinGlobals(random), ...Object.entries(options.globals ?? {})]);
    const runtimes = (filters: readonly [string, FilterFunction][]): Record<UndefinedMode, Runtime> => {
      const all = new Map([...builtin, ...filters, ...own]);
      return {
        default: makeRuntime(false, all, tests, globals, random),
        capture: makeRuntime(true, all, tests, globals, random),
      };
    };
    this.runtimes = runtimes(textFilters);
    this.nativeRuntimes = runtimes(nativeFilters);
    this.cache = options.cache === false ? null : new Map();
    this.macrosInContext = options.macrosInContext ?? false;
    this.walks = options.walks ?? WALKS;
    this.prepared = options.prepared;
  }

  /** Parses a template; code is generated when it is first rendered. @throws JinjaError TemplateSyntaxError with its place */
  compile(source: string, options: CompileOptions): Template {
    return new Template(this.compileText(source, options), options);
  }

  /**
   * The code of a text that is one macro, for `prepared`: the body of a function of (support, Q). undefined for other texts.
   * @throws JinjaError TemplateSyntaxError
   */
  prepare(source: string, options: CompileOptions): PreparedText | undefined {
    const text = this.compileText(source, { ...options, prepared: false });
    const template = new Template(text, options);
    const [macro, ...more] = template.macros;
    if (macro === undefined || more.length > 0 || !text.hasOnlyMacros) return undefined;
    return { name: macro.name, argumentNames: macro.argumentNames, ...text.code(PREPARED_WAY, template) };
  }

  private compileText(source: string, options: CompileOptions): CompiledText {
    const cached = this.cache?.get(source);
    if (cached !== undefined) return cached;
    const settings = { runtimes: this.runtimes, nativeRuntimes: this.nativeRuntimes, macrosInContext: this.macrosInContext, walks: this.walks };
    const prepared = options.prepared ? this.prepared?.(source) : undefined;
    const text = new CompiledText(source, () => parse(source, options), settings, prepared);
    if (this.cache !== null) {
      if (this.cache.size >= cacheLimit) this.cache.delete(this.cache.keys().next().value as string);
      this.cache.set(source, text);
    }
    return text;
  }
}

function parse(source: string, options: CompileOptions): ReturnType<typeof parseTemplate> {
  try {
    return parseTemplate(source);
  } catch (error) {
    throw error instanceof SyntaxFailure ? syntaxError(error, source, { name: options.name, origin: originOf(options.origin) }) : error;
  }
}

function makeRuntime(
  capture: boolean,
  filters: Runtime["filters"],
  tests: Runtime["tests"],
  globals: Runtime["globals"],
  random: () => number,
): Runtime {
  const runtime: Runtime = {
    capture,
    filters,
    tests,
    globals,
    random,
    undefined: (options) => new Undefined({ ...options, capture }),
    getAttribute: (object, name) => getAttribute(runtime, object, name),
    getItem: (object, key) => getItem(runtime, object, key),
  };
  return runtime;
}
