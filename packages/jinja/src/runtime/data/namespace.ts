/** `namespace()`: the only thing `{% set ns.name = … %}` may write to. */

import { PyDict } from "./dict.ts";
import { updateDict } from "../methods/collection-methods.ts";
import { pyRepr } from "../text.ts";
import type { Callable, Value } from "./values.ts";
import { PyObject } from "./values.ts";

export class Namespace extends PyObject {
  readonly pyTypeName = "Namespace";
  override readonly pyModule = "jinja2.utils";
  readonly attributes: PyDict;

  constructor(attributes: PyDict) {
    super();
    this.attributes = attributes;
  }

  override pyGetAttr(name: string): Value | undefined {
    return this.attributes.get(name);
  }

  override pyRepr(): string {
    return `<Namespace ${pyRepr(this.attributes)}>`;
  }
}

/** The `namespace` global. */
export const namespaceFunction: Callable = (args, kwargs) => {
  const attributes = new PyDict();
  updateDict(attributes, "dict", args, kwargs);
  return new Namespace(attributes);
};
namespaceFunction.pyRepr = "<class 'jinja2.utils.Namespace'>";
