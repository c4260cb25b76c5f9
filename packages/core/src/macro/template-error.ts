/** Errors of the template engine in our own words and with the user's files, for all rooms that render templates. */
import { ControlFlow, JinjaError, traceOf, type ErrorKind, type Frame } from "@tsmodel/jinja";
import type { Location } from "../errors/location.ts";
import { fail, TsmodelError, TsmodelErrors, type ErrorOptions } from "../errors/tsmodel-error.ts";

export interface TemplatePlaces {
  /** The text of a file as frames name it. */
  readonly textOf: (file: string) => string | undefined;
  /** Whether a file is ours, not the user's: its frames are left out while there are others. */
  readonly isInternal?: (file: string) => boolean;
  readonly node?: ErrorOptions["node"];
  /** The nearest known name, for names that are undefined. */
  readonly nearest?: (name: string) => string | undefined;
}

/** What a template threw, with its places. Anything that is no template's fault comes back as "internal-error". */
export function templateError(error: unknown, places: TemplatePlaces): TsmodelError | TsmodelErrors {
  if (error instanceof TsmodelErrors) return error;
  const at = locationsOf(traceOf(error), places);
  if (error instanceof TsmodelError) {
    if (error.at.length === 0) error.at = at;
    error.node ??= places.node;
    return error;
  }
  const options: ErrorOptions = { at, node: places.node, cause: error };
  if (error instanceof JinjaError) return jinjaError(error, places, options);
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return fail("template-recursion", undefined, options);
  if (error instanceof ControlFlow) return fail("return-outside-macro", undefined, options);
  return fail("internal-error", { message: error instanceof Error ? error.message : String(error) }, options);
}

const SYNTAX: ReadonlySet<ErrorKind> = new Set(["TemplateSyntaxError", "TemplateAssertionError"]);

function jinjaError(error: JinjaError, places: TemplatePlaces, options: ErrorOptions): TsmodelError {
  const { message } = error;
  if (error.kind === "RecursionError") return fail("template-recursion", undefined, options);
  if (SYNTAX.has(error.kind)) return fail("template-syntax", { message }, options);
  if (error.kind !== "UndefinedError") return fail("template-failed", { message, kind: error.kind }, options);
  const name = /^'([^']+)' is undefined/.exec(message)?.[1];
  return fail(
    "template-undefined",
    { message, name, nearest: name === undefined ? undefined : places.nearest?.(name) },
    options,
  );
}

/** Templates that stand in no file (test arguments, rendered hooks) go by a bare name. */
const isFile = (name: string): boolean => /[./]/.test(name);

/** The places an error passed through, innermost first, in the user's files. */
export function locationsOf(
  frames: readonly Frame[],
  places: Pick<TemplatePlaces, "textOf" | "isInternal">,
): Location[] {
  const inFiles = frames.filter((frame) => isFile(frame.file));
  const own = inFiles.filter((frame) => !places.isInternal?.(frame.file));
  return (own.length > 0 ? own : inFiles).map((frame) => ({
    file: frame.file,
    line: frame.line,
    column: frame.column,
    endColumn: frame.endColumn,
    text: places.textOf(frame.file),
    name: frame.name,
  }));
}
