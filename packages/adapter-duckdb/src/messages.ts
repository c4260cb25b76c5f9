/** Every error that this adapter itself words: profiles, opening files. Same form as core's catalog. */
import { TsmodelError } from "@tsmodel/core/adapter";

interface ErrorText {
  readonly message: string;
  readonly hint?: string;
  readonly label?: "Profile" | "Database" | "Runtime";
}

const meant = (nearest: string | undefined): string | undefined =>
  nearest === undefined ? undefined : `did you mean "${nearest}"?`;

export const duckDbMessages = {
  // profile
  "duckdb-key-unknown": (e: { key: string; nearest?: string }): ErrorText => ({
    message: `"${e.key}" is not a setting of a DuckDB profile`,
    hint: meant(e.nearest),
    label: "Profile",
  }),
  "duckdb-key-type": (e: { key: string; expected: string; got: string }): ErrorText => ({
    message: `"${e.key}" in the profile must be ${e.expected}, not ${e.got}`,
    label: "Profile",
  }),
  "duckdb-database-mismatch": (e: { database: string; expected: string; path: string }): ErrorText => ({
    message: `Inconsistency detected between 'path' and 'database' fields in profile: the database in ${e.path} is called "${e.expected}", not "${e.database}"`,
    hint: `leave "database" out, or set it to "${e.expected}" or to the alias of an attached database`,
    label: "Profile",
  }),
  "duckdb-database-unnamed": (e: { path: string }): ErrorText => ({
    message: `Unable to determine the name of the database from 'path' in the profile: ${e.path}`,
    hint: "give a path that ends in a file name, e.g. data/pipeline.duckdb",
    label: "Profile",
  }),
  "duckdb-not-supported": (e: { key: string; what: string; instead?: string }): ErrorText => ({
    message: `The profile asks for ${e.what} (${e.key}), which tsmodel does not have`,
    hint: e.instead,
    label: "Profile",
  }),
  "duckdb-credential-provider": (e: { value: string }): ErrorText => ({
    message: `use_credential_provider cannot be ${e.value}`,
    hint: 'only "aws" is known; `secrets:` says more',
    label: "Profile",
  }),
  "duckdb-attach-conflict": (e: { path: string; options: readonly string[] }): ErrorText => ({
    message: `The attached database ${e.path} has ${e.options.join(", ")} both as a key of its own and under options`,
    hint: "keep one of the two",
    label: "Profile",
  }),
  // opening
  "duckdb-locked": (e: { place: string; holder?: string; pid?: number }): ErrorText => ({
    message: `The database ${e.place} is in use by another process${e.pid === undefined ? "" : ` (${e.holder ? `${e.holder}, ` : ""}PID ${e.pid})`}`,
    hint: "DuckDB lets one process write to a file, and no other may read it meanwhile: close the program that has it open, or let it read a copy",
    label: "Database",
  }),
  "duckdb-folder-missing": (e: { place: string; folder: string }): ErrorText => ({
    message: `The database ${e.place} cannot be created: there is no folder ${e.folder}`,
    hint: `make it first (mkdir -p ${e.folder}), or correct "path" in the profile`,
    label: "Database",
  }),
  "duckdb-not-a-database": (e: { place: string }): ErrorText => ({
    message: `${e.place} exists, but it is not a DuckDB database`,
    hint: 'correct "path" in the profile, or move that file away',
    label: "Database",
  }),
  "duckdb-corrupt": (e: { place: string; detail: string }): ErrorText => ({
    message: `The database ${e.place} is damaged: ${e.detail}`,
    hint: "put a backup in its place, or move the file away and build it anew",
    label: "Database",
  }),
  "duckdb-newer-file": (e: { place: string; detail: string }): ErrorText => ({
    message: `The database ${e.place} was written by another version of DuckDB: ${e.detail}`,
    hint: "open it with the DuckDB that wrote it and EXPORT DATABASE, or build it anew",
    label: "Database",
  }),
  "duckdb-no-permission": (e: { place: string; detail: string }): ErrorText => ({
    message: `The database ${e.place} cannot be opened for writing: permission denied`,
    hint: "DuckDB writes the file and, beside it, its log (.wal): both the file and its folder have to be writable",
    label: "Database",
  }),
  "duckdb-extension": (e: { name: string; detail: string }): ErrorText => ({
    message: `The extension "${e.name}" of the profile could not be loaded: ${e.detail}`,
    hint: "extensions come from extensions.duckdb.org; without a network, install it beforehand or take it out of the profile",
    label: "Database",
  }),
  "duckdb-setup": (e: { what: string; detail: string }): ErrorText => ({
    message: `DuckDB refused ${e.what}: ${e.detail}`,
    label: "Database",
  }),
  "duckdb-open": (e: { place: string; detail: string }): ErrorText => ({
    message: `The database ${e.place} cannot be opened: ${e.detail}`,
    label: "Database",
  }),
  // template methods
  "duckdb-plugin": (e: { plugin: string }): ErrorText => ({
    message: `Plugin ${e.plugin} not found: tsmodel runs no Python, so dbt-duckdb's plugins are not there`,
    hint: "write the file with the `external` materialization, and hand it on from there",
    label: "Runtime",
  }),
  "duckdb-index": (e: { problem: string }): ErrorText => ({
    message: `Invalid index configuration: ${e.problem}`,
    hint: "an index is written as {columns: [a, b], unique: true}",
  }),
  "duckdb-source-formatter": (e: { source: string; formatter: string }): ErrorText => ({
    message: `source ${e.source} asks for the formatter ${e.formatter}; there are newstyle, oldstyle and template`,
  }),
  "duckdb-source-location": (e: { source: string; location: string; problem: string }): ErrorText => ({
    message: `The external_location of source ${e.source}, ${e.location}, cannot be filled in: ${e.problem}`,
    hint: "names in it are the source's name, identifier, schema, database and what stands in its config and meta",
  }),
} as const;

type Code = keyof typeof duckDbMessages;

/** Builds an error of the catalog above. */
export function failDuckDb<C extends Code>(
  code: C,
  args: Parameters<(typeof duckDbMessages)[C]>[0],
  cause?: unknown,
): TsmodelError {
  const build = duckDbMessages[code] as (args: Parameters<(typeof duckDbMessages)[C]>[0]) => ErrorText;
  return new TsmodelError(code, build(args), { cause });
}
