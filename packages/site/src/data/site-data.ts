/**
 * What the pages are drawn from: plain data, made once from the artifacts, written as JSON. The index is in the page
 * itself; the rest are chunks that load when they are looked at. A node is its number in the index. No object here has
 * keys that a project chose.
 */

export type Kind =
  | "model" | "seed" | "snapshot" | "source" | "exposure" | "metric" | "semantic_model" | "saved_query" | "function"
  | "analysis" | "test" | "unit_test" | "macro";

/** In the order in which lists show them. */
export const KINDS: readonly Kind[] = [
  "source", "seed", "model", "snapshot", "function", "exposure", "metric", "semantic_model", "saved_query", "analysis",
  "test", "unit_test", "macro",
];

/** How the last run of a node, or the worst of its tests, ended. */
export const STATES = ["none", "good", "warn", "bad", "skipped"] as const;
export type State = (typeof STATES)[number];

export interface SiteIndex {
  readonly project: string;
  readonly adapter: string;
  /** What wrote the manifest. e.g. "tsmodel 0.1.0" or "dbt 1.11.2" */
  readonly madeBy: string;
  /** ISO 8601, of the newest artifact. */
  readonly generatedAt: string;
  /** Changes with the contents: chunks are asked for under it. */
  readonly build: string;
  readonly packages: readonly string[];
  /** Folders of files, relative to their package. */
  readonly folders: readonly string[];
  /** "database.schema" */
  readonly places: readonly string[];
  /** Materializations, groups, access levels. */
  readonly words: readonly string[];
  readonly nodes: NodeTable;
  readonly tags: readonly (readonly [tag: string, nodes: readonly number[]])[];
  /** Number of the first page of each chunk. */
  readonly chunkStarts: readonly number[];
  /** Markdown by package: `__overview__`, or `__package__` where there is one. */
  readonly overviews: readonly (readonly [name: string, markdown: string])[];
  /** Oldest first. */
  readonly lastRuns: readonly RunSummary[];
  /** Exposures as people call them. */
  readonly labels: readonly (readonly [node: number, label: string, type: string])[];
  readonly health: HealthCounts;
  readonly entities: number;
}

/** One entry of each list per node; -1 where there is none. */
export interface NodeTable {
  readonly id: readonly string[];
  /** As lists show it. e.g. "stg_orders", "orders.v2", "raw.orders" for a source's table */
  readonly name: readonly string[];
  readonly kind: readonly number[];
  readonly package: readonly number[];
  readonly folder: readonly number[];
  readonly file: readonly string[];
  readonly place: readonly number[];
  readonly materialized: readonly number[];
  readonly group: readonly number[];
  readonly access: readonly number[];
  /** Numbers of STATES: of its own last run, and of its tests. */
  readonly run: readonly number[];
  readonly tests: readonly number[];
}

export interface RunSummary {
  readonly command: string;
  readonly at: string;
  /** Seconds. */
  readonly elapsed: number;
  /** By STATES. */
  readonly counts: readonly number[];
}

export interface HealthCounts {
  readonly models: number;
  readonly described: number;
  readonly columns: number;
  readonly describedColumns: number;
  readonly tested: number;
  readonly keyed: number;
  readonly failing: number;
  readonly warning: number;
  readonly stale: number;
}

export interface Page {
  readonly at: number;
  readonly description: string;
  readonly relation: string | null;
  readonly path: string;
  readonly patch: string | null;
  readonly language: "sql" | "python";
  readonly code: string | null;
  readonly compiled: string | null;
  readonly columns: readonly PageColumn[];
  readonly tests: readonly PageTest[];
  readonly parents: readonly number[];
  readonly children: readonly number[];
  /** Macros of the project and its packages that it calls. */
  readonly macros: readonly number[];
  readonly tags: readonly string[];
  /** Named facts, in the order in which they are shown. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly owner: { readonly name: string; readonly email: string } | null;
  /** YAML-like text. */
  readonly meta: string;
  readonly config: string;
  readonly constraints: readonly string[];
  readonly rows: number | null;
  /** Of the relation, from the catalog. */
  readonly stats: readonly (readonly [name: string, value: string])[];
  /** Oldest first. */
  readonly runs: readonly RunPoint[];
  readonly message: string | null;
  readonly freshness: Freshness | null;
  /** Of a macro or function: name, type, description. */
  readonly arguments: readonly (readonly [name: string, type: string, description: string])[];
  /** Named texts: a unit test's inputs, a metric's definition. */
  readonly texts: readonly (readonly [name: string, text: string])[];
  readonly url: string | null;
  readonly deprecated: string | null;
}

