/**
 * What a dashboard file may hold, as data: one description from which files are checked and the JSON Schema for
 * editors is written.
 */
export type Shape =
  | {
      readonly type: "text";
      readonly choices?: readonly string[];
      readonly pattern?: RegExp;
      readonly example?: string;
    }
  | {
      readonly type: "number";
      readonly minimum?: number;
      readonly maximum?: number;
      readonly whole?: boolean;
    }
  | { readonly type: "boolean" }
  | { readonly type: "constant"; readonly value: string | number | boolean }
  | { readonly type: "list"; readonly of: Shape; readonly minimum?: number }
  | { readonly type: "map"; readonly of: Shape; readonly noun: string }
  | ObjectShape
  | { readonly type: "tagged"; readonly noun: string; readonly tags: { readonly [key: string]: ObjectShape } }
  | { readonly type: "either"; readonly of: readonly Shape[] };

export interface ObjectShape {
  readonly type: "object";
  /** e.g. "a query" */
  readonly noun: string;
  readonly keys: { readonly [key: string]: Field };
}

export interface Field {
  readonly shape: Shape;
  readonly about: string;
  readonly required?: boolean;
}

export const text = (
  rest: { choices?: readonly string[]; pattern?: RegExp; example?: string } = {},
): Shape => ({ type: "text", ...rest });
export const number = (rest: { minimum?: number; maximum?: number; whole?: boolean } = {}): Shape => ({
  type: "number",
  ...rest,
});
export const boolean: Shape = { type: "boolean" };
export const constant = (value: string | number | boolean): Shape => ({ type: "constant", value });
export const list = (of: Shape, minimum?: number): Shape => ({ type: "list", of, minimum });
export const map = (noun: string, of: Shape): Shape => ({ type: "map", of, noun });
export const object = (noun: string, keys: ObjectShape["keys"]): ObjectShape => ({
  type: "object",
  noun,
  keys,
});
export const either = (...of: readonly Shape[]): Shape => ({ type: "either", of });
export const field = (shape: Shape, about: string): Field => ({ shape, about });
export const required = (shape: Shape, about: string): Field => ({ shape, about, required: true });
