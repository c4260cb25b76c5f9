import type { Environment, RenderContext, Value } from "@tsmodel/jinja";
import { PyObject } from "@tsmodel/jinja";

/** Project variables as one node or file sees them. Values are raw: strings are rendered by `var()`. */
export interface VarProvider {
  get(name: string): Value | undefined;
  has(name: string): boolean;
  /** What the "not found" error lists. */
  all?(): { readonly [name: string]: unknown };
}

export interface VarOptions {
  readonly environment: Environment;
  readonly vars: VarProvider;
  /** Renders string values. */
  readonly context: RenderContext;
  /** False: missing variables are None. */
  readonly required?: boolean;
  readonly node?: { readonly resource_type: string; readonly name: string; readonly package_name: string; readonly original_file_path: string };
}

/** `var(name, default)` and `var.has_var(name)`. */
export declare class VarObject extends PyObject {
  readonly pyTypeName: string;
  constructor(options: VarOptions);
}
