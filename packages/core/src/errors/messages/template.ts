/** What templates' own functions complain about. Key words are dbt's where people search for them. */
import type { ErrorText } from "./error-text.ts";
import { didYouMean } from "./error-text.ts";

interface NamedFile {
  readonly id: string;
  readonly file: string;
}

const listed = (files: readonly NamedFile[]): string =>
  files.map(({ id, file }) => `\n- ${id} (${file})`).join("");

export const templateMessages = {
  "alias-ambiguous": (e: { relation: string; nodes: readonly NamedFile[] }): ErrorText => ({
    message: `dbt found two resources with the database representation "${e.relation}":${listed(e.nodes)}`,
    hint: "two resources cannot be built into one relation: give one of them another alias, schema or database",
  }),
  "cache-inconsistent": (e: { message: string }): ErrorText => ({
    message: `Cache inconsistency detected: ${e.message}`,
    label: "Internal",
  }),
  "catalog-match-ambiguous": (e: { id: string; relations: readonly string[] }): ErrorText => ({
    message: `the database has two relations that could be "${e.id}":${e.relations.map((relation) => `\n - ${relation}`).join("")}`,
    hint: "drop or rename one of them, so that the catalog can tell which of the two the model built",
  }),
  "column-type-missing": (e: { columns: string }): ErrorText => ({
    message: `Contracted models require data_type to be defined for each column. Please ensure that the column name and data_type are defined within the YAML configuration for the ${e.columns} column(s).`,
    hint: "add `data_type:` to these columns in the model's YAML",
  }),
  "column-type-unreadable": (e: { type: string; part?: string }): ErrorText => ({
    message: `Could not interpret data type "${e.type}"${e.part === undefined ? "" : `: "${e.part}" is not an integer`}`,
    label: "Runtime",
  }),
  "compiler-error-raised": (e: { message: string }): ErrorText => ({ message: e.message }),
  "config-missing": (e: { id: string; name: string }): ErrorText => ({
    message: `Model '${e.id}' does not define a required config parameter '${e.name}'.`,
  }),
  "contract-columns-missing": (): ErrorText => ({
    message: "This model has an enforced contract, but its 'columns' specification is missing",
    hint: "list the model's columns with their data types under `columns:`",
  }),
  "contract-failed": (e: { mismatches: string }): ErrorText => ({
    message: `This model has an enforced contract that failed.\nPlease ensure the name, data_type, and number of columns in your contract match the columns in your model's definition.\n\n${e.mismatches}`,
  }),
  "database-error-raised": (e: { message: string }): ErrorText => ({ message: e.message, label: "Database" }),
  "dependency-error-raised": (e: { message: string }): ErrorText => ({
    message: e.message,
    label: "Runtime",
  }),
  "env-var-missing": (e: { name: string }): ErrorText => ({
    message: `Env var required but not provided: '${e.name}'`,
    hint: `set it, or give a default: env_var('${e.name}', '…')`,
    label: "Parsing",
  }),
  "env-var-secret": (e: { name: string }): ErrorText => ({
    message: `Secret env vars are allowed only in profiles.yml or packages.yml, '${e.name}' is read elsewhere`,
    label: "Parsing",
  }),
  "fail-fast-raised": (e: { message: string }): ErrorText => ({ message: e.message, label: "FailFast" }),
  "function-config-missing": (e: { name: string; language: string }): ErrorText => ({
    message: `A \`${e.name}\` is required for ${e.language === "python" ? "python functions" : "functions"}`,
    label: "Runtime",
  }),
  "materialization-missing": (e: { materialization: string; adapter: string }): ErrorText => ({
    message: `No materialization '${e.materialization}' was found for adapter ${e.adapter}! (searched types ${
      e.adapter === "default" ? "'default'" : `'default' and '${e.adapter}'`
    })`,
  }),
  "not-a-dict": (e: { object: string }): ErrorText => ({
    message: `The object ("${e.object}") was used as a dictionary, which it is not`,
  }),
  "not-implemented-raised": (e: { message: string }): ErrorText => ({ message: `ERROR: ${e.message}` }),
  "package-not-installed": (e: { where: string; package: string }): ErrorText => ({
    message: `Error while parsing ${e.where}.\nThe required package "${e.package}" was not found`,
    hint: "install packages first: deps",
  }),
  "patch-duplicate": (e: { name: string; files: readonly string[] }): ErrorText => ({
    message: `dbt found two schema.yml entries for the same resource named ${e.name}`,
    hint: `remove one of its entries in ${[...new Set(e.files)].join(" or ")}`,
  }),
  "properties-version-invalid": (e: { path: string; issue: string }): ErrorText => ({
    message: `The yml property file at ${e.path} is invalid because ${e.issue}`,
  }),
  "relation-approximate-match": (e: { searched: string; found: string }): ErrorText => ({
    message: `When searching for a relation, dbt found an approximate match.\nSearched for: ${e.searched}\nFound: ${e.found}`,
    hint: `delete ${e.found}, or rename it to be less ambiguous`,
  }),
  "relation-match-empty": (): ErrorText => ({
    message: "Tried to match relation, but no search path was passed!",
    label: "Runtime",
  }),
  "relation-missing": (e: { relation: string }): ErrorText => ({
    message: `Relation ${e.relation} not found!`,
  }),
  "relation-name-too-long": (e: { name: string; most: number }): ErrorText => ({
    message: `Relation name '${e.name}' is longer than ${e.most} characters`,
    label: "Runtime",
  }),
  "relation-path-invalid": (e: { part: string; value: string }): ErrorText => ({
    message: `Got an invalid path ${e.part}: ${e.value}`,
  }),
  "relation-wrong-type": (e: { relation: string; expected: string; actual: string }): ErrorText => ({
    message: `Trying to create ${e.expected} ${e.relation}, but it currently exists as a ${e.actual}`,
    hint: `drop ${e.relation}, or run with --full-refresh, which drops it`,
  }),
  "resource-duplicate": (e: { kind: string; name: string; nodes: readonly NamedFile[] }): ErrorText => ({
    message: `dbt found two ${e.kind} with the name "${e.name}":${listed(e.nodes)}`,
    hint: "rename one of them",
  }),
  "string-size-of-non-string": (e: { column: string; type: string }): ErrorText => ({
    message: `Called string_size() on non-string field! (${e.column} is ${e.type})`,
    label: "Runtime",
  }),
  "strict-argument": (e: { message: string }): ErrorText => ({ message: e.message }),
  "validation-failed": (e: { value: string; allowed: string }): ErrorText => ({
    message: `Expected value "${e.value}" to be one of ${e.allowed}`,
    label: "Runtime",
  }),
  "var-missing": (e: { name: string; node: string; supplied: string; nearest?: string }): ErrorText => ({
    message: `Required var '${e.name}' not found in config:\nVars supplied to ${e.node} = ${e.supplied}`,
    hint: didYouMean(e.nearest),
  }),
  "yaml-render-failed": (e: {
    key: string;
    file: string;
    text: string;
    reason: string;
    hint?: string;
  }): ErrorText => ({
    message: `Could not render ${e.text}: ${e.reason}`,
    hint: e.hint ?? (e.key === "" ? undefined : `it is ${e.key} of ${e.file}`),
  }),
} as const;