export interface PageColumn {
  readonly name: string;
  /** Of the catalog, or what the YAML says. */
  readonly type: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly constraints: readonly string[];
  readonly meta: string;
  /** False: in the YAML only, although the catalog knows the relation. */
  readonly exists: boolean;
}

export interface PageTest {
  /** As people call it. e.g. "not_null", "accepted_values: a, b", a singular test's name */
  readonly name: string;
  readonly column: string | null;
  readonly state: number;
  /** dbt's word. e.g. "pass" */
  readonly status: string | null;
  readonly failures: number | null;
  readonly severity: string;
  readonly message: string | null;
  /** Its own page, for singular and unit tests. */
  readonly page: number;
  /** The other end of a relationship. */
  readonly other: number;
}

export interface RunPoint {
  readonly at: string;
  readonly command: string;
  readonly state: number;
  readonly status: string;
  readonly seconds: number;
  readonly rows: number | null;
}

export interface Freshness {
  readonly status: string;
  readonly state: number;
  readonly loadedAt: string;
  readonly checkedAt: string;
  /** Seconds; -1 unknown. */
  readonly age: number;
  /** e.g. "warn after 24 hours, error after 48 hours" */
  readonly rule: string;
  readonly error: string;
}

/** Chunk "graph": lineage of everything but tests and macros, with its layout. */
export interface GraphChunk {
  /** Numbers of nodes in the index, in drawing order. */
  readonly nodes: readonly number[];
  /** Whole pixels. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly w: readonly number[];
  readonly layer: readonly number[];
  /** Positions in `nodes`. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Edges with bends: edge, then left, right, height of each. */
  readonly bends: readonly (readonly number[])[];
  readonly width: number;
  readonly height: number;
}

/** Chunk "search": what the search box looks through beside names. */
export interface SearchChunk {
  /** Of each node: description in one line, names of columns with newlines between, tags. */
  readonly description: readonly string[];
  readonly columns: readonly string[];
  readonly tags: readonly string[];
}

export interface HealthChunk {
  readonly untested: readonly number[];
  readonly keyless: readonly number[];
  readonly undescribed: readonly number[];
  /** Columns known, columns described. */
  readonly columns: readonly (readonly [node: number, known: number, described: number])[];
  readonly problems: readonly HealthProblem[];
  /** Seconds of the last run, share of all seconds of that run in percent. */
  readonly slow: readonly (readonly [node: number, seconds: number, share: number])[];
  /** Seconds of the last run, median of the runs before. */
  readonly slower: readonly (readonly [node: number, seconds: number, usual: number])[];
  readonly stale: readonly (readonly [node: number, status: string, age: number])[];
  readonly unread: readonly number[];
  readonly neverRun: readonly number[];
}

export interface HealthProblem {
  readonly node: number;
  /** The test that failed; empty for the node's own run. */
  readonly test: string;
  readonly state: number;
  readonly message: string;
}

/** Chunk "entities": the ER diagram. */
export interface EntityChunk {
  readonly entities: readonly Entity[];
  readonly links: readonly EntityLink[];
}

export interface Entity {
  readonly node: number;
  /** Name, type, marks: "P" primary key, "F" foreign key. Keys first. */
  readonly columns: readonly (readonly [name: string, type: string, marks: string])[];
}

/** The many side points at the one side. Positions in `entities`. */
export interface EntityLink {
  readonly from: number;
  readonly column: string;
  readonly to: number;
  readonly field: string;
  readonly state: number;
  /** True: the many side's column is unique, one to one. */
  readonly single: boolean;
  /** True: the many side's column may be null. */
  readonly optional: boolean;
}

/** `-1` and unknown nodes have no address. The addresses are those of dbt's documentation, so that old links work. */
export function addressOf(kind: string, id: string): string {
  return `#!/${kind}/${encodeURIComponent(id)}`;
}
