/** `adapter` while parsing: methods that would ask the database answer as dbt's parse-time stand-ins do. */
import { PyObject, Tuple, type Callable, type Value } from "@tsmodel/jinja";
import { ResultTable } from "../../template/table/result-table.ts";
import type { ContextNode } from "../context-node.ts";
import type { NodeContext } from "../node-context.ts";
import type { OwnMethods } from "./adapter-scope.ts";
import { BaseAdapter } from "./base-adapter.ts";
import { runMethodNames } from "./run-methods.ts";
import { parsingMethods } from "./template-host.ts";

export function createParseAdapter(context: NodeContext & { readonly node: ContextNode }): PyObject {
  return new ParseAdapter(context, { shared: context.shared, node: context.node });
}

const nothing = (): Value => null;
const list = (): Value => [];
const no = (): Value => false;
const emptyResult = (): Value => new Tuple(["", ResultTable.empty()]);
const emptyText = (): Value => "";

/** Answers that are not None. */
const STAND_INS: { readonly [name: string]: () => Value } = {
  execute: emptyResult,
  get_partitions_metadata: emptyResult,
  add_query: () => new Tuple([null, null]),
  check_schema_exists: no,
  already_exists: no,
  get_columns_in_relation: list,
  get_columns_in_table: list,
  get_missing_columns: list,
  get_column_schema_from_query: list,
  cache_added: emptyText,
  cache_dropped: emptyText,
  cache_renamed: emptyText,
};

class ParseAdapter extends BaseAdapter {
  readonly pyTypeName: string = "ParseDatabaseWrapper";
  private own: OwnMethods | undefined;

  protected override findPhaseMethod(name: string): Value | undefined {
    if (Object.hasOwn(STAND_INS, name)) return STAND_INS[name];
    if (runMethodNames.has(name)) return nothing;
    this.own ??= parsingMethods(this.pure);
    return Object.hasOwn(this.own, name) ? withoutPromises(this.own[name]!) : undefined;
  }
}

/** Parsing is synchronous: what an adapter can only answer by waiting is None. */
function withoutPromises(method: Callable): Callable {
  return (args, kwargs) => {
    const result = method(args, kwargs);
    if (!(result instanceof Promise)) return result;
    result.catch(() => undefined);
    return null;
  };
}
