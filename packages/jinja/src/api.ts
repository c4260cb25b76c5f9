/** The public shapes, ahead of their implementations. */

import type { Frame } from "./error.ts";
import type { Callable, Kwargs, UndefinedMode, Value } from "./runtime/values.ts";
import type { PyDict } from "./runtime/dict.ts";
import { PyObject } from "./runtime/values.ts";

export interface RenderContext {
  /** The value of a free name; JS undefined when there is none. Asked once per template or macro call. */
  get(name: string): Value | undefined;
}
/** Where a template's text stands in a user's file: the template is `text.slice(offset, offset + source.length)`. */
export interface SourceOrigin {
  readonly file: string;
  readonly text: string;
  readonly offset: number;
}
export type Filter = (value: Value, args: Value[], kwargs: Kwargs | null) => Value;
export type Test = (value: Value, args: Value[], kwargs: Kwargs | null) => boolean;
export interface EnvironmentOptions {
  readonly filters?: Readonly<Record<string, Filter>>;
  readonly tests?: Readonly<Record<string, Test>>;
  readonly globals?: Readonly<Record<string, Value>>;
  /** Whether compiled templates are kept by their text; true unless told. */
  readonly cache?: boolean;
  /** A number in [0, 1) for the `random` filter and `lipsum`; Math.random unless told. */
  readonly random?: () => number;
}
export interface CompileOptions {
  readonly name: string;
  readonly origin?: SourceOrigin;
  /** dbt's native rendering for YAML values (`renderNative`). */
  readonly native?: boolean;
}
export interface RenderOptions {
  readonly undefined?: UndefinedMode;
  /** Shared by a render and the macros bound for it, so that marks nest. */
  readonly marks?: MarkRecorder;
}
export interface BindOptions extends RenderOptions {
  readonly mode: "sync" | "async";
}
export interface Marked {
  readonly text: string;
  readonly marks: Marks;
}
export declare class MarkRecorder {}
/** Which place of which template each stretch of an output came from. */
export declare class Marks {
  /** The places behind an offset of the output, innermost first. */
  locate(offset: number): Frame[];
}
export declare class Environment {
  constructor(options?: EnvironmentOptions);
  /** @throws JinjaError TemplateSyntaxError with its place */
  compile(source: string, options: CompileOptions): Template;
}
export declare class Template {
  readonly name: string;
  readonly ast: object;
  render(context: RenderContext, options?: RenderOptions): string;
  renderAsync(context: RenderContext, options?: RenderOptions): Promise<string>;
  renderMarked(context: RenderContext, options?: RenderOptions): Marked;
  renderMarkedAsync(context: RenderContext, options?: RenderOptions): Promise<Marked>;
  renderNative(context: RenderContext, options?: RenderOptions): Value;
  macro(name: string): CompiledMacro | undefined;
}
export interface CompiledMacro {
  readonly name: string;
  readonly argumentNames: readonly string[];
  bind(context: RenderContext, options: BindOptions): Callable;
}
export interface Block {
  readonly tag: string;
  readonly name: string;
  /** From the start tag to the end of the end tag. */
  readonly fullText: string;
  /** Between the two tags. */
  readonly contents: string;
  /** Offsets in the source: of fullText and of contents. */
  readonly start: number;
  readonly end: number;
  readonly contentsStart: number;
}
/** The top-level blocks of a file. @throws JinjaError with its place for unclosed and misplaced blocks */
export declare function extractBlocks(source: string, options: { file: string; tags: readonly string[] }): Block[];
/** The text between and around the blocks, in order. */
export declare function textOutsideBlocks(source: string, blocks: readonly Block[]): { text: string; start: number }[];
export interface FoundCall {
  /** Dotted callee, e.g. ["adapter", "dispatch"]; null when it is not a plain dotted name. */
  readonly path: readonly string[] | null;
  /** Values of constant positional arguments; JS undefined for the others. */
  readonly args: readonly (Value | undefined)[];
  readonly kwargs: Readonly<Record<string, Value | undefined>>;
  /** False when `*args` or `**kwargs` were given. */
  readonly complete: boolean;
  readonly start: number;
  readonly end: number;
}
export declare function findCalls(ast: object): FoundCall[];
export declare function undeclaredNames(ast: object): Set<string>;
export declare function pyStr(value: Value): string;
export declare function pyRepr(value: Value): string;
export declare function isTruthy(value: Value): boolean;
export declare function pyEquals(a: Value, b: Value): boolean;
export declare function pyCompare(a: Value, b: Value): number;
export declare function pyTypeName(value: Value): string;
export declare function pyIterate(value: Value): Iterable<Value>;
export declare function pyLen(value: Value): number;
/** Plain JSON to values: integers become int, other numbers float. */
export declare function toValue(json: unknown): Value;
/** Values to what JSON.stringify can print. */
export declare function fromValue(value: Value): unknown;
/** Python's json.dumps. */
export declare function jsonDumps(value: Value, options?: { sortKeys?: boolean; indent?: number }): string;
/** The text of a str or Markup; JS undefined for everything else. */
export declare function asString(value: Value | undefined): string | undefined;
export declare function getAttribute(object: Value, name: string): Value;
export declare function getItem(object: Value, key: Value): Value;
export declare function callMethod(object: Value, name: string, args?: Value[], kwargs?: Kwargs | null): Value | Promise<Value>;
export declare function callValue(callee: Value, args?: Value[], kwargs?: Kwargs | null): Value | Promise<Value>;
/** `namespace()` of Jinja2: the only thing `set ns.x = …` may write to. */
export declare class Namespace extends PyObject {
  readonly pyTypeName: string;
  readonly attributes: PyDict;
}
