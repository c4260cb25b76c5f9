/** dbt's `validation`: makes checks for `config.get(…, validator=…)`. */
import type { Callable, Kwargs, Value } from "@tsmodel/jinja";
import { PyDict, pyEquals, PyObject, pyStr, Tuple, Undefined } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import { pyFunction } from "./python/function.ts";

/** `validation`: a dict whose only member is `any`. */
export function createValidation(): PyDict {
  return PyDict.of([["any", new AnyValidator()]]);
}

/**
 * `any('a', 'b')` makes a check for one of these values. `any[list, basestring]` is written in many packages, but
 * templates have no names for types: what it makes accepts everything.
 */
class AnyValidator extends PyObject {
  readonly pyTypeName: string = "function";

  override pyCall(args: Value[], _kwargs: Kwargs | null): Value {
    return oneOf(args);
  }
  override pyGetItem(key: Value): Value {
    return oneOf(key instanceof Tuple ? key.items : [key]);
  }
}

function oneOf(allowed: readonly Value[]): Callable {
  return pyFunction("inner", ["value"], (value: Value) => {
    const accepted = allowed.some((item) => item instanceof Undefined || pyEquals(value, item));
    if (!accepted)
      throw fail("validation-failed", { value: pyStr(value), allowed: allowed.map(pyStr).join(",") });
    return null;
  });
}
