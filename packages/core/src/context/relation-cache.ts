import type { Relation } from "../template/relation.ts";

export interface SchemaKey { readonly database: string | null; readonly schema: string | null }

/**
 * The relations a command knows of, by schema, names compared without case. A schema is listed once: who asks
 * while the listing runs awaits the same promise.
 */
export declare class RelationCache {
  add(relation: Relation): void;
  drop(relation: { database: string | null; schema: string | null; identifier: string | null }): void;
  /** @throws TsmodelError cache-name-taken when the new name is already known */
  rename(from: Relation, to: Relation): void;
  dropSchema(key: SchemaKey): void;
  /** Marks a schema as known though nothing was listed (it was just created). */
  addSchema(key: SchemaKey): void;
  has(key: SchemaKey): boolean;
  /** Known relations of a schema. */
  relations(key: SchemaKey): Relation[];
  /** The relations of a schema, listing it first when it is unknown. */
  list(key: SchemaKey, load: () => Promise<readonly Relation[]>): Promise<Relation[]>;
  clear(): void;
}
