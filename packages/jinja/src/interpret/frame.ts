/** What an interpreted template runs in, and the shapes of its parts: closures over the syntax tree. */

import type { Marks, MarkRecorder } from "../marks.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Value } from "../runtime/data/values.ts";
import type { CallLog } from "./call-log.ts";

/** One render. */
export interface Frame {
  readonly runtime: Runtime;
  /** Variables by slot; undefined where a name has not been set. */
  readonly slots: (Value | undefined)[];
  /** What has been printed so far. */
  output: string;
  /** The place in the template's text that an error belongs to. */
  start: number;
  end: number;
  /** Where positions of the output are recorded; null when they are not, as inside `{% set %}` blocks. */
  marks: Marks | null;
  readonly recorder: MarkRecorder | null;
  /** The calls of the expression that is evaluated; null where a Promise is an error. */
  readonly calls: CallLog | null;
}

export type Evaluate = (frame: Frame) => Value;
export type Decide = (frame: Frame) => boolean;
export type Print = (frame: Frame) => string;
/** A Promise where something is waited for. */
export type Run = (frame: Frame) => Promise<void> | undefined;

/** Thrown while closures are made, for what is left to the code generator. */
export const notInterpreted: unique symbol = Symbol("not interpreted");

/** Leaves the template to the code generator. */
export function leaveToCodegen(): never {
  throw notInterpreted;
}
