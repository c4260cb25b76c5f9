/** What `adapter` can do while parsing and running alike: dbt's database wrapper. */
import { asString, PyObject, pyStr, pyTypeName, type Callable, type Value } from "@tsmodel/jinja";
import { fail } from "../../errors/tsmodel-error.ts";
import { findMethod, pyFunction } from "../../template/python/function.ts";
import type { NodeContext } from "../node-context.ts";
import type { PureScope } from "./adapter-scope.ts";
import { BehaviorFlags } from "./behavior-flags.ts";
import { pureMethods } from "./pure-methods.ts";

export abstract class BaseAdapter extends PyObject {
  abstract override readonly pyTypeName: string;
  protected readonly context: NodeContext;
  protected readonly pure: PureScope;
  private readonly members: Map<string, Value> = new Map();

  constructor(context: NodeContext, pure: PureScope) {
    super();
    this.context = context;
    this.pure = pure;
  }

  /** Methods of this phase. */
  protected abstract findPhaseMethod(name: string): Value | undefined;

  override pyGetAttr(name: string): Value | undefined {
    let member = this.members.get(name);
    if (member === undefined) {
      member = this.makeMember(name);
      if (member !== undefined) this.members.set(name, member);
    }
    return member;
  }

  private makeMember(name: string): Value | undefined {
    const { shared } = this.pure;
    if (name === "Relation") return shared.relationApi;
    if (name === "type") return pyFunction("type", [], () => shared.project.profile.plugin.type);
    if (name === "dispatch") return this.dispatch;
    if (name === "behavior") return new BehaviorFlags(shared);
    return this.findPhaseMethod(name) ?? findMethod(pureMethods, this.pure, name);
  }

  /** @throws TsmodelError dispatch-not-found, dispatch-name-dotted, dispatch-namespace-invalid */
  private readonly dispatch: Callable = pyFunction(
    "dispatch",
    ["macro_name", "macro_namespace?", "packages?"],
    (name: Value, namespace: Value | undefined, packages: Value | undefined) => {
      const text = pyStr(name);
      if ((packages ?? null) !== null) throw fail("dispatch-packages-argument", { name: text });
      const place = asString(namespace ?? null) ?? null;
      if (place === null && (namespace ?? null) !== null)
        throw fail("dispatch-namespace-invalid", { type: pyTypeName(namespace!), value: pyStr(namespace!) });
      return this.context.bind(this.context.dispatch(text, place));
    },
  );
}
