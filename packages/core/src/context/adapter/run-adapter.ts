/** `adapter` of a running node: the adapter's own methods, then core's. */
import type { PyObject, Value } from "@tsmodel/jinja";
import { findMethod } from "../../template/python/function.ts";
import type { AdapterScope, OwnMethods } from "./adapter-scope.ts";
import { BaseAdapter } from "./base-adapter.ts";
import { runMethods } from "./run-methods.ts";
import { runningMethods } from "./template-host.ts";

export function createRunAdapter(scope: AdapterScope): PyObject {
  return new RunAdapter(scope);
}

class RunAdapter extends BaseAdapter {
  readonly pyTypeName: string = "RuntimeDatabaseWrapper";
  private readonly scope: AdapterScope;
  private own: OwnMethods | undefined;

  constructor(scope: AdapterScope) {
    super(scope.context, scope);
    this.scope = scope;
  }

  /** Most nodes only ask for `dispatch`, which is not one of them. */
  protected override findPhaseMethod(name: string): Value | undefined {
    this.own ??= runningMethods(this.scope);
    return Object.hasOwn(this.own, name) ? this.own[name] : findMethod(runMethods, this.scope, name);
  }
}
