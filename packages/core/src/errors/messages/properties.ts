import type { ErrorText } from "./error-text.ts";
import { didYouMean } from "./error-text.ts";

const lines = (items: readonly string[]): string => items.map((item) => `\n${item}`).join("");

/** Properties files: what may stand in them, and what it has to fit. */
export const propertiesMessages = {
  "constraint-foreign-key": (e: { model: string; to: string }): ErrorText => ({
    label: "Parsing",
    message: `Invalid 'ref' or 'source' syntax on foreign key constraint 'to' on model ${e.model}: ${e.to}.`,
    hint: "`to:` takes ref('model') or source('source', 'table')",
  }),
  "constraint-materialization": (e: { materialized: string }): ErrorText => ({
    message: `Constraint types are not supported for ${e.materialized} materializations and will be ignored`,
    hint: "set 'warn_unsupported: false' on the constraint to silence this",
  }),
  "constraint-primary-key": (e: {
    path: string;
    columns: readonly string[];
    onModel: boolean;
  }): ErrorText => ({
    label: "Parsing",
    message:
      `Primary key constraint error: (${e.path})\n` +
      (e.onModel
        ? "Primary key constraints defined at the model level and the columns level."
        : `Found ${e.columns.length} columns (${e.columns.join(", ")}) with primary key constraints defined.`),
    hint: e.onModel
      ? "say it in one of the two places"
      : "a key of several columns is a constraint of the model: `constraints: [{type: primary_key, columns: […]}]`",
  }),
  "constraint-type": (e: {
    owner: string;
    type: string;
    types: readonly string[];
    nearest?: string;
  }): ErrorText => ({
    label: "Parsing",
    message: `Invalid constraint type on ${e.owner}: ${e.type}. Type must be one of ${e.types.join(", ")}`,
    hint: didYouMean(e.nearest),
  }),
  "contract-columns": (e: { path: string }): ErrorText => ({
    label: "Parsing",
    message: `Contract enforcement failed for: (${e.path})\nConstraints must be defined in a \`yml\` schema configuration file like \`schema.yml\`.`,
    hint: "list the model's columns with their data_type",
  }),
  "contract-language": (e: { path: string; language: string }): ErrorText => ({
    label: "Parsing",
    message: `Contract enforcement failed for: (${e.path})\nLanguage Error: Expected 'sql' but found '${e.language}'`,
  }),
  "date-invalid": (e: { key: string; got: string }): ErrorText => ({
    label: "Parsing",
    message: `${e.key} takes a date like 2026-01-31, but got: ${e.got}`,
  }),
  "exposure-name": (e: { name: string }): ErrorText => ({
    message: `Exposure names may only contain letters, numbers, underscores and hyphens; '${e.name}' has others`,
    hint: "use the `label` property for the name that people read",
  }),
  "macro-annotation": (e: { macro: string; text: string }): ErrorText => ({
    message: `macro ${e.macro}: ${e.text}`,
  }),
  "metric-name": (e: { name: string; reasons: readonly string[] }): ErrorText => ({
    label: "Parsing",
    message: `The metric name '${e.name}' is invalid. It ${e.reasons.join(", ")}`,
  }),
  "metric-window": (e: { window: string }): ErrorText => ({
    label: "Parsing",
    message: `Invalid window (${e.window}) in metric: it should be a count and a granularity, e.g. \`28 days\``,
  }),
  "owner-missing": (e: { kind: string; name: string }): ErrorText => ({
    label: "Parsing",
    message: `${e.kind} owner must have at least one of 'name' or 'email' (${e.name})`,
  }),
  "properties-duplicate": (e: { kind: string; name: string; paths: readonly string[] }): ErrorText => ({
    message: `dbt found two schema.yml entries for the same ${e.kind} named ${e.name}: ${e.paths.join(" and ")}`,
    hint: "a resource may only be described once: join the two entries",
  }),
  "properties-enable-ambiguous": (e: { count: number; type: string; name: string }): ErrorText => ({
    label: "Parsing",
    message: `Found ${e.count} matching disabled nodes for ${e.type} '${e.name}'. A properties file cannot tell which one to enable.`,
    hint: "enable it in dbt_project.yml or in its own file",
  }),
  "properties-invalid": (e: { path: string; text: string }): ErrorText => ({
    label: "Parsing",
    message: `The schema file at ${e.path} is invalid because ${e.text}`,
  }),
  "properties-misplaced-config": (e: { key: string; path: string }): ErrorText => ({
    message: `Found \`${e.key}\` as a top-level property in ${e.path}, where it has no effect`,
    hint: `\`${e.key}\` belongs under \`config:\``,
  }),
  "properties-model-only": (e: { key: string; type: string; name: string }): ErrorText => ({
    message: `Field \`${e.key}\` is not valid for ${e.type} (${e.name})`,
  }),
  "properties-moved-to-config": (e: { key: string; test: string; path: string }): ErrorText => ({
    message: `Found \`${e.key}\` as a top-level property of the test ${e.test} in ${e.path}`,
    hint: `move \`${e.key}\` under \`config:\``,
  }),
  "properties-no-macro": (e: { name: string; path: string; nearest?: string }): ErrorText => ({
    message: `Found patch for macro "${e.name}" which was not found (${e.path})`,
    hint: didYouMean(e.nearest),
  }),
  "properties-no-node": (e: {
    name: string;
    section: string;
    path: string;
    nearest?: string;
  }): ErrorText => ({
    message: `Did not find matching node for patch with name '${e.name}' in the '${e.section}' section of file '${e.path}'`,
    hint: didYouMean(e.nearest),
  }),
  "properties-shape": (e: {
    section: string;
    path: string;
    name: string;
    text: string;
    nearest?: string;
  }): ErrorText => ({
    label: "Parsing",
    message: `Invalid ${e.section} config given in ${e.path} @ ${e.section}: ${e.name === "" ? "" : `${e.name} - `}${e.text}`,
    hint: didYouMean(e.nearest),
  }),
  "properties-twice": (e: { key: string; path: string }): ErrorText => ({
    label: "Parsing",
    message: `In ${e.path}: found ${e.key} in 'config' and as top-level key`,
    hint: "keep the one under 'config'",
  }),
  "properties-unknown-key": (e: { key: string; path: string; nearest?: string }): ErrorText => ({
    message: `Custom key \`${e.key}\` found in ${e.path}: dbt does not know it`,
    hint: didYouMean(e.nearest),
  }),
  "properties-unknown-section": (e: { key: string; path: string; nearest?: string }): ErrorText => ({
    message: `Unexpected top-level key ${e.key} in ${e.path}`,
    hint: didYouMean(e.nearest),
  }),
  "properties-wrong-section": (e: {
    name: string;
    type: string;
    section: string;
    right: string;
    path: string;
  }): ErrorText => ({
    message: `'${e.name}' is a ${e.type} node, but it is specified in the ${e.section} section of ${e.path}`,
    hint: `place the \`${e.name}\` entry under the ${e.right} key instead`,
  }),
  "snapshot-relation": (e: { name: string; relation: string }): ErrorText => ({
    label: "Parsing",
    message: `the relation of snapshot ${e.name} is no reference: ${e.relation}`,
    hint: "`relation:` takes ref('model') or source('source', 'table')",
  }),
  "source-freshness-metadata": (e: { source: string }): ErrorText => ({
    message: `The configured adapter does not support metadata-based freshness. A loaded_at_field must be specified for source '${e.source}'.`,
  }),
  "source-loaded-at": (e: { level: string; name: string }): ErrorText => ({
    label: "Parsing",
    message: `Cannot specify both loaded_at_field and loaded_at_query at ${e.level} level. (${e.name})`,
  }),
  "source-override-twice": (e: { name: string; package: string; paths: readonly string[] }): ErrorText => ({
    message: `dbt found two schema.yml entries for the same source named ${e.name} in package ${e.package}: ${e.paths.join(" and ")}`,
    hint: "sources may only be overridden a single time",
  }),
  "source-overrides-unused": (e: { lines: readonly string[] }): ErrorText => ({
    message: `During parsing, dbt encountered source overrides that had no target:${lines(e.lines)}`,
  }),
  "source-tag": (e: { source: string; tag: string }): ErrorText => ({
    message: `a tag of source ${e.source} is no text: ${e.tag}`,
  }),
  "test-arguments-ignored": (e: { test: string }): ErrorText => ({
    message: `The generic test ${e.test} has an \`arguments\` property, which is passed to the test as it is`,
    hint: "set the flag require_generic_test_arguments_property to have it taken apart",
  }),
  "test-arguments-missing": (e: { test: string }): ErrorText => ({
    message: `Found top-level arguments to test ${e.test}. Arguments to generic tests should be nested under the \`arguments\` property.`,
  }),
  "test-config-twice": (e: { key: string; resource: string }): ErrorText => ({
    message: `Test cannot have the same key at the top-level and in config: ${e.key} (${e.resource})`,
    hint: "keep the one under `config:`",
  }),
  "test-definition": (e: { path: string; resource: string; text: string }): ErrorText => ({
    label: "Parsing",
    message: `Invalid test config given in ${e.path}: ${e.text} (${e.resource})`,
  }),
  "test-macro-not-found": (e: {
    name: string;
    macro: string;
    path: string;
    resource: string;
    nearest?: string;
  }): ErrorText => ({
    message: `'${e.macro}' is undefined: the test ${e.name} of ${e.resource} (${e.path}) has no macro`,
    hint:
      didYouMean(e.nearest) ??
      `define it with {% test ${e.name}(model, column_name) %}, or install the package that has it`,
  }),
  "tests-twice": (e: { path: string }): ErrorText => ({
    label: "Validation",
    message: `Invalid test config: cannot have both 'tests' and 'data_tests' defined (${e.path})`,
    hint: "`tests` is the old word for `data_tests`: join the two lists",
  }),
  "time-spine-invalid": (e: { model: string; text: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `the time spine of model '${e.model}': ${e.text}`,
    hint: didYouMean(e.nearest),
  }),
  "unit-test-fixture": (e: { fixture: string; path: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `File not found for fixture '${e.fixture}' in unit tests in ${e.path}`,
    hint: didYouMean(e.nearest) ?? "fixtures are the .csv and .sql files in tests/fixtures",
  }),
  "unit-test-incremental": (e: { test: string; model: string }): ErrorText => ({
    label: "Parsing",
    message: `Boolean override for 'is_incremental' must be provided for unit test '${e.test}' in model '${e.model}'`,
    hint: "overrides: {macros: {is_incremental: false}}",
  }),
  "unit-test-model": (e: { test: string; model: string; path: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `Unable to find model '${e.model}' for unit test '${e.test}' in ${e.path}`,
    hint: didYouMean(e.nearest),
  }),
  "unit-test-csv": (e: { test: string; row: number; values: number; columns: number }): ErrorText => ({
    label: "Parsing",
    message: `Row ${e.row} of the CSV in unit test '${e.test}' has ${e.values} values, but there are ${e.columns} columns`,
    hint: "quote a value that holds a comma",
  }),
  "unit-test-rows": (e: { test: string; role: string; format: string }): ErrorText => ({
    label: "Parsing",
    message: `Unit test ${e.test} has ${e.role} rows which do not match format ${e.format}`,
    hint:
      e.format === "dict"
        ? "rows of the format dict are a list of mappings"
        : `the format ${e.format} takes a text, or the name of a fixture`,
  }),
  "unit-test-seed": (e: { input: string; package: string; test: string }): ErrorText => ({
    label: "Parsing",
    message: `Unable to find seed '${e.input}' of package '${e.package}' for unit test ${e.test}`,
    hint: "only an input that is a seed may go without rows",
  }),
  "unit-test-this": (e: { test: string; model: string }): ErrorText => ({
    label: "Parsing",
    message: `Unit test '${e.test}' for incremental model '${e.model}' must have a 'this' input`,
    hint: "given: [{input: this, rows: […]}] is what the table held before",
  }),
  "unit-test-versions": (e: { test: string; text: string }): ErrorText => ({
    label: "Parsing",
    message: `Unit test '${e.test}' ${e.text}`,
  }),
  "version-columns": (e: { name: string; text: string }): ErrorText => ({
    label: "Parsing",
    message: `${e.text} (model ${e.name})`,
  }),
  "version-duplicate": (e: { name: string; version: string | number }): ErrorText => ({
    label: "Parsing",
    message: `Found duplicate version: '${e.version}' in versions list of model '${e.name}'`,
  }),
  "version-latest-unknown": (e: {
    name: string;
    latest: string;
    versions: readonly (string | number)[];
  }): ErrorText => ({
    label: "Parsing",
    message: `latest_version: ${e.latest} is not one of model '${e.name}' versions: [${e.versions.join(", ")}]`,
  }),
  "yaml-duplicate-key": (e: { key: string; path: string }): ErrorText => ({
    message: `Duplicate key '${e.key}' in ${e.path}: the last one counts`,
    hint: "remove one of them",
  }),
} as const;
