import { PyObject } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";
import type { QuotePolicy } from "../../adapter/adapter.ts";
import type { RelationClass } from "./relation-class.ts";

export type RelationType = "table" | "view" | "cte" | "materialized_view" | "ephemeral" | "external" | "pointer_table" | "function";
export interface RelationPath { readonly database: string | null; readonly schema: string | null; readonly identifier: string | null }
/** Both ends are printed with str(); null is open. */
export interface EventTimeFilter { readonly fieldName: string; readonly start: Value; readonly end: Value }

export interface RelationFields {
  readonly path: RelationPath;
  readonly type: RelationType | null;
  readonly includePolicy: QuotePolicy;
  readonly quotePolicy: QuotePolicy;
  readonly dbtCreated: boolean;
  readonly limit: number | null;
  readonly eventTimeFilter: EventTimeFilter | null;
  readonly catalog: string | null;
  /** Rendered instead of the path (dbt-duckdb's external sources). */
  readonly external: string | null;
  readonly informationSchemaView?: string | null;
}

/** dbt's BaseRelation: immutable, prints itself. */
export declare class Relation extends PyObject implements RelationFields {
  readonly pyTypeName: string;
  readonly relationClass: RelationClass;
  readonly path: RelationPath;
  readonly type: RelationType | null;
  readonly includePolicy: QuotePolicy;
  readonly quotePolicy: QuotePolicy;
  readonly dbtCreated: boolean;
  readonly limit: number | null;
  readonly eventTimeFilter: EventTimeFilter | null;
  readonly catalog: string | null;
  readonly external: string | null;
  readonly informationSchemaView: string | null;
  constructor(relationClass: RelationClass, fields: RelationFields);
  get database(): string | null;
  get schema(): string | null;
  get identifier(): string | null;
  with(changes: Partial<RelationFields>): Relation;
  include(policy: Partial<QuotePolicy>): Relation;
  quote(policy: Partial<QuotePolicy>): Relation;
  replacePath(path: Partial<RelationPath>): Relation;
  withoutIdentifier(): Relation;
  informationSchema(view?: string | null): Relation;
  /** @throws TsmodelError relation-approximate-match */
  matches(search: Partial<RelationPath>): boolean;
  /** The quoted path, without limits. */
  render(): string;
  /** What templates print: with `--empty` and sample limits. */
  override pyStr(): string;
}
