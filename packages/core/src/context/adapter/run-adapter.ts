/** `adapter` of a running node: the adapter's own methods, then core's. */
import type { PyObject, Value } from "@tsmodel/jinja";
import { findMethod } from "../../template/python/function.ts";
import type { AdapterScope, OwnMethods } from "./adapter-scope.ts";
import { BaseAdapter } from "./base-adapter.ts";
import { runMethods } from "./run-methods.ts";

export function createRunAdapter(scope: AdapterScope): PyObject {
  return new RunAdapter(scope);
}

class RunAdapter extends BaseAdapter {
  readonly pyTypeName: string = "RuntimeDatabaseWrapper";
  private readonly scope: AdapterScope;
  private readonly own: OwnMethods;

  constructor(scope: AdapterScope) {
    super(scope.context, scope);
    this.scope = scope;
    this.own = ownMethods(scope);
  }

  protected override findPhaseMethod(name: string): Value | undefined {
    return Object.hasOwn(this.own, name) ? this.own[name] : findMethod(runMethods, this.scope, name);
  }
}

function ownMethods({ shared, node, connection, callMacro }: AdapterScope): OwnMethods {
  const { profile, root } = shared.project;
  return profile.plugin.dialect.templateMethods?.({
    credentials: profile.credentials,
    executing: true,
    query: (sql) => connection.query({ sql, fetch: true }),
    begin: () => connection.begin(),
    callMacro: (name, kwargs) => callMacro(name, kwargs as { readonly [name: string]: Value }),
    projectRoot: root.root,
    warn: (message) => shared.warn({ name: "AdapterEventWarning", code: "E003", message, node }),
    node,
    memory: shared.adapterMemory,
    createColumn: (column, dtype) => shared.columnClass.create({ column, dtype }),
  }) ?? {};
}
