import { didYouMean, type ErrorText } from "./error-text.ts";

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));

export const runMessages = {
  "materialization-not-found": (e: { materialization: string; adapter: string; nearest?: string }): ErrorText => ({
    message: `No materialization '${e.materialization}' was found for adapter ${e.adapter}! (searched types 'default' and '${e.adapter}')`,
    hint: e.nearest ? `did you mean "${e.nearest}"?` : undefined,
  }),
  "materialization-language": (e: { materialization: string; language: string; supported: readonly string[] }): ErrorText => ({
    label: "Runtime",
    message: `Materialization "${e.materialization}" only supports languages [${list(e.supported)}]; got "${e.language}"`,
  }),
  "materialization-no-main": (e: { materialization: string }): ErrorText => ({
    label: "Runtime",
    message: `main is not being called during running model: materialization "${e.materialization}" ran no statement named 'main'`,
  }),
  "materialization-result": (e: { materialization: string; got: string }): ErrorText => ({
    message: `The materialization "${e.materialization}" did not explicitly return a list of relations to add to the cache: expected a dict with the key "relations", got: ${e.got}`,
    hint: "end it with {{ return({'relations': [target_relation]}) }}",
  }),
  "python-model": (e: { model: string }): ErrorText => ({
    message: `model '${e.model}' is a Python model, and tsmodel runs no Python`,
    hint: "write it as SQL, or as a TypeScript model beside the others",
  }),
  "script-column-length": (e: { first: string; length: number; column: string; other: number }): ErrorText => ({
    label: "Runtime",
    message: `the columns that the model returned differ in length: "${e.first}" has ${e.length} values, "${e.column}" has ${e.other}`,
  }),
  "script-failed": (e: { message: string }): ErrorText => ({ label: "Runtime", message: e.message }),
  "script-late-column": (e: { column: string; row: number }): ErrorText => ({
    label: "Runtime",
    message: `row ${e.row} has a column "${e.column}" that no row before it had`,
    hint: "of rows that come one by one, the first 10000 decide about the columns: give it a null there",
  }),
  "script-late-value": (e: { column: string; row: number; expected: string; got: string }): ErrorText => ({
    label: "Runtime",
    message: `column "${e.column}" was ${e.expected} in the rows before, and is ${e.got} in row ${e.row}`,
    hint: "of rows that come one by one, the first 10000 decide about the types: declare this one, in config.columns or as data_type in YAML",
  }),
  "script-mixed": (e: { column: string; first: string; firstRow: number; second: string; secondRow: number }): ErrorText => ({
    label: "Runtime",
    message: `column "${e.column}" is ${e.first} in row ${e.firstRow} and ${e.second} in row ${e.secondRow}`,
    hint: "make them one kind, or declare the column's type, in config.columns or as data_type in YAML",
  }),
  "script-no-columns": (_: object): ErrorText => ({
    label: "Runtime",
    message: "the model returned no rows, so its columns are not known",
    hint: 'declare them: export const config = { columns: { id: "integer" } }, or data_type in YAML',
  }),
  "script-no-function": (e: { got: string }): ErrorText => ({
    label: "Runtime",
    message: `the default export of a TypeScript model is a function, and this is ${e.got === "object" ? "an" : "a"} ${e.got}`,
    hint: "export default async (tsmodel) => …; a file that is no model has no default export",
  }),
  "script-returned": (e: { got: string }): ErrorText => ({
    label: "Runtime",
    message: `a TypeScript model returns rows (a list of objects, or something to iterate over), columns (an object of lists), SQL or a relation; this one returned ${e.got}`,
  }),
  "script-undeclared": (e: { model: string; what: string; args: readonly string[] }): ErrorText => ({
    message: `${e.what}(${e.args.map((arg) => JSON.stringify(arg)).join(", ")}) was called in '${e.model}', but its file does not name it`,
    hint: `write it in the model's file, or list it: export const config = { ${e.what === "ref" ? `refs: [${e.args.length > 1 ? `[${e.args.map((arg) => JSON.stringify(arg)).join(", ")}]` : JSON.stringify(e.args[0] ?? "")}]` : `sources: [[${e.args.map((arg) => JSON.stringify(arg)).join(", ")}]]`} }`,
  }),
  "script-value": (e: { column: string; row: number; what: string }): ErrorText => ({
    label: "Runtime",
    message: `column "${e.column}" holds ${e.what} in row ${e.row}, which no database takes`,
  }),
  "test-result-shape": (e: { test: string; rows: number; columns: number }): ErrorText => ({
    label: "Internal",
    message: `the test ${e.test} returned ${e.rows} rows of ${e.columns} columns, but 1 row of 3 columns (failures, should_warn, should_error) was expected`,
    hint: "a project macro that overrides get_test_sql or the test materialization has to keep this shape",
  }),
  "test-result-boolean": (e: { value: string }): ErrorText => ({
    label: "Runtime",
    message: `Macro 'get_test_sql' returns '${e.value}' for should_warn or should_error, which is neither true nor false`,
  }),
  "unit-test-failed-to-run": (e: { test: string; message: string }): ErrorText => ({
    label: "Runtime",
    message: `An error occurred during execution of unit test '${e.test}'. There may be an error in the unit test definition: check the data types.\n ${e.message}`,
  }),
  "hook-failed": (e: { hook: string; message: string }): ErrorText => ({ label: "Database", message: `${e.hook} failed, error:\n ${e.message}` }),
  "node-not-runnable": (e: { type: string; name: string }): ErrorText => ({ label: "Internal", message: `a ${e.type} cannot be run: ${e.name}` }),
  "operation-not-found": (e: { macro: string; nearest?: string }): ErrorText => ({
    message: `dbt could not find a macro with the name '${e.macro}' in any package`,
    hint: e.nearest ? `did you mean "${e.nearest}"?` : undefined,
  }),
  "unit-test-input": (e: { test: string; input: string }): ErrorText => ({
    label: "Parsing",
    message: `Unit test given inputs must be either a 'ref', 'source' or 'this' call, and '${e.test}' has: '${e.input}'`,
    hint: "write input: ref('model'), source('source', 'table') or this",
  }),
  "unit-test-input-not-found": (e: { test: string; input: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `Unit test '${e.test}' had an input (${e.input}) which was not found in the manifest.`,
    hint: didYouMean(e.nearest),
  }),
  "microbatch-config": (e: { model: string; key: string }): ErrorText => ({
    label: "Runtime",
    message: `Microbatch model '${e.model}' requires a '${e.key}' configuration.`,
    hint: e.key === "batch_size" ? "one of hour, day, month, year" : "the first instant to build, e.g. begin: '2024-01-01'",
  }),
  "event-time-alone": (e: { given: string; missing: string }): ErrorText => ({
    label: "Usage",
    message: `The flag \`${e.given}\` was specified, but \`${e.missing}\` was not. When specifying \`${e.given}\`, \`${e.missing}\` must also be present.`,
  }),
  "event-time-order": (_: object): ErrorText => ({ label: "Usage", message: "Value for `--event-time-start` must be less than `--event-time-end`" }),
  "freshness-failed": (e: { source: string; message: string }): ErrorText => ({ label: "Runtime", message: `Could not compute freshness for source ${e.source}: ${e.message}` }),
  "inline-query": (_: object): ErrorText => ({ label: "Validation", message: "Error parsing inline query" }),
  "show-needs-selection": (_: object): ErrorText => ({ label: "Runtime", message: "Either --select or --inline must be passed to show" }),
  "freshness-output": (e: { path: string }): ErrorText => ({
    message: `Custom output path usage with \`--output\` is deprecated: ${e.path}`,
    hint: "target/sources.json is where others look for it",
  }),
} as const;
