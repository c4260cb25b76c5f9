/**
 * Errors of the template engine: what went wrong in Python's words, and through which places of which templates it came.
 */

/** One place in one template that an error passed through. Lines and columns count from 1, in UTF-16 units. */
export interface Frame {
  /** The user's file, e.g. "models/orders.sql"; the template's name when it has no file. */
  readonly file: string;
  /** The template or macro that was running, e.g. "orders" or "generate_schema_name". */
  readonly name: string;
  /** Offset in the file's text. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** First column after the place, when it ends on the same line. */
  readonly endColumn?: number;
}

/** "TemplateSyntaxError", "UndefinedError", "SecurityError" and the other names of Jinja2, or the name of a Python exception. */
export type ErrorKind =
  | "TemplateSyntaxError"
  | "TemplateAssertionError"
  | "TemplateRuntimeError"
  | "FilterArgumentError"
  | "UndefinedError"
  | "SecurityError"
  | "TypeError"
  | "ValueError"
  | "KeyError"
  | "IndexError"
  | "AttributeError"
  | "ZeroDivisionError"
  | "OverflowError"
  | "MemoryError"
  | "AssertionError"
  | "RuntimeError"
  | "RecursionError"
  | "UnicodeError"
  | "LookupError"
  | "JinjaRenderingError";

/** An error of a template, worded as Jinja2 and Python word it. */
export class JinjaError extends Error {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string, trace: readonly Frame[] = []) {
    super(message);
    this.name = kind;
    this.kind = kind;
    for (const frame of trace) addFrame(this, frame);
  }

  /** The places the error passed through, innermost first. */
  get trace(): readonly Frame[] {
    return traceOf(this);
  }
}

/** Thrown to leave a macro on purpose (dbt's `return`): passed through untouched, no trace is kept. */
export class ControlFlow {}

const traces = new WeakMap<object, Frame[]>();

/** The template frames an error crossed, innermost first; empty when it never was inside a template. */
export function traceOf(error: unknown): readonly Frame[] {
  return (typeof error === "object" && error !== null && traces.get(error)) || [];
}

/** Adds the next outer frame to an error's trace. */
export function addFrame(error: object, frame: Frame): void {
  const frames = traces.get(error);
  if (frames === undefined) {
    traces.set(error, [frame]);
    return;
  }
  const last = frames.at(-1);
  // A macro that calls itself without end is one frame.
  if (
    last !== undefined &&
    last.offset === frame.offset &&
    last.file === frame.file &&
    last.name === frame.name
  )
    return;
  if (frames.length < maximumFrames) frames.push(frame);
}

/** Deep recursion would otherwise keep thousands of equal frames. */
const maximumFrames = 100;

/** Throws a JinjaError; for the end of expressions. */
export function raise(kind: ErrorKind, message: string): never {
  throw new JinjaError(kind, message);
}
