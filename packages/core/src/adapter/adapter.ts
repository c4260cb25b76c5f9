/**
 * The socket that a database fits into. Nothing here belongs to one database: what an adapter can do beyond this
 * it says in `capabilities`, in its macro package (dbt's names: `duckdb__create_table_as`, …) and in
 * `templateMethods`. The split in two matters: `AdapterPlugin` is what parsing needs and loads no driver;
 * `Database` exists only after `open()`.
 */
import type { Callable, Value } from "@tsmodel/jinja";
import type { JsonObject } from "../manifest/json.ts";
import type { ModelNode, SourceDefinition } from "../manifest/node.ts";
import type { Cell } from "./cell.ts";

export interface QuotePolicy { readonly database: boolean; readonly schema: boolean; readonly identifier: boolean }

export interface AdapterPlugin {
  /** The `type:` of profiles.yml. e.g. "duckdb" */
  readonly type: string;
  /** Adapter types whose macros stand in when this one has none, nearest first ("redshift" has ["postgres"]). */
  readonly dispatchParents: readonly string[];
  /** Internal macro packages, most specific first; "dbt" itself is added by core. */
  readonly macroPackages: readonly InternalPackage[];
  /** The database's own words for config and source keys. e.g. BigQuery's { project: "database", dataset: "schema" } */
  readonly configAliases?: { readonly [alias: string]: string };
  readonly dialect: Dialect;
  readonly capabilities: { readonly [name: string]: boolean | { readonly supported: false; readonly why: string } };
  /** Checks one output of profiles.yml. @throws TsmodelError profile-invalid */
  parseCredentials(output: JsonObject, where: CredentialsContext): Credentials;
  /** Whether opening leaves no trace: then it may begin before anybody knows that the project can be parsed. False when absent. */
  opensWithoutTrace?(credentials: Credentials): boolean;
  /** The least size of Node's thread pool for so many sessions at a time, where they take threads of it. */
  poolSize?(sessions: number): number;
  /** Loads the driver and opens the database. @throws TsmodelError with the adapter's own codes */
  open(credentials: Credentials, effects: AdapterEffects): Promise<Database>;
}

export interface CredentialsContext { readonly profilesDir: string; readonly projectDir: string; readonly targetName: string; readonly profileName: string }
export interface AdapterEffects { readonly env: { readonly [name: string]: string | undefined }; readonly projectDir: string; readonly threads: number; now(): Date }

/** An internal dbt package: macro files by path relative to the package root ("macros/adapters.sql"). */
export interface InternalPackage {
  readonly name: string;
  readonly files: () => ReadonlyMap<string, string>;
  /** Calls in the text of each macro by its name, where a bundle brought them; else they are read off the text. */
  readonly calls?: () => { readonly [macro: string]: readonly (readonly string[])[] } | undefined;
}

export interface Credentials {
  readonly type: string;
  readonly database: string;
  readonly schema: string;
  readonly threads: number;
  /** What `target` shows in templates and `debug` prints: connection keys without secrets, aliases resolved. */
  readonly shown: JsonObject;
  /** What identifies the place, for messages. e.g. "data/pipeline.duckdb" */
  readonly place: string;
  /** The adapter's own, opaque to core. */
  readonly settings: unknown;
}

