/**
 * The relations a command knows of, names compared without case. A schema is listed by one query: who asks while it
 * runs awaits the same promise, and what nodes drop or rename meanwhile stays dropped when its rows arrive.
 */
import { fail } from "../errors/tsmodel-error.ts";
import type { Relation } from "../template/relation/relation.ts";

export interface SchemaKey {
  readonly database: string | null;
  readonly schema: string | null;
}
export interface RelationKey extends SchemaKey {
  readonly identifier: string | null;
}

interface Schema {
  readonly relations: Map<string, Relation>;
  /** Whether all relations of the schema are known. */
  listed: boolean;
  listing: Promise<void> | undefined;
  /** Identifiers that went away while the listing was running. */
  readonly gone: Set<string>;
}

/** A relation that others were made from, under its present name. */
interface LinkedRelation {
  key: RelationKey;
  readonly dependents: Set<LinkedRelation>;
}

export class RelationCache {
  private readonly schemas: Map<string, Schema> = new Map();
  private readonly linked: Map<string, LinkedRelation> = new Map();

  /** Adds a relation; one that is known stays as it is. */
  add(relation: Relation): void {
    const schema = this.schemaOf(relation);
    const name = fold(relation.identifier);
    if (!schema.relations.has(name)) schema.relations.set(name, relation);
  }

  /** A `drop … cascade` of `referenced` takes `dependent` along. */
  link(referenced: RelationKey, dependent: RelationKey): void {
    this.linkedOf(referenced).dependents.add(this.linkedOf(dependent));
  }

  private linkedOf(key: RelationKey): LinkedRelation {
    const name = relationName(key);
    let linked = this.linked.get(name);
    if (linked === undefined) this.linked.set(name, (linked = { key, dependents: new Set() }));
    return linked;
  }

  /** Forgets the relation and all that hangs on it. */
  drop(key: RelationKey): void {
    const name = relationName(key);
    const linked = this.linked.get(name);
    this.linked.delete(name);
    this.forget(key);
    for (const dependent of linked?.dependents ?? [])
      if (this.linked.get(relationName(dependent.key)) === dependent) this.drop(dependent.key);
  }

  private forget(key: RelationKey): void {
    const schema = this.schemaOf(key);
    schema.relations.delete(fold(key.identifier));
    if (schema.listing !== undefined) schema.gone.add(fold(key.identifier));
  }

  /** @throws TsmodelError cache-name-taken when the new name is already known */
  rename(from: Relation, to: Relation): void {
    const target = this.schemaOf(to);
    if (target.relations.has(fold(to.identifier))) throw nameTaken(from, to);
    const source = this.schemaOf(from);
    const known = source.relations.get(fold(from.identifier));
    this.forget(from);
    this.renameLinked(from, to);
    target.relations.set(
      fold(to.identifier),
      known === undefined
        ? to
        : known.replacePath({ database: to.database, schema: to.schema, identifier: to.identifier }),
    );
  }

  private renameLinked(from: RelationKey, to: RelationKey): void {
    const linked = this.linked.get(relationName(from));
    if (linked === undefined) return;
    this.linked.delete(relationName(from));
    this.linked.set(relationName(to), linked);
    linked.key = to;
  }

  dropSchema(key: SchemaKey): void {
    this.schemas.delete(schemaName(key));
  }

  /** Marks a schema as known though nothing was listed: it was just created. */
  addSchema(key: SchemaKey): void {
    this.schemaOf(key).listed = true;
  }

  has(key: SchemaKey): boolean {
    return this.schemas.get(schemaName(key))?.listed ?? false;
  }

  /** Known relations of a schema. */
  relations(key: SchemaKey): Relation[] {
    return [...(this.schemas.get(schemaName(key))?.relations.values() ?? [])];
  }

  /** The relations of a schema, listing it first when it is unknown. */
  async list(key: SchemaKey, load: () => Promise<readonly Relation[]>): Promise<Relation[]> {
    const schema = this.schemaOf(key);
    if (!schema.listed) await (schema.listing ??= this.fill(schema, load));
    return [...schema.relations.values()];
  }

  /** The one relation of this identifier, case aside; the schema is listed first when it is unknown. */
  async find(key: RelationKey, load: () => Promise<readonly Relation[]>): Promise<Relation | undefined> {
    const schema = this.schemaOf(key);
    if (!schema.listed) await (schema.listing ??= this.fill(schema, load));
    return schema.relations.get(fold(key.identifier));
  }

  private async fill(schema: Schema, load: () => Promise<readonly Relation[]>): Promise<void> {
    try {
      for (const relation of await load()) {
        const name = fold(relation.identifier);
        if (!schema.relations.has(name) && !schema.gone.has(name)) schema.relations.set(name, relation);
      }
      schema.listed = true;
    } finally {
      schema.listing = undefined;
      schema.gone.clear();
    }
  }

  clear(): void {
    this.schemas.clear();
    this.linked.clear();
  }

  private schemaOf(key: SchemaKey): Schema {
    const name = schemaName(key);
    let schema = this.schemas.get(name);
    if (schema === undefined)
      this.schemas.set(
        name,
        (schema = { relations: new Map(), listed: false, listing: undefined, gone: new Set() }),
      );
    return schema;
  }
}

const fold = (name: string | null): string => name?.toLowerCase() ?? "";
const schemaName = ({ database, schema }: SchemaKey): string => `${fold(database)}\0${fold(schema)}`;
const relationName = (key: RelationKey): string => `${schemaName(key)}\0${fold(key.identifier)}`;
const dotted = ({ database, schema, identifier }: RelationKey): string =>
  [database, schema, identifier].filter((part) => part !== null).join(".");

function nameTaken(from: RelationKey, to: RelationKey): Error {
  const prefix = /^(.*?)(__dbt_backup|__dbt_tmp)$/.exec(to.identifier ?? "")?.[1];
  return fail("cache-name-taken", { from: dotted(from), to: dotted(to), prefix });
}
