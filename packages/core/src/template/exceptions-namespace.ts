import type { Value } from "@tsmodel/jinja";
import { PyObject } from "@tsmodel/jinja";
import type { ErrorOptions } from "../errors/tsmodel-error.ts";
import type { Location } from "../errors/location.ts";
import type { Report } from "../events/event.ts";

export interface ExceptionsInput {
  readonly report: Report;
  /** The node that is rendered: added to every error. */
  readonly node?: ErrorOptions["node"];
  /** Innermost place first. Left out, the frames the engine adds to the error are all there is. */
  readonly places?: () => readonly Location[];
  readonly scrub?: (text: string) => string;
}

/** dbt's `exceptions`: every function raises a TsmodelError, `warn` reports. */
export declare class ExceptionsNamespace extends PyObject {
  readonly pyTypeName: string;
  constructor(input: ExceptionsInput);
  override pyGetAttr(name: string): Value | undefined;
}
export declare function exceptionsNamespace(input: ExceptionsInput): ExceptionsNamespace;
