import { codeFrame } from "@tsmodel/jinja";
import type { ErrorLabel } from "./error-label.ts";
import type { Location } from "./location.ts";
import { messages } from "./messages.ts";

export type { ErrorLabel } from "./error-label.ts";

export type MessageCode = keyof typeof messages;
export type MessageArgs<C extends MessageCode> = Parameters<(typeof messages)[C]>[0];

export interface ErrorOptions {
  /** Innermost place first: the macro's line, then the call that led there. */
  readonly at?: readonly Location[];
  readonly cause?: unknown;
  readonly label?: ErrorLabel;
  /** The resource the error belongs to: gives "in model x (path)". */
  readonly node?: { readonly resource_type: string; readonly name: string; readonly original_file_path: string };
}

/**
 * An error of the user's project, command or database: a code from the catalog, a sentence, a place, a hint.
 * Anything else that is thrown is a bug of ours.
 */
export class TsmodelError extends Error {
  readonly code: string;
  readonly label: ErrorLabel;
  readonly hint: string | undefined;
  at: readonly Location[];
  node: ErrorOptions["node"];
  /** A warning that was to be an error. */
  isRaisedWarning: boolean = false;

  constructor(code: string, text: { message: string; hint?: string; label?: ErrorLabel }, options: ErrorOptions = {}) {
    super(text.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TsmodelError";
    this.code = code;
    this.label = options.label ?? text.label ?? "Compilation";
    this.hint = text.hint;
    this.at = options.at ?? [];
    this.node = options.node;
  }

  /** A warning that --warn-error makes an error: dbt shows them all as errors of compilation. */
  asRaisedWarning(): TsmodelError {
    const { code, message, hint, at, node } = this;
    const raised = new TsmodelError(code, { message, hint, label: "Compilation" }, { at, node, cause: this.cause });
    raised.isRaisedWarning = true;
    return raised;
  }

  /** The same under another label: dbt tells what a profile's templates raise as a runtime error. */
  withLabel(label: ErrorLabel): TsmodelError {
    const { code, message, hint, at, node } = this;
    return new TsmodelError(code, { message, hint, label }, { at, node, cause: this.cause });
  }

  /** dbt's own shape: the label with the resource, then the indented message. */
  describe(): string {
    const where = this.node ? ` in ${this.node.resource_type} ${this.node.name} (${this.node.original_file_path})` : "";
    // What dbt's schemas refuse has no label there.
    if (this.label === "Validation") return `${this.message}${where && `\n ${where}`}`;
    return [`${this.label} Error${where}`, ...this.message.split("\n").map((line) => `  ${line}`)].join("\n");
  }

  /** `describe()`, then what is ours: the frames and the hint. */
  render(): string {
    return [this.describe(), ...this.frames(), ...(this.hint ? [`  ${this.hint}`] : [])].join("\n");
  }

  /** One block for each place: `file:line:column` and the excerpt. */
  frames(): string[] {
    return this.at.slice(0, 3).map((place) => {
      const head = `  ${place.file}:${place.line}:${place.column}${place.name ? ` (${place.name})` : ""}`;
      if (place.text === undefined) return head;
      const { line, column, endColumn, textLine } = place;
      const frame = codeFrame(place.text, { line, column, endColumn }, { firstLine: textLine });
      return `${head}\n${frame.split("\n").map((line) => `    ${line}`).join("\n")}`;
    });
  }

  toJSON(): object {
    return { code: this.code, label: this.label, message: this.message, hint: this.hint, at: this.at.map(({ text: _, textLine: __, ...place }) => place), node: this.node?.name };
  }
}

/** Builds an error of the catalog: `fail("ref-not-found", { model, ref, nearest })`. */
export function fail<C extends MessageCode>(code: C, args: MessageArgs<C>, options: ErrorOptions = {}): TsmodelError {
  const build = messages[code] as (args: MessageArgs<C>) => { message: string; hint?: string; label?: ErrorLabel };
  return new TsmodelError(code, build(args), options);
}

/** Several independent errors found in one pass (every broken YAML file, every unresolved ref). */
export class TsmodelErrors extends Error {
  readonly errors: readonly TsmodelError[];
  constructor(errors: readonly TsmodelError[]) {
    super(errors.map((error) => error.message).join("\n"));
    this.name = "TsmodelErrors";
    this.errors = errors;
  }
}