export interface Dialect {
  quoteCharacter: string;
  /** Opens the names of the relation and column classes that templates can see. e.g. "DuckDB"; "Base" when absent. */
  readonly classPrefix?: string;
  /** Whether a subquery in FROM needs an alias; true when absent. */
  readonly requireSubqueryAlias?: boolean;
  /** String types that Column.data_type leaves as they are in place of "character varying(n)"; none when absent. */
  readonly keepStringType?: (dtype: string, size: number | null) => boolean;
  readonly defaultQuoting: QuotePolicy;
  readonly defaultInclude: QuotePolicy;
  /** How a relation's renaming and replacement work: dbt's renameable/replaceable relation types. */
  readonly renameableTypes: readonly string[];
  readonly replaceableTypes: readonly string[];
  readonly maxIdentifierLength: number | null;
  /** dbt's Column.TYPE_LABELS: "STRING" → "TEXT". */
  readonly typeLabels: { readonly [label: string]: string };
  /** SQL type of an inferred seed column. */
  convertSeedType(type: "boolean" | "integer" | "number" | "text" | "date" | "datetime" | "time"): string;
  /** Which constraint types the database has, as dbt's ConstraintSupport words. */
  /** dbt's label of this database's errors: dbt-duckdb raises "Runtime", dbt-postgres "Database". */
  readonly errorLabel: "Runtime" | "Database";
  readonly constraintSupport: { readonly [type: string]: "enforced" | "not_enforced" | "not_supported" };
  readonly validIncrementalStrategies: readonly string[];
  readonly string: { readonly literalEscape: (text: string) => string };
  /** Classes of column types for Column.is_string() and friends: lower-case type names. */
  readonly typeClasses: { readonly string: readonly string[]; readonly float: readonly string[]; readonly integer: readonly string[]; readonly numeric: readonly string[] };
  /** dbt's date function, what `sql_now` gives. e.g. "now()" */
  readonly dateFunction?: string;
  /** What a source renders as in place of its path, e.g. "'data/x.parquet'" for dbt-duckdb's `external_location`. */
  sourceLocation?(source: SourceDefinition): string | null;
  /** How a foreign key names its target; the text as written unless given. e.g. without the database */
  foreignKeyTarget?(target: string): string;
  /** Behaviour flags of this adapter beside the common ones, with their defaults. */
  readonly behaviorFlags?: { readonly [name: string]: boolean };
  /**
   * Models that must not run at the same time, as a group's name by unique id. Models without a group run freely.
   * e.g. those that DuckDB ties together by foreign keys
   */
  exclusiveGroups?(models: readonly ModelNode[]): ReadonlyMap<string, string>;
  /**
   * A connection's first statement opens a transaction whether it asks for one or not, and after a commit each stands by
   * itself: psycopg2's habit, which dbt-postgres's macros rest on.
   */
  readonly implicitTransactions?: boolean;
  /**
   * Macro that tells which relations a `drop … cascade` takes along: rows of dependent schema and name, referenced schema
   * and name. Absent where views outlive what they read.
   */
  readonly relationLinksMacro?: string;
  /**
   * The files that a query reads by itself. Absent where queries read none; without it no view is kept for a command. Only
   * asked of texts that name such a file or function (manifest/mentions-files.ts).
   */
  fileReads?(sql: string): FileReads;
  /** Whether several data tests of a relation are cheaper as one query: false when absent. */
  readonly foldsTests?: boolean;
  /** Whether the types of a result's columns are what a cast takes, and those that a table of it would have: false when absent. */
  readonly resultsTellTypes?: boolean;
  /** What templates can ask of relations beyond core's attributes, by name. */
  readonly relationMethods?: { readonly [name: string]: Callable };
  /** Extra adapter.* methods and overrides of core's defaults, by name. They run with the session of the caller. */
  templateMethods?(host: TemplateHost): { readonly [name: string]: Callable };
}

export interface FileReads {
  /** Files of text that has to be parsed for each query, as the query names them. e.g. "'orders.csv'", "['a.json', 'b.json']" */
  readonly text: readonly string[];
  /** It reads other things besides, or does not give the same rows each time. */
  readonly other: boolean;
}

/** What an adapter's own template methods may use. */
export interface TemplateHost {
  readonly credentials: Credentials;
  readonly executing: boolean;
  query(sql: string): Promise<QueryResult>;
  /** Opens a transaction unless one is open. */
  begin(): Promise<void>;
  callMacro(name: string, kwargs: { readonly [name: string]: unknown }): Promise<unknown>;
  readonly projectRoot: string;
  warn(text: string): void;
  readonly node: unknown;
  /** Whether none of these macros, under their own names or an adapter's, is a project's or a package's own. */
  areBuiltIn(macros: readonly string[]): boolean;
  /** What the adapter wants to remember for the rest of the command, shared by all nodes. */
  readonly memory: Map<string, unknown>;
  /** A column as templates see it. */
  createColumn(name: string, dataType: string): Value;
}

