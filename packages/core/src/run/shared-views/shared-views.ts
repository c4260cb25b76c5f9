/**
 * Views read once for a command: their rows are kept in memory when the first statement asks for them, and tests and
 * tables read those. Names are replaced just before a statement is sent; compiled SQL, artifacts and the views
 * themselves stay as they are. Whatever does not work out is read as it always is.
 */
import type { Database, Dialect, ViewCopies } from "../../adapter/adapter.ts";
import { DatabaseError } from "../../adapter/database-error.ts";
import type { GraphNode, ModelNode } from "../../manifest/node.ts";
import { hasHooks, readsShares, type SharedView } from "./plan-shares.ts";
import { disguise, findPaths, pathKey, pathPattern, readsRelations, replacePaths, type RelationPath } from "./relation-names.ts";

/** Gives a statement as it is to be sent. @throws DatabaseError when it was interrupted */
export type RenameStatement = (sql: string) => Promise<string>;

/** Text files of a command that are kept at all: parsed, they take two to three times as much memory. */
const MOST_BYTES = 128 * 1024 * 1024;

export interface SharedViewsInput {
  readonly views: ReadonlyMap<string, SharedView>;
  readonly database: Database;
  readonly dialect: Dialect;
  /** The database of the profile: views of others are left alone. */
  readonly databaseName: string;
  /** Whether a view holds exactly the compiled query of its model. */
  readonly holdsCompiled: (node: ModelNode) => boolean;
}

const sum = (numbers: Iterable<number>): number => {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
};

type Place = Pick<RelationPath, "database" | "schema">;

interface Entry {
  readonly id: string;
  readonly view: SharedView;
  readonly key: string;
  readonly place: Place;
  /** Parents come first: a statement of a view in the database may name anything. */
  readonly order: number;
  /** Where its rows are, or a view of the same name over kept rows; undefined when neither. */
  copy?: Promise<Place | undefined>;
}

export class SharedViews {
  private readonly input: SharedViewsInput;
  /** By `pathKey`, and by unique id. */
  private readonly entries: Map<string, Entry> = new Map();
  private readonly byId: Map<string, Entry> = new Map();
  private readonly copyDatabase: string | undefined;
  private readonly pattern: RegExp;
  private readonly built: Set<string> = new Set();
  private copies: Promise<ViewCopies | undefined> | undefined;
  private definitions: Promise<ReadonlyMap<string, string>> | undefined;
  /** Bytes of the text files that are kept, by the view that reads them. */
  private readonly weights: Map<Entry, number> = new Map();
  /** Whose rows are being read. */
  private readonly reading: Set<Entry> = new Set();

  constructor(input: SharedViewsInput) {
    this.input = input;
    const { databaseName, views } = input;
    this.copyDatabase = disguise(databaseName, 0);
    this.pattern = pathPattern(databaseName);
    const schemas = new Map<string, string | undefined>();
    for (const [id, view] of views) {
      const { database, schema, alias } = view.node;
      const known = schema.toLowerCase();
      if (!schemas.has(known)) schemas.set(known, disguise(schema, [...schemas.keys()].filter((other) => other.length === schema.length).length));
      const copySchema = schemas.get(known);
      if (this.copyDatabase === undefined || copySchema === undefined || database?.toLowerCase() !== databaseName.toLowerCase()) continue;
      const key = pathKey({ database: databaseName, schema, identifier: alias });
      const entry = { id, view, key, place: { database: this.copyDatabase, schema: copySchema }, order: this.entries.size };
      this.entries.set(key, entry);
      this.byId.set(id, entry);
    }
  }

  /** undefined for nodes whose statements are sent as they are. */
  renamerFor(node: GraphNode): RenameStatement | undefined {
    return this.entries.size > 0 && readsShares(node) ? (sql) => this.rename(sql, Infinity) : undefined;
  }

  /** Rows that are being read and that a node's statements would wait for; those it needs through ephemeral models are not told. */
  awaitedBy(node: GraphNode): Promise<unknown> | undefined {
    if (this.reading.size === 0) return undefined;
    const below = new Set<string>("depends_on" in node ? node.depends_on.nodes : []);
    // The set grows while it is walked.
    for (const id of below) {
      const entry = this.byId.get(id);
      if (entry === undefined) continue;
      if (this.reading.has(entry)) return entry.copy;
      for (const parent of entry.view.parents) below.add(parent);
    }
    return undefined;
  }

