import type { ErrorText } from "./error-text.ts";
import { didYouMean } from "./error-text.ts";

/** Errors of the context room: what templates call. */
export const contextMessages = {
  "adapter-argument-type": (e: {
    method: string;
    argument: string;
    expected: string;
    got: string;
    type: string;
  }): ErrorText => ({
    message: `'adapter.${e.method}' expects argument '${e.argument}' to be of type '${e.expected}', instead got ${e.got} (${e.type})`,
  }),
  "adapter-macro": (e: { name: string }): ErrorText => ({
    message: `The "adapter_macro" macro has been deprecated and does nothing any more. adapter_macro was called for: ${e.name}`,
    hint: "use adapter.dispatch to find a macro, and call the result",
  }),
  "adapter-method-unsupported": (e: { method: string; adapter: string }): ErrorText => ({
    message: `\`${e.method}\` is not implemented for the adapter ${e.adapter}!`,
    label: "Runtime",
  }),
  "behavior-flag-unknown": (e: { name: string; nearest?: string }): ErrorText => ({
    message: `The flag \`${e.name}\` has not be registered.`,
    hint: didYouMean(e.nearest),
  }),
  "cache-name-taken": (e: { from: string; to: string; prefix?: string }): ErrorText => ({
    message: `Cache inconsistency detected: in rename of "${e.from}" -> "${e.to}", new name is in the cache already`,
    hint:
      e.prefix === undefined
        ? undefined
        : `two names may have been cut to the same length: make sure that no two models share the prefix "${e.prefix}"`,
    label: "Internal",
  }),
  "call-arguments": (e: { name: string; takes: string; given: number }): ErrorText => ({
    message: `${e.name}() takes ${e.takes} (${e.given} given)`,
  }),
  "call-argument-type": (e: {
    name: string;
    argument: string;
    expected: string;
    type: string;
  }): ErrorText => ({
    message: `The ${e.argument} argument to ${e.name}() must be ${e.expected}, got ${e.type}`,
  }),
  "catalog-integration-missing": (e: { name: string }): ErrorText => ({
    message: `Catalog integration '${e.name}' not found`,
    label: "Runtime",
  }),
  "config-call-invalid": (): ErrorText => ({
    message: "Invalid inline model config",
    hint: "config() takes named values, or one dictionary",
  }),
  "config-conflict": (e: { first: string; second: string }): ErrorText => ({
    message: `Invalid config, has conflicting keys "${e.first}" and "${e.second}"`,
  }),
  "config-undefined": (e: { key: string; name: string }): ErrorText => ({
    message: `${e.name === "" ? `the value of ${e.key}` : `'${e.name}'`} is undefined`,
    hint: `config(${e.key}=…) needs a value while parsing`,
  }),
  "constraint-invalid": (e: { constraint: string }): ErrorText => ({
    message: `Could not parse constraint: ${e.constraint}`,
    label: "Runtime",
  }),
  "doc-not-found": (e: {
    id: string;
    doc: string;
    packageName?: string | null;
    nearest?: string;
  }): ErrorText => ({
    message: `Documentation for '${e.id}' depends on doc '${e.doc}'${e.packageName ? ` in package '${e.packageName}'` : ""} which was not found`,
    hint: didYouMean(e.nearest),
  }),
  "ephemeral-in-operation": (e: { name: string }): ErrorText => ({
    message: `Operations can not ref() ephemeral nodes, but ${e.name} is ephemeral`,
    hint: "an ephemeral model has no relation; materialize it as a view",
  }),
  "hard-deletes-conflict": (): ErrorText => ({
    message:
      "You cannot set both the invalidate_hard_deletes and hard_deletes config properties on the same snapshot.",
    label: "Runtime",
  }),
  "hard-deletes-invalid": (e: { value: string }): ErrorText => ({
    message: `Invalid setting for property hard_deletes: ${e.value}`,
    hint: "one of ignore, invalidate, new_record",
    label: "Runtime",
  }),
  "introspection-off": (e: { name: string }): ErrorText => ({
    message: `connection never acquired for thread: ${e.name} asks the database while it is compiled, which --no-introspect forbids`,
    hint: "leave --no-introspect out",
    label: "Runtime",
  }),
  "macro-result-invalid": (e: { macro: string; got: string }): ErrorText => ({
    message: `Got an invalid result from "${e.macro}" macro: ${e.got}`,
  }),
  "null-relation": (e: { action: string; node: string }): ErrorText => ({
    message: `Attempted to ${e.action} a null relation for ${e.node}`,
  }),
  "null-relation-type": (e: { relation: string }): ErrorText => ({
    message: `Tried to drop relation ${e.relation}, but its type is null.`,
  }),
  "persist-docs-invalid": (e: { type: string }): ErrorText => ({
    message: `'persist_docs' must be a dictionary, and is ${e.type}`,
  }),
  "query-comment-invalid": (e: { comment: string }): ErrorText => ({
    message: `query comment contains illegal value "*/": ${e.comment}`,
    label: "Runtime",
  }),
  "query-while-parsing": (e: { method: string }): ErrorText => ({
    message: `adapter.${e.method} needs the database, which is not there while parsing`,
    hint: "wrap the call in {% if execute %}",
  }),
  "quote-columns-invalid": (e: { type: string }): ErrorText => ({
    message: `"quote_columns" of a seed is true or false, and is ${e.type}`,
  }),
  "ref-not-allowed": (e: {
    id: string;
    target: string;
    access: string;
    scope: string;
    kind: string;
  }): ErrorText => ({
    message: `Node ${e.id} attempted to reference node ${e.target}, which is not allowed because the referenced node is ${e.access} to the '${e.scope}' ${e.kind}.`,
    label: "Parsing",
  }),
  "ref-not-inferred": (e: { model: string; ref: string }): ErrorText => ({
    message: `dbt was unable to infer all dependencies for the model "${e.model}".\nThis typically happens when ref() is placed within a conditional block.`,
    hint: `add this line to the top of the model: -- depends_on: {{ ref(${e.ref}) }}`,
  }),
  "relation-ambiguous": (e: { search: string; matches: string }): ErrorText => ({
    message: `get_relation found several relations for ${e.search}\n${e.matches}`,
    hint: "say which by database or schema",
  }),
  "result-already-loaded": (e: { name: string }): ErrorText => ({
    message: `The 'statement' result named '${e.name}' has already been loaded into a variable`,
    hint: "call load_result() once, and use the variable again",
  }),
  "seed-column-renamed": (e: { seed: string; column: string; renamed: string }): ErrorText => ({
    message: `Column name "${e.column}" already exists in seed '${e.seed}': the second one is called "${e.renamed}"`,
  }),
  "seed-column-type-unused": (e: { seed: string; column: string; nearest?: string }): ErrorText => ({
    message: `column_types of seed '${e.seed}' names a column '${e.column}' that its file does not have`,
    hint: didYouMean(e.nearest),
  }),
  "seed-table-invalid": (e: { reason: string }): ErrorText => ({
    message: e.reason,
    hint: /^Row \d+ has/.test(e.reason) ? "quote a value that holds a comma" : undefined,
  }),
  "seed-table-not-seed": (e: { kind: string }): ErrorText => ({
    message: `load_agate_table is for seeds, and this is a ${e.kind}`,
  }),
  "snapshot-columns-missing": (e: { columns: readonly string[] }): ErrorText => ({
    message: `Snapshot target is missing configured columns (missing "${e.columns.join('", "')}").`,
    hint: "the existing table was made by something else, or with other snapshot_meta_column_names",
  }),
  "strategy-invalid": (e: { strategy: string; valid: readonly string[] }): ErrorText => ({
    message: `The incremental strategy '${e.strategy}' is not valid for this adapter`,
    hint: `valid ones: ${e.valid.join(", ")}`,
    label: "Runtime",
  }),
  "strategy-macro-missing": (e: { macro: string; project: string; nearest?: string }): ErrorText => ({
    message: `dbt could not find an incremental strategy macro with the name "${e.macro}" in ${e.project}`,
    hint: didYouMean(e.nearest),
    label: "Runtime",
  }),
  "submit-python": (e: { model: string }): ErrorText => ({
    message: `submit_python_job was called for ${e.model}, and tsmodel runs no Python`,
    label: "Runtime",
  }),
  "unit-test-input-missing": (e: { id: string; path: string; what: string; name: string }): ErrorText => ({
    message: `Unit_Test '${e.id}' (${e.path}) depends on a ${e.what} named '${e.name}' which was not found`,
    hint: "a unit test sees nothing but its inputs: add this one to `given`, with `rows: []` when it does not matter",
  }),
  "write-not-allowed": (): ErrorText => ({ message: 'cannot "write" macros or sources' }),
} as const;