/** An open database; sessions are its connections. */
export interface Database {
  /** A session of its own for one worker; `name` is shown in logs. */
  session(name: string): Promise<Session>;
  /** Facts `debug` prints and error reports carry. e.g. { version: "1.5.6" } */
  describe(): Promise<JsonObject>;
  /**
   * A place in memory for rows of views, under this name beside the databases that are open. Absent where there is no such
   * thing; undefined when the name is taken or the database refuses it.
   */
  copies?(name: string): Promise<ViewCopies | undefined>;
  /** Interrupts what all sessions are doing. */
  interrupt(): void;
  /** Closes every session, folds the log into the file, releases locks. */
  close(): Promise<void>;
}

/** Copies of views, which last until they are closed. No two have the same name. */
export interface ViewCopies {
  /** The queries that the views of a database hold. */
  definitions(database: string): Promise<readonly { readonly schema: string; readonly identifier: string; readonly query: string }[]>;
  /** How large these files are together; undefined when one is not on this machine. */
  bytesOf(files: FileReads["text"]): Promise<number | undefined>;
  /**
   * Names without a database find nothing but other copies: what they mean to the view may be something else here.
   * @throws DatabaseError
   */
  create(copy: ViewCopy): Promise<void>;
  close(): Promise<void>;
}

export interface ViewCopy {
  readonly path: { readonly schema: string; readonly identifier: string };
  readonly query: string;
  /** Bytes of the text files that its rows come from; undefined when only the query is kept. */
  readonly rowsFrom: number | undefined;
}

export interface Session {
  /** Runs one or several statements; the result is the last one's. @throws DatabaseError */
  query(sql: string, options?: QueryOptions): Promise<QueryResult>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  readonly inTransaction: boolean;
  /**
   * Creates a temporary table of this session and fills it by the database's fastest way in: an appender, COPY. One of
   * that name is not there.
   */
  load(table: LoadTable, batches: AsyncIterable<readonly (readonly LoadValue[])[]>): Promise<LoadedTable>;
  /** A SELECT's rows in pieces, for more than memory holds. The session does nothing else until it ends. @throws DatabaseError */
  stream(sql: string): AsyncIterable<RowBatch>;
  interrupt(): void;
  close(): Promise<void>;
}

/** What the values of a loaded column are: `numeric` holds integers of any size, `json` the text of a JSON value. */
export type LoadKind = "boolean" | "bigint" | "numeric" | "double" | "text" | "timestamptz" | "bytes" | "json";
export interface LoadColumn {
  readonly name: string;
  readonly kind: LoadKind;
}
export interface LoadTable {
  readonly name: string;
  readonly columns: readonly LoadColumn[];
}
export type LoadValue = null | boolean | number | bigint | string | Date | Uint8Array;
export interface LoadedTable {
  /** What stands after FROM. */
  readonly relation: string;
  /** The type that each column is to have in the end. */
  readonly types: readonly string[];
}
export interface RowBatch {
  readonly columns: QueryResult["columns"];
  readonly rows: QueryResult["rows"];
}

export interface QueryOptions {
  /** Fetch rows; without it only the response matters. */
  readonly fetch?: boolean;
  readonly limit?: number;
  /** To be taken once: rows of a large seed come as they are read. */
  readonly bindings?: Iterable<Cell>;
  /** Called now and then with 0…1 while the statement runs, if the database can tell. */
  readonly progress?: (fraction: number) => void;
}

export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
  /** adapter_response of run_results.json: `_message`, `rows_affected`, `code`, … */
  readonly response: { readonly [key: string]: unknown };
  /** Rows written, where the database tells and `response` does not say it. */
  readonly affectedRows?: number;
}
