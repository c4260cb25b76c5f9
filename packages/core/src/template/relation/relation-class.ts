import { PyObject } from "@tsmodel/jinja";
import type { Dialect, QuotePolicy } from "../../adapter/adapter.ts";
import type { EventTimeFilter, Relation, RelationPath, RelationType } from "./relation.ts";

export interface RelationOptions {
  readonly type?: RelationType | null;
  readonly quotePolicy?: Partial<QuotePolicy>;
  readonly includePolicy?: Partial<QuotePolicy>;
  readonly limit?: number | null;
  readonly eventTimeFilter?: EventTimeFilter | null;
  readonly external?: string | null;
  readonly catalog?: string | null;
  readonly dbtCreated?: boolean;
}

/** `api.Relation`: makes relations of one dialect. Call it once per command and share it. */
export declare class RelationClass extends PyObject {
  readonly pyTypeName: string;
  readonly dialect: Dialect;
  /** e.g. "DuckDBRelation" */
  readonly name: string;
  constructor(dialect: Dialect);
  create(path: Partial<RelationPath>, options?: RelationOptions): Relation;
  /** Quoting: options over the node's own over the project's over the dialect's. */
  createFrom(
    place: { readonly database: string | null; readonly schema: string | null; readonly identifier: string | null; readonly quoting?: Partial<QuotePolicy> | null },
    projectQuoting: Partial<QuotePolicy>,
    options?: RelationOptions,
  ): Relation;
  createEphemeralFrom(identifier: string, options?: Pick<RelationOptions, "limit" | "eventTimeFilter">): Relation;
}
/** "__dbt__cte__" + name */
export declare function addEphemeralPrefix(name: string): string;
