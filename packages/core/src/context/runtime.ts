import type { Value } from "@tsmodel/jinja";
import type { Database } from "../adapter/adapter.ts";
import type { Relation } from "../template/relation.ts";
import type { Connection } from "./connection.ts";
import type { ContextNode } from "./parse-context.ts";
import type { RelationCache } from "./relation-cache.ts";
import type { SharedContext } from "./shared-context.ts";

export interface RuntimeInput {
  readonly shared: SharedContext;
  readonly database: Database;
  /** Unique ids, for `selected_resources` and favor_state. */
  readonly selected?: readonly string[];
}

/** What running nodes share: the database, the relation cache, the query comment. */
export interface Runtime {
  readonly shared: SharedContext;
  readonly database: Database;
  readonly cache: RelationCache;
  readonly selected: readonly string[];
  /** A connection for one node (its name and the node go into the query comment). Costs nothing until used. */
  connect(name: string, node?: ContextNode): Connection;
  /** Lists the schemas of these relations into the cache, one query each. */
  fillCache(schemas: readonly Relation[]): Promise<void>;
  /** Calls a macro outside any node, as dbt's adapter.execute_macro does. */
  callMacro(name: string, kwargs: { readonly [name: string]: Value }, connection: Connection): Promise<Value>;
  /** Creates the schemas that are missing, one statement each. */
  createSchemas(relations: readonly Relation[], connection: Connection): Promise<void>;
}

export declare function createRuntime(input: RuntimeInput): Runtime;
