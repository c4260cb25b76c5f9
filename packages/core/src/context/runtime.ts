/** What running nodes share: the database, the relation cache, macros called outside of nodes. */
import { pyIterate, pyStr, type Value } from "@tsmodel/jinja";
import type { Database } from "../adapter/adapter.ts";
import type { Relation } from "../template/relation/relation.ts";
import { ResultTable } from "../template/table/result-table.ts";
import { findRelation, queryRelations, type RelationScope } from "./adapter/relation-methods.ts";
import { NodeConnection, type Connection, type TransactionMode } from "./connection.ts";
import type { ContextNode } from "./context-node.ts";
import { createQueryComment } from "./query-comment.ts";
import { RelationCache } from "./relation-cache.ts";
import { createRunContext } from "./run-context.ts";
import type { SharedContext } from "./shared-context.ts";

export interface RuntimeInput {
  readonly shared: SharedContext;
  readonly database: Database;
  /** Unique ids, for `selected_resources` and favor_state. */
  readonly selected?: readonly string[];
  /** False: nothing is written below target/run. */
  readonly writesFiles?: boolean;
}

export interface Runtime {
  readonly shared: SharedContext;
  readonly database: Database;
  readonly cache: RelationCache;
  readonly selected: readonly string[];
  readonly selectedIds: ReadonlySet<string>;
  readonly writesFiles: boolean;
  /** A connection for one node (its name and the node go into the query comment). Costs nothing until used. */
  connect(name: string, node?: ContextNode, threadId?: string): Connection;
  /** Lists the schemas of these relations into the cache, one query each. */
  fillCache(schemas: readonly Relation[]): Promise<void>;
  /** The relation as it is in the database, or undefined. */
  findRelation(relation: Relation, connection: Connection): Promise<Relation | undefined>;
  /** Calls a macro in a context of its own, as dbt's adapter.execute_macro does. @throws TsmodelError macro-not-found */
  callMacro(name: string, kwargs: { readonly [name: string]: Value }, connection: Connection): Promise<Value>;
  /** Creates the schemas of these relations that are missing, each once. */
  createSchemas(relations: readonly Relation[], connection: Connection): Promise<void>;
}

export function createRuntime(input: RuntimeInput): Runtime {
  return new CommandRuntime(input);
}

class CommandRuntime implements Runtime {
  readonly shared: SharedContext;
  readonly database: Database;
  readonly cache: RelationCache = new RelationCache();
  readonly selected: readonly string[];
  readonly selectedIds: ReadonlySet<string>;
  readonly writesFiles: boolean;

  constructor({ shared, database, selected = [], writesFiles = true }: RuntimeInput) {
    this.shared = shared;
    this.database = database;
    this.selected = selected;
    this.selectedIds = new Set(selected);
    this.writesFiles = writesFiles;
  }

  connect(name: string, node?: ContextNode, threadId?: string): Connection {
    const { effects, project } = this.shared;
    const comment = createQueryComment(this.shared, name, node);
    return new NodeConnection({
      name,
      database: this.database,
      nodeId: node?.unique_id,
      threadId,
      comment: (sql) => comment.add(sql),
      report: effects.report,
      elapsed: () => effects.elapsed(),
      signal: effects.signal,
      transactions: this.transactionsOf(node),
      closed: this.isClosed(),
    });
  }

  /** The flag belongs to the two commands that only compile; the others have their work with the database. */
  private isClosed(): boolean {
    const { introspect, which } = this.shared.project.flags;
    return introspect === false && (which === "compile" || which === "show");
  }

  /** dbt clears the implicit transaction of a connection before hooks and operations: theirs are statements by themselves. */
  private transactionsOf(node: ContextNode | undefined): TransactionMode {
    const { credentials, plugin } = this.shared.project.profile;
    if (credentials.shown["disable_transactions"] === true) return "none";
    if (plugin.dialect.implicitTransactions !== true) return "requested";
    const built = node !== undefined && node.resource_type !== "operation" && node.resource_type !== "macro";
    return built ? "implicit" : "none";
  }

  async fillCache(schemas: readonly Relation[]): Promise<void> {
    await Promise.all(
      distinctSchemas(schemas).map(async (schema) => {
        const connection = this.connect(`list_${schema.database ?? ""}_${schema.schema ?? ""}`);
        try {
          await this.cache.list(schema, () => queryRelations(this.scope(connection), schema));
        } finally {
          await connection.release();
        }
      }),
    );
    await this.linkRelations(schemas);
  }

  /** Views that go with what they read, where the database drops in cascades. */
  private async linkRelations(schemas: readonly Relation[]): Promise<void> {
    const { relationLinksMacro: macro } = this.shared.project.profile.plugin.dialect;
    const { database } = this.shared.project.profile.credentials;
    if (macro === undefined || schemas.length === 0) return;
    const cached = new Set(schemas.map(({ schema }) => schema?.toLowerCase()));
    const connection = this.connect(`links_${database}`);
    try {
      for (const row of rowsOf(await this.callMacro(macro, {}, connection))) {
        const [dependentSchema, dependent, schema, identifier] = row.map(pyStr) as [string, string, string, string];
        if (!cached.has(schema.toLowerCase())) continue;
        this.cache.link({ database, schema, identifier }, { database, schema: dependentSchema, identifier: dependent });
      }
    } finally {
      await connection.release();
    }
  }

  async findRelation(relation: Relation, connection: Connection): Promise<Relation | undefined> {
    return (await findRelation(this.scope(connection), relation.path)) ?? undefined;
  }

  private scope(connection: Connection): RelationScope {
    return {
      shared: this.shared,
      cache: this.cache,
      callMacro: (name, kwargs) => this.callMacro(name, kwargs, connection),
    };
  }

  callMacro(
    name: string,
    kwargs: { readonly [name: string]: Value },
    connection: Connection,
  ): Promise<Value> {
    const macro = this.shared.registry.getByName(name);
    return createRunContext({ runtime: this, connection, node: macro, operation: true }).call(
      macro,
      [],
      kwargs,
    );
  }

  async createSchemas(relations: readonly Relation[], connection: Connection): Promise<void> {
    const existing = new Map<string | null, Promise<ReadonlySet<string>>>();
    for (const relation of distinctSchemas(relations)) {
      const { database, schema } = relation;
      let names = existing.get(database);
      if (names === undefined) existing.set(database, (names = this.listSchemas(database, connection)));
      if (schema === null || (await names).has(schema.toLowerCase())) continue;
      await this.callMacro("create_schema", { relation: relation.withoutIdentifier() }, connection);
      await connection.commit();
      this.cache.addSchema({ database, schema });
    }
  }

  private async listSchemas(database: string | null, connection: Connection): Promise<ReadonlySet<string>> {
    const table = await this.callMacro("list_schemas", { database }, connection);
    return new Set(rowsOf(table).map(([name]) => pyStr(name!).toLowerCase()));
  }
}

function rowsOf(table: Value): readonly (readonly Value[])[] {
  return table instanceof ResultTable
    ? table.rowValues
    : [...pyIterate(table)].map((row) => [...pyIterate(row)]);
}

function distinctSchemas(relations: readonly Relation[]): Relation[] {
  const bySchema = new Map(
    relations.map((relation) => [
      `${relation.database ?? ""}\0${relation.schema ?? ""}`.toLowerCase(),
      relation,
    ]),
  );
  return [...bySchema.values()];
}
