import type { Callable, Value } from "@tsmodel/jinja";
import type { Connection } from "../connection.ts";
import type { ContextNode } from "../context-node.ts";
import type { NodeContext } from "../node-context.ts";
import type { RelationCache } from "../relation-cache.ts";
import type { ColumnMemory } from "../run-context.ts";
import type { SharedContext } from "../shared-context.ts";

/** What adapter methods that need no database may use. */
export interface PureScope {
  readonly shared: SharedContext;
  readonly node: ContextNode;
}

/** What adapter methods of a running node work with. */
export interface AdapterScope extends PureScope {
  readonly context: NodeContext;
  readonly connection: Connection;
  readonly cache: RelationCache;
  readonly columns?: ColumnMemory;
  /** dbt's execute_macro: a macro in a context of its own, on the same connection. */
  callMacro(name: string, kwargs: { readonly [name: string]: Value }): Promise<Value>;
}

/** The adapter's own methods, by name. */
export type OwnMethods = { readonly [name: string]: Callable };
