/** Errors of the template engine in our own words and with the user's files, for all rooms that render templates. */
import { ControlFlow, JinjaError, traceOf, type ErrorKind, type Frame } from "@tsmodel/jinja";
import { didYouMean } from "../errors/messages/error-text.ts";
import type { Location } from "../errors/location.ts";
import { fail, TsmodelError, TsmodelErrors, type ErrorOptions } from "../errors/tsmodel-error.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { filterNames, tagNames, testNames } from "./template-names.ts";

export interface TemplatePlaces {
  /** The text of a file as frames name it. */
  readonly textOf: (file: string) => string | undefined;
  /** Whether a file is ours, not the user's: its frames are left out. */
  readonly isInternal?: (file: string) => boolean;
  readonly node?: ErrorOptions["node"];
  /** The nearest known name, for names that are undefined. */
  readonly nearest?: (name: string) => string | undefined;
  /** A macro's head as its author wrote it, e.g. "euros(column, digits=2)". */
  readonly signature?: (macro: string) => string | undefined;
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
  if (SYNTAX.has(error.kind)) return fail("template-syntax", { message, hint: syntaxHint(message) }, options);
  if (error.kind !== "UndefinedError") {
    const signature = signatureOf(message, places);
    // dbt compiles macros under this name, and shows it.
    const shown = signature === undefined ? message : message.replace(/^macro '/, "macro 'dbt_macro__");
    return fail("template-failed", { message: shown, kind: error.kind, signature }, options);
  }
  const name = /^'([^']+)' is undefined/.exec(message)?.[1];
  return fail(
    "template-undefined",
    { message, name, nearest: name === undefined ? undefined : places.nearest?.(name) },
    options,
  );
}

/** The head of the macro that was called with arguments it does not take. */
function signatureOf(message: string, places: TemplatePlaces): string | undefined {
  const macro = /^macro '(\w+)' (?:takes|got|was not)/.exec(message)?.[1];
  return macro === undefined ? undefined : places.signature?.(macro);
}

function syntaxHint(message: string): string | undefined {
  const [, kind, name] = /^No (filter|test) named '(\w+)'/.exec(message) ?? [];
  if (name !== undefined)
    return didYouMean(findNearestName(name, kind === "filter" ? filterNames : testNames));
  const tag = /^Encountered unknown tag '(\w+)'/.exec(message)?.[1];
  if (tag !== undefined) {
    const expected = [...message.matchAll(/'(\w+)'/g)]
      .map((match) => match[1]!)
      .filter((word) => word !== tag);
    return didYouMean(findNearestName(tag, [...expected, ...tagNames]));
  }
  if (/^expected token 'end of (?:print statement|statement block)'/.test(message))
    return message.includes("print statement") ? 'is "}}" missing before it?' : 'is "%}" missing before it?';
  return undefined;
}

/** Templates that stand in no file (test arguments, rendered hooks) go by a bare name. */
const isFile = (name: string): boolean => /[./]/.test(name);

/** The places an error passed through, innermost first, in the user's files; lines of built-in macros help nobody. */
export function locationsOf(
  frames: readonly Frame[],
  places: Pick<TemplatePlaces, "textOf" | "isInternal">,
): Location[] {
  const inFiles = frames.filter((frame) => isFile(frame.file));
  return inFiles
    .filter((frame) => !places.isInternal?.(frame.file))
    .map((frame) => ({
      file: frame.file,
      line: frame.line,
      column: frame.column,
      endColumn: frame.endColumn,
      text: places.textOf(frame.file),
      name: frame.name,
    }));
}
