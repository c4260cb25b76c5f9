import type { Marks } from "@tsmodel/jinja";
import type { TsmodelError } from "../errors/tsmodel-error.ts";
import type { ContextNode } from "./parse-context.ts";
import type { SharedContext } from "./shared-context.ts";

export interface ErrorPlace {
  readonly shared: SharedContext;
  readonly node?: ContextNode;
  /** The compiled SQL the database saw, with where its parts came from. */
  readonly compiled?: { readonly text: string; readonly marks: Marks };
}

/** Any error that came out of a template or the database, worded for the user, with its places. */
export declare function toTsmodelError(error: unknown, place: ErrorPlace): TsmodelError;
