/** A DuckDB profile, checked and ready to be opened. Goes through core as `Credentials.settings`. */
export interface DuckDbSettings {
  /** ":memory:", an absolute file, or another scheme's path as written. */
  readonly path: string;
  /** Options of the instance, from the moment it opens. */
  readonly configOptions: { readonly [name: string]: string };
  /** SET on every session. */
  readonly sessionSettings: readonly (readonly [name: string, value: string])[];
  readonly extensions: readonly DuckDbExtension[];
  /** CREATE SECRET statements. */
  readonly secrets: readonly string[];
  readonly attachments: readonly DuckDbAttachment[];
  /** Folder of `external` models that name no location. */
  readonly externalRoot: string;
  readonly disableTransactions: boolean;
  readonly retries: DuckDbRetries;
  /** Names of databases that a DuckLake stands behind. */
  readonly duckLakes: readonly string[];
}

export interface DuckDbExtension {
  readonly name: string;
  readonly repo: string | undefined;
}

/** A database attached beside the main one. */
export interface DuckDbAttachment {
  /** For messages: the path as written. */
  readonly path: string;
  readonly name: string;
  readonly sql: string;
}

export interface DuckDbRetries {
  readonly connectAttempts: number;
  readonly queryAttempts: number;
  /** dbt-duckdb's Python names. e.g. "IOException" */
  readonly exceptions: readonly string[];
}
