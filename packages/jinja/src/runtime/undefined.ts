/** Raising for undefined values. */

import { JinjaError } from "../error.ts";
import { pyReprString } from "./string/string-repr.ts";
import { asString, pyRepr } from "./text.ts";
import { ownerName } from "./type-name.ts";
import { Undefined } from "./data/values.ts";

/** What raising for this undefined value says. */
export function undefinedMessage(value: Undefined): string {
  if (value.hint !== undefined) return value.hint;
  const name = value.firstName ?? null;
  const { owner } = value;
  if (owner === undefined) return `${pyRepr(name)} is undefined`;
  if (asString(name) === undefined) return `${ownerName(owner)} has no element ${pyRepr(name)}`;
  return `${pyReprString(ownerName(owner))} has no attribute ${pyRepr(name)}`;
}

export function undefinedError(value: Undefined): JinjaError {
  return new JinjaError(value.kind, undefinedMessage(value));
}

/** Raises when the value is undefined. */
export function requireDefined(value: unknown): void {
  if (value instanceof Undefined) throw undefinedError(value);
}
