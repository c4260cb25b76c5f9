import { didYouMean, type ErrorText } from "./error-text.ts";

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));

export const runMessages = {
  "materialization-not-found": (e: { materialization: string; adapter: string; nearest?: string }): ErrorText => ({
    message: `No materialization '${e.materialization}' was found for adapter ${e.adapter}! (searched types 'default' and '${e.adapter}')`,
    hint: e.nearest ? `did you mean "${e.nearest}"?` : undefined,
  }),
  "materialization-language": (e: { materialization: string; language: string; supported: readonly string[] }): ErrorText => ({
    label: "Validation",
    message: `Materialization "${e.materialization}" only supports languages [${list(e.supported)}]; got "${e.language}"`,
  }),
  "materialization-no-main": (e: { materialization: string }): ErrorText => ({
    label: "Runtime",
    message: `main is not being called during running model: materialization "${e.materialization}" ran no statement named 'main'`,
  }),
  "materialization-result": (e: { materialization: string; got: string }): ErrorText => ({
    message: `Invalid return value from materialization "${e.materialization}": expected a dict with key "relations" holding a list of relations, got: ${e.got}`,
    hint: "end it with {{ return({'relations': [target_relation]}) }}",
  }),
  "python-model": (e: { model: string }): ErrorText => ({
    message: `model '${e.model}' is a Python model, and tsmodel runs no Python`,
    hint: "write it as SQL, or as a TypeScript model beside the others",
  }),
  "test-result-shape": (e: { test: string; rows: number; columns: number }): ErrorText => ({
    label: "Internal",
    message: `the test ${e.test} returned ${e.rows} rows of ${e.columns} columns, but 1 row of 3 columns (failures, should_warn, should_error) was expected`,
    hint: "a project macro that overrides get_test_sql or the test materialization has to keep this shape",
  }),
  "test-result-boolean": (e: { value: string }): ErrorText => ({
    label: "Runtime",
    message: `warn_if/error_if gave ${e.value}, which is neither true nor false`,
  }),
  "unit-test-failed-to-run": (e: { test: string; message: string }): ErrorText => ({
    label: "Runtime",
    message: `An error occurred during execution of unit test '${e.test}'. There may be an error in the unit test definition: check the data types.\n ${e.message}`,
  }),
  "hook-failed": (e: { hook: string; message: string }): ErrorText => ({ label: "Database", message: `${e.hook} failed, error:\n ${e.message}` }),
  "node-not-runnable": (e: { type: string; name: string }): ErrorText => ({ label: "Internal", message: `a ${e.type} cannot be run: ${e.name}` }),
  "operation-not-found": (e: { macro: string; nearest?: string }): ErrorText => ({
    label: "Runtime",
    message: `dbt could not find a macro with the name '${e.macro}' in any package`,
    hint: e.nearest ? `did you mean "${e.nearest}"?` : undefined,
  }),
  "unit-test-input": (e: { test: string; input: string }): ErrorText => ({
    label: "Parsing",
    message: `Unit test '${e.test}' has an input that is no ref, source or this: ${e.input}`,
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
  "freshness-failed": (e: { source: string; message: string }): ErrorText => ({ label: "Runtime", message: `freshness of ${e.source}: ${e.message}` }),
  "show-needs-selection": (_: object): ErrorText => ({ label: "Runtime", message: "Either --select or --inline must be passed to show" }),
} as const;
