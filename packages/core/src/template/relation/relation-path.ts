import type { Value } from "@tsmodel/jinja";
import { asString, isTruthy, PyObject, pyRepr, pyStr, Undefined } from "@tsmodel/jinja";
import type { QuotePolicy } from "../../adapter/adapter.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { Methods } from "../python/function.ts";
import { findMethod, method, typeError } from "../python/function.ts";

export interface RelationPath {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string | null;
}

export type PathPart = keyof RelationPath;
export const pathParts: readonly PathPart[] = ["database", "schema", "identifier"];

/** A part of a path that came from a template. @throws TsmodelError relation-path-invalid for anything but text and None */
export function toPathPart(part: PathPart, value: Value | undefined): string | null {
  if (value === undefined || value === null) return null;
  const text = asString(value);
  if (text === undefined)
    throw fail("relation-path-invalid", {
      part,
      value: value instanceof Undefined ? "undefined" : pyStr(value),
    });
  return text;
}

/** A path's parts by name. @throws JinjaError TypeError for other names, TsmodelError relation-path-invalid */
export function pathFrom(parts: { readonly [name: string]: Value }, what: string): Partial<RelationPath> {
  const path: { -readonly [part in PathPart]?: string | null } = {};
  for (const name of Object.keys(parts)) {
    if (!pathParts.includes(name as PathPart))
      throw typeError(`${what}() got an unexpected keyword argument '${name}'`);
    path[name as PathPart] = toPathPart(name as PathPart, parts[name]);
  }
  return path;
}

/** A policy's parts; those that are None are left out. */
export function policyFrom(parts: { readonly [name: string]: Value | undefined }): Partial<QuotePolicy> {
  return Object.fromEntries(
    pathParts.filter((part) => (parts[part] ?? null) !== null).map((part) => [part, isTruthy(parts[part]!)]),
  );
}

/** `relation.path`, `relation.quote_policy` and `relation.include_policy` as templates see them: read only. */
export class PartsObject extends PyObject {
  readonly pyTypeName: string;
  private readonly parts: RelationPath | QuotePolicy;

  constructor(typeName: "Path" | "Policy", parts: RelationPath | QuotePolicy) {
    super();
    this.pyTypeName = typeName;
    this.parts = parts;
  }

  override pyGetAttr(name: string): Value | undefined {
    return Object.hasOwn(this.parts, name)
      ? this.parts[name as PathPart]
      : findMethod(partMethods, this, name);
  }
  override pyGetItem(key: Value): Value | undefined {
    return typeof key === "string" ? this.pyGetAttr(key) : undefined;
  }
  override pyBool(): boolean {
    return true;
  }
  override pyRepr(): string {
    return `${this.pyTypeName}(${pathParts.map((part) => `${part}=${pyRepr(this.parts[part])}`).join(", ")})`;
  }
  override pyEquals(other: Value): boolean {
    return (
      other instanceof PartsObject &&
      other.pyTypeName === this.pyTypeName &&
      pathParts.every((part) => other.parts[part] === this.parts[part])
    );
  }
}

const partMethods: Methods<PartsObject> = {
  get_part: method(["key"], (self, key: Value) => self.pyGetItem(key) ?? null),
  get_lowered_part: method(["key"], (self, key: Value) => {
    const part = self.pyGetItem(key) ?? null;
    return typeof part === "string" ? part.toLowerCase() : part;
  }),
  get: method(
    ["key", "default?"],
    (self, key: Value, fallback?: Value) => self.pyGetItem(key) ?? fallback ?? null,
  ),
};