  /** A view is there as its model says. */
  noteBuilt(id: string): void {
    this.built.add(id);
  }

  async close(): Promise<void> {
    await (await this.copies)?.close();
  }

  private async rename(sql: string, before: number): Promise<string> {
    const found = findPaths(sql, this.pattern).filter(({ key }) => (this.entries.get(key)?.order ?? Infinity) < before);
    if (found.length === 0 || !readsRelations(sql)) return sql;
    const places = new Map<string, Place | undefined>();
    await Promise.all([...new Set(found.map(({ key }) => key))].map(async (key) => places.set(key, await this.copyOf(this.entries.get(key)!))));
    return replacePaths(sql, found, (key) => places.get(key));
  }

  private copyOf(entry: Entry): Promise<Place | undefined> {
    return (entry.copy ??= this.read(entry));
  }

  private async read(entry: Entry): Promise<Place | undefined> {
    this.reading.add(entry);
    try {
      return await this.create(entry);
    } catch (error) {
      if (error instanceof DatabaseError && error.kind !== "interrupted") return undefined;
      throw error;
    } finally {
      this.reading.delete(entry);
    }
  }

  /** @throws DatabaseError when its query fails, as that of a reader would which asks for the same columns */
  private async create(entry: Entry): Promise<Place | undefined> {
    const copies = await (this.copies ??= this.open());
    const query = copies && (await this.definitionOf(entry, copies));
    if (copies === undefined || query === undefined) return undefined;
    const renamed = await this.rename(query, entry.order);
    const rowsFrom = entry.view.kept ? await this.bytesBelow(entry, copies) : undefined;
    // A view over the same views as before is no gain.
    if (rowsFrom === undefined && renamed === query) return undefined;
    const path = { schema: entry.place.schema, identifier: entry.view.node.alias };
    await copies.create({ path, query: renamed, rowsFrom });
    return entry.place;
  }

  private async open(): Promise<ViewCopies | undefined> {
    return this.input.database.copies?.(this.copyDatabase!);
  }

  /** What is in the database, which for views of this command is what was compiled. */
  private async definitionOf({ view: { node, selected }, key, id }: Entry, copies: ViewCopies): Promise<string | undefined> {
    if (!selected) return (await (this.definitions ??= this.readDefinitions(copies))).get(key);
    const plain = this.built.has(id) && !hasHooks(node) && this.input.holdsCompiled(node);
    return plain ? (node.compiled_code ?? undefined) : undefined;
  }

  private async readDefinitions(copies: ViewCopies): Promise<ReadonlyMap<string, string>> {
    const { databaseName: database } = this.input;
    const views = await copies.definitions(database);
    return new Map(views.map(({ schema, identifier, query }) => [pathKey({ database, schema, identifier }), query]));
  }

  /** Of the text files of this machine that it comes from; undefined for anything else, and when all that is kept got too large. */
  private async bytesBelow(entry: Entry, copies: ViewCopies): Promise<number | undefined> {
    const below = new Set([entry.id]);
    const found = new Map<Entry, number>();
    // The set grows while it is walked.
    for (const id of below) {
      const one = this.byId.get(id);
      for (const parent of one?.view.parents ?? []) below.add(parent);
      const bytes = one && (this.weights.get(one) ?? (await this.weigh(one, copies)));
      if (one === undefined || bytes === undefined) return undefined;
      found.set(one, bytes);
    }
    const all = new Map([...this.weights, ...found]);
    if (sum(all.values()) > MOST_BYTES) return undefined;
    for (const [one, bytes] of found) this.weights.set(one, bytes);
    return sum(found.values());
  }

  /** Bytes of the text files that a view names itself; undefined when it reads something else. */
  private async weigh(entry: Entry, copies: ViewCopies): Promise<number | undefined> {
    const query = await this.definitionOf(entry, copies);
    const reads = query === undefined ? undefined : this.input.dialect.fileReads!(query);
    if (reads === undefined || reads.other) return undefined;
    return reads.text.length === 0 ? 0 : copies.bytesOf(reads.text);
  }
}
