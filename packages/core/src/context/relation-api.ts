/** `api.Relation` and `adapter.Relation`: the adapter's relation class with the project's quoting as default. */
import { PyDict, PyObject, type Callable, type Kwargs, type Value } from "@tsmodel/jinja";
import type { QuotePolicy } from "../adapter/adapter.ts";
import type { RelationClass } from "../template/relation/relation-class.ts";

export class RelationApi extends PyObject {
  readonly pyTypeName: string = "RelationProxy";
  private readonly relationClass: RelationClass;
  private readonly quoting: QuotePolicy;

  constructor(relationClass: RelationClass, quoting: QuotePolicy) {
    super();
    this.relationClass = relationClass;
    this.quoting = quoting;
  }

  override pyGetAttr(name: string): Value | undefined {
    const member = this.relationClass.pyGetAttr(name);
    return name === "create" && typeof member === "function" ? this.withQuoting(member) : member;
  }

  private withQuoting(create: Callable): Callable {
    return (args: Value[], kwargs: Kwargs | null) => {
      const policy = PyDict.fromRecord({ ...this.quoting });
      const given = kwargs?.["quote_policy"];
      if (given instanceof PyDict) for (const [key, value] of given.entries()) policy.set(key, value);
      return create(args, { ...kwargs, quote_policy: policy });
    };
  }
}
