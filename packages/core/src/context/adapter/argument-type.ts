import { pyStr, pyTypeName, type Value } from "@tsmodel/jinja";
import { fail, type TsmodelError } from "../../errors/tsmodel-error.ts";
import { Relation } from "../../template/relation/relation.ts";

/** "'adapter.x' expects argument 'y' to be of type 'z', instead got …" */
export function argumentType(
  methodName: string,
  argument: string,
  expected: string,
  got: Value,
): TsmodelError {
  return fail("adapter-argument-type", {
    method: methodName,
    argument,
    expected,
    got: pyStr(got),
    type: pyTypeName(got),
  });
}

/** @throws TsmodelError adapter-argument-type */
export function toRelation(methodName: string, argument: string, value: Value): Relation {
  if (value instanceof Relation) return value;
  throw argumentType(methodName, argument, "Relation", value);
}
