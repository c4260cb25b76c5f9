import { duplicateKey } from "./duplicate-key.ts";
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
    message: `Constraint types are not supported for ${e.materialized} materializations: they are ignored`,
    hint: "set 'warn_unsupported: false' on the constraint to silence this",
  }),
  "constraint-primary-key": (e: {
    path: string;
    columns: readonly string[];
    onModel: boolean;
  }): ErrorText => ({
    label: "Parsing",
    message: e.onModel
      ? `Primary key constraints defined at the model level and the columns level: ${e.path}`
      : `Found ${e.columns.length} columns ([${e.columns.map((name) => `'${name}'`).join(", ")}]) with primary key constraints defined: ${e.path}`,
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
    message: `Invalid constraint type on ${e.owner}: ${e.type} (there is ${e.types.join(", ")})`,
    hint: didYouMean(e.nearest),
  }),
  "contract-columns": (e: { path: string }): ErrorText => ({
    label: "Parsing",
    message: `Contract enforcement failed for ${e.path}: Constraints must be defined in a \`yml\` schema configuration file, and none says which columns it has`,
    hint: "list the model's columns with their data_type",
  }),
  "contract-language": (e: { path: string; language: string }): ErrorText => ({
    label: "Parsing",
    message: `Contract enforcement failed for ${e.path}: Language Error: Expected 'sql' but found '${e.language}'`,
  }),
  "date-invalid": (e: { key: string; got: string }): ErrorText => ({
    label: "Parsing",
    message: `${e.key} takes a date like 2026-01-31, but got: ${e.got}`,
  }),
  "exposure-name": (e: { name: string }): ErrorText => ({
    message: `Starting in v1.3, the 'name' of an exposure should contain only letters, numbers, and underscores. '${e.name}' has others.`,
    hint: "use the `label` property for the name that people read",
  }),
  "macro-annotation": (e: { text: string }): ErrorText => ({ message: e.text }),
  "metric-name": (e: { name: string; reasons: readonly string[] }): ErrorText => ({
    label: "Parsing",
    message: `'${e.name}' cannot be the name of a metric: such a name ${e.reasons.join(", and ")}`,
  }),
  "metric-window": (e: { window: string }): ErrorText => ({
    label: "Parsing",
    message: `the window of a metric is a count and a granularity like \`28 days\`, but got: ${e.window}`,
  }),
  "owner-missing": (e: { kind: string; name: string }): ErrorText => ({
    label: "Parsing",
    message: `the owner of ${e.kind.toLowerCase()} ${e.name} has neither a name nor an email`,
  }),
  "properties-duplicate": (e: { kind: string; name: string; paths: readonly string[] }): ErrorText => ({
    message: `dbt found two schema.yml entries for the same ${e.kind} named ${e.name}: in ${e.paths.join(" and ")}`,
    hint: "join the two entries",
  }),
  "properties-enable-ambiguous": (e: { count: number; type: string; name: string }): ErrorText => ({
    label: "Parsing",
    message: `Found ${e.count} matching disabled nodes for ${e.type} '${e.name}': a properties file cannot tell which one to enable`,
    hint: "enable it in dbt_project.yml or in its own file",
  }),
  "properties-invalid": (e: { path: string; text: string }): ErrorText => ({
    label: "Parsing",
    message: `The properties file ${e.path} is invalid: ${e.text}`,
  }),
  "properties-misplaced-config": (e: { key: string; path: string }): ErrorText => ({
    message: `\`${e.key}\` has no effect beside \`config:\` in ${e.path}`,
    hint: `\`${e.key}\` belongs under \`config:\``,
  }),
  "properties-model-only": (e: { key: string; type: string; name: string }): ErrorText => ({
    message: `\`${e.key}\` is for models only, and ${e.name} is a ${e.type}`,
  }),
  "properties-moved-to-config": (e: { key: string; test: string; path: string }): ErrorText => ({
    message: `\`${e.key}\` of the test ${e.test} in ${e.path} stands beside \`config:\``,
    hint: `move \`${e.key}\` under \`config:\``,
  }),
  "properties-no-macro": (e: { name: string; path: string; nearest?: string }): ErrorText => ({
    message: `${e.path} describes a macro "${e.name}" which was not found`,
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
    message: `${e.path} has ${e.key} both in 'config' and beside it`,
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
    message: `'${e.name}' is a ${e.type}, but ${e.path} describes it in the ${e.section} section`,
    hint: `move the entry to ${e.right}`,
  }),
  "snapshot-relation": (e: { name: string; relation: string }): ErrorText => ({
    label: "Parsing",
    message: `the relation of snapshot ${e.name} is no reference: ${e.relation}`,
    hint: "`relation:` takes ref('model') or source('source', 'table')",
  }),
  "source-freshness-metadata": (e: { source: string }): ErrorText => ({
    message: `the freshness of source '${e.source}' needs a loaded_at_field: this database keeps no record of when tables change`,
  }),
  "source-loaded-at": (e: { level: string; name: string }): ErrorText => ({
    label: "Parsing",
    message: `${e.name} has both a loaded_at_field and a loaded_at_query (${e.level})`,
  }),
  "source-override-twice": (e: { name: string; package: string; paths: readonly string[] }): ErrorText => ({
    message: `the source ${e.name} of package ${e.package} is overridden twice: in ${e.paths.join(" and ")}`,
    hint: "join the two entries",
  }),
  "source-overrides-unused": (e: { lines: readonly string[] }): ErrorText => ({
    message: `source overrides without a target:${lines(e.lines)}`,
  }),
  "source-tag": (e: { source: string; tag: string }): ErrorText => ({
    message: `a tag of source ${e.source} is no text: ${e.tag}`,
  }),
  "test-arguments-ignored": (e: { test: string }): ErrorText => ({
    message: `The generic test ${e.test} has an \`arguments\` property, which is passed to the test as it is`,
    hint: "set the flag require_generic_test_arguments_property to have it taken apart",
  }),
  "test-arguments-missing": (e: { test: string }): ErrorText => ({
    message: `the arguments of test ${e.test} do not stand under \`arguments:\``,
  }),
  "test-config-template": (e: { path: string; reason: string }): ErrorText => ({
    message: `Invalid generic test configuration given in ${e.path}: ${e.reason}`,
    hint: "the configuration of a test is rendered without the project's macros",
  }),
  "test-config-twice": (e: { key: string; resource: string }): ErrorText => ({
    message: `Test cannot have the same key at the top-level and in config: one of ${e.resource} has ${e.key} twice`,
    hint: "keep the one under `config:`",
  }),
  "test-definition": (e: { path: string; resource: string; text: string }): ErrorText => ({
    label: "Parsing",
    message: `Invalid test config given in ${e.path}: ${e.text} (${e.resource})`,
  }),
  "tests-twice": (e: { path: string }): ErrorText => ({
    label: "Validation",
    message: `Invalid test config: cannot have both 'tests' and 'data_tests' defined, as ${e.path} has`,
    hint: "`tests` is the old word for `data_tests`: join the two lists",
  }),
  "time-spine-invalid": (e: { model: string; text: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `${e.text} of model '${e.model}'`,
    hint: didYouMean(e.nearest),
  }),
  "unit-test-fixture": (e: { fixture: string; path: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `File not found for fixture '${e.fixture}' in unit tests of ${e.path}`,
    hint: didYouMean(e.nearest) ?? "fixtures are the .csv and .sql files in tests/fixtures",
  }),
  "unit-test-incremental": (e: { test: string; model: string }): ErrorText => ({
    label: "Parsing",
    message: `Boolean override for 'is_incremental' must be provided for unit test '${e.test}' in model '${e.model}'`,
    hint: "overrides: {macros: {is_incremental: false}}",
  }),
  "unit-test-model": (e: { test: string; model: string; path: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `the model '${e.model}' of unit test '${e.test}' in ${e.path} was not found`,
    hint: didYouMean(e.nearest),
  }),
  "unit-test-csv": (e: { test: string; row: number; values: number; columns: number }): ErrorText => ({
    label: "Parsing",
    message: `Row ${e.row} of the CSV in unit test '${e.test}' has ${e.values} values, but there are ${e.columns} columns`,
    hint: "quote a value that holds a comma",
  }),
  "unit-test-rows": (e: { test: string; role: string; format: string }): ErrorText => ({
    label: "Parsing",
    message: `the ${e.role} rows of unit test ${e.test} do not have the format ${e.format}`,
    hint:
      e.format === "dict"
        ? "rows of the format dict are a list of mappings"
        : `the format ${e.format} takes a text, or the name of a fixture`,
  }),
  "unit-test-seed": (e: { input: string; package: string; test: string }): ErrorText => ({
    label: "Parsing",
    message: `Unable to find seed '${e.package}.${e.input}' for unit tests: ${e.test} names it`,
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
    message: `model '${e.name}' lists the version '${e.version}' twice`,
  }),
  "version-latest-unknown": (e: {
    name: string;
    latest: string;
    versions: readonly (string | number)[];
  }): ErrorText => ({
    label: "Parsing",
    message: `latest_version: ${e.latest} is no version of model '${e.name}' (there is ${e.versions.join(", ")})`,
  }),
  "yaml-duplicate-key": (e: { key: string; file: string; line: number; column: number }): ErrorText => ({
    message: duplicateKey(e),
    hint: "the last one counts: remove the others",
  }),
} as const;
