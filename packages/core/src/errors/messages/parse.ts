import type { ErrorText } from "./error-text.ts";
import { didYouMean } from "./error-text.ts";

const lines = (items: readonly string[]): string => items.map((item) => `\n- ${item}`).join("");
const quoted = (items: readonly string[]): string => items.map((item) => `'${item}'`).join(", ");

export interface Unresolved {
  /** "Model", "Test", "Exposure" */
  readonly kind: string;
  readonly id: string;
  readonly path: string;
  readonly what: "node" | "source" | "metric" | "function";
  readonly name: string;
  readonly package?: string | null;
  readonly version?: string | number | null;
  readonly disabled: boolean;
  readonly nearest?: string;
  /** The versions there are of a name of which another was asked for: "orders.v1". */
  readonly versions?: readonly string[];
}

const versionsOf = ({ versions = [] }: Unresolved): string | undefined =>
  versions.length > 0 ? `there is ${versions.join(", ")}` : undefined;

/** Parsing: nodes and their configuration, references, the checks of the whole. Properties files have properties.ts. */
export const parseMessages = {
  "access-invalid": (e: { id: string; value: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `${e.id} has an access that does not exist: ${e.value}`,
    hint: didYouMean(e.nearest) ?? "access is private, protected or public",
  }),
  "access-public-ephemeral": (e: { id: string }): ErrorText => ({
    label: "Parsing",
    message: `the access of ${e.id} cannot be public, because the model is ephemeral`,
    hint: "an ephemeral model has no relation that others could read: make it a view, or protected",
  }),
  "config-build-after": (e: { missing: string; given: string }): ErrorText => ({
    label: "Parsing",
    message: `\`freshness.build_after\` has a \`${e.given}\` without a \`${e.missing}\``,
  }),
  "config-contract-incremental": (e: { onSchemaChange: string }): ErrorText => ({
    label: "Validation",
    message: `Invalid value for on_schema_change: ${e.onSchemaChange}. Models materialized as incremental with contracts enabled must set on_schema_change to 'append_new_columns' or 'fail'`,
  }),
  "config-key-misspelled": (e: { key: string; file: string; nearest: string }): ErrorText => ({
    message: `Custom key \`${e.key}\` found in the config of ${e.file}: it configures nothing that dbt knows`,
    hint: didYouMean(e.nearest),
  }),
  "config-path-unused": (e: {
    paths: readonly { readonly path: string; readonly nearest?: string }[];
  }): ErrorText => ({
    message:
      "Configuration paths exist in dbt_project.yml that apply to no resource:" +
      lines(e.paths.map(({ path }) => path)),
    hint:
      e.paths
        .flatMap(({ path, nearest }) =>
          nearest ? [`for ${path}: did you mean "${path.split(".")[0]}.${nearest}"?`] : [],
        )
        .join("\n  ") || undefined,
  }),
  "config-value": (e: { key: string; expected: string; got: string; nearest?: string; schema?: string }): ErrorText => ({
    label: "Parsing",
    message: `the config ${e.key} takes ${e.expected}, but got: ${e.got}${e.schema === undefined ? "" : ` (${e.schema})`}`,
    hint: didYouMean(e.nearest),
  }),
  "function-arguments": (e: { name: string; argument: string }): ErrorText => ({
    label: "Parsing",
    message: `Non-defaulted argument '${e.argument}' of function '${e.name}' comes after a defaulted argument. Non-defaulted arguments cannot come after defaulted arguments. `,
    hint: "put it first, or give it a default_value",
  }),
  "group-unknown": (e: { group: string; known: readonly string[]; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `Invalid group '${e.group}': ${e.known.length === 0 ? "no group is defined" : `there is ${quoted(e.known)}`}`,
    hint: didYouMean(e.nearest) ?? "define it under `groups:` in a properties file",
  }),
  "measure-not-found": (e: {
    metric: string;
    measure: string;
    disabledModel?: string;
    nearest?: string;
  }): ErrorText => ({
    label: "Parsing",
    message: e.disabledModel
      ? `The measure \`${e.measure}\` is referenced on disabled semantic model \`${e.disabledModel}\`, by the metric \`${e.metric}\``
      : `A semantic model having a measure \`${e.measure}\` does not exist but was referenced by the metric \`${e.metric}\``,
    hint: didYouMean(e.nearest),
  }),
  "metric-cycle": (e: { chain: readonly string[] }): ErrorText => ({
    label: "Parsing",
    message: `metrics are made of each other: ${e.chain.join(" --> ")}`,
  }),
  "metric-incomplete": (e: { metric: string; type: string }): ErrorText => ({
    label: "Parsing",
    message: `the ${e.type} metric \`${e.metric}\` is incomplete`,
    hint:
      e.type === "ratio"
        ? "it takes a numerator and a denominator"
        : e.type === "conversion"
          ? "it takes conversion_type_params"
          : "it takes a measure",
  }),
  "metric-not-found": (e: {
    metric: string;
    input: string;
    disabled: boolean;
    nearest?: string;
  }): ErrorText => ({
    label: "Parsing",
    message: e.disabled
      ? `The metric \`${e.input}\` is disabled and thus cannot be referenced by metric \`${e.metric}\``
      : `The metric \`${e.input}\` does not exist but was referenced by metric \`${e.metric}\``,
    hint: didYouMean(e.nearest),
  }),
  "microbatch-concurrency": (e: { count: number; adapter: string }): ErrorText => ({
    message: `concurrent_batches is true for ${e.count} model(s), but ${e.adapter} runs one batch after the other`,
  }),
  "microbatch-inputs": (e: { model: string }): ErrorText => ({
    message: `no input of the microbatch model '${e.model}' has an 'event_time': every batch reads all of them`,
    hint: "set `event_time` on the inputs that have such a column",
  }),
  "microbatch-macro": (_: object): ErrorText => ({
    message:
      "the project has a microbatch macro of its own, which runs once and not for each batch: deprecated",
    hint: "set the flag require_batched_execution_for_custom_microbatch_strategy to true",
  }),
  "microbatch-invalid": (e: { model: string; text: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `Microbatch model '${e.model}' ${e.text}`,
    hint: didYouMean(e.nearest),
  }),
  "model-deprecated": (e: { name: string; date: string }): ErrorText => ({
    message: `Model ${e.name} has passed its deprecation date of ${e.date}`,
    hint: "disable it, or remove it",
  }),
  "model-deprecated-reference": (e: {
    name: string;
    target: string;
    date: string;
    past: boolean;
    latest?: string;
  }): ErrorText => ({
    message: `'${e.name}' refers to ${e.target}, ${e.past ? "deprecated since" : "to be deprecated on"} ${e.date}`,
    hint: e.latest ? `the latest version is ${e.latest}` : undefined,
  }),
  "name-shared": (e: { name: string; package: string; ids: readonly string[] }): ErrorText => ({
    message: `several resources of package '${e.package}' are named '${e.name}': ${quoted(e.ids)}`,
    hint: "ref() finds only one of them: rename the other",
  }),
  "name-with-spaces": (e: { id: string }): ErrorText => ({
    message: `Found spaces in the name of \`${e.id}\``,
  }),
  "names-with-spaces": (e: { names: readonly string[] }): ErrorText => ({
    label: "Runtime",
    message: `Resource names cannot contain spaces:${lines(e.names)}`,
    hint: "rename them",
  }),
  "names-with-spaces-allowed": (e: { count: number; hinted: boolean; names: readonly string[] }): ErrorText => ({
    message:
      `Spaces found in ${e.count} resource name(s), which dbt is giving up and tools may stumble over.` +
      (e.hinted ? " Run again with `--debug` to see them all." : lines(e.names)),
    hint: "rename them",
  }),
  "python-model-invalid": (e: { found: number }): ErrorText => ({
    label: "Parsing",
    message: `a Python model is one function model(dbt, session), but there are ${e.found}`,
  }),
  "python-model-jinja": (_: object): ErrorText => ({
    label: "Parsing",
    message: "Python models cannot hold Jinja",
  }),
  "python-model-literal": (e: { call: string }): ErrorText => ({
    label: "Parsing",
    message: `the arguments of ${e.call} cannot be read`,
    hint: "dbt.ref, dbt.source, dbt.config and dbt.config.get take literals only",
  }),
  "ref-access": (e: {
    id: string;
    target: string;
    access: string;
    scope: string;
    scopeType: string;
  }): ErrorText => ({
    label: "Parsing",
    message: `${e.id} depends on ${e.target}, which is ${e.access} to the '${e.scope}' ${e.scopeType}`,
    hint:
      e.access === "private"
        ? "put it into the same group, or make the referenced model protected"
        : "only public models can be used outside their package",
  }),
  "ref-ambiguous": (e: { name: string; ids: readonly string[]; packages: readonly string[] }): ErrorText => ({
    message: `'${e.name}' was found in several packages: ${quoted(e.ids)}`,
    hint: `name the package first: ${e.packages.map((name) => `ref('${name}', '${e.name}')`).join(" or ")}`,
  }),
  "ref-into-root": (e: { node: string; package: string; target: string }): ErrorText => ({
    message: `'${e.node}' of package '${e.package}' refers to ${e.target} of the root project`,
    hint: "set the flag require_ref_searches_node_package_before_root, and packages look into themselves first",
  }),
  "ref-not-found": (e: Unresolved): ErrorText => ({
    message:
      `${e.kind} '${e.id}' (${e.path}) depends on a ${e.what} named '${e.name}' ` +
      `${e.version ? `with version '${e.version}' ` : ""}${e.package ? `in package or project '${e.package}' ` : ""}` +
      `which ${e.disabled ? "is disabled" : "was not found"}`,
    hint: e.disabled
      ? "set enabled: true on it, or drop the reference"
      : (versionsOf(e) ?? didYouMean(e.nearest)),
  }),
  "script-config": (e: { key: string }): ErrorText => ({
    label: "Parsing",
    message: `config.${e.key} of a TypeScript model is a list of ${e.key === "refs" ? 'names: ["orders", ["package", "model"]]' : 'pairs: [["source", "table"]]'}`,
  }),
  "script-host-missing": (e: { path: string }): ErrorText => ({
    message: `${e.path} is a TypeScript model, and this program was started without a reader of TypeScript`,
    hint: "pass the host that createHost() makes",
  }),
  "script-materialized": (e: { model: string; materialized: string }): ErrorText => ({
    message: `model '${e.model}' is a TypeScript model and cannot be materialized as '${e.materialized}': its rows have to be stored`,
    hint: 'materialize it as "table" or "incremental"',
  }),
  "script-reference": (e: { name: string }): ErrorText => ({
    message: `what this ${e.name}() refers to is computed, but the graph has to be known before the model runs`,
    hint: `write the names as texts, or list all it may refer to: export const config = { ${e.name === "ref" ? 'refs: ["a", "b"]' : 'sources: [["a", "b"]]'} }`,
  }),
  "script-syntax": (e: { path: string; message: string }): ErrorText => ({
    label: "Parsing",
    message: `${e.path} cannot be read: ${e.message}`,
  }),
  "seed-dependency": (e: { id: string }): ErrorText => ({
    label: "Parsing",
    message: `Seeds cannot depend on other nodes, but a hook of '${e.id}' calls 'ref', 'source' or 'metric', directly or through a macro`,
    hint: "move the hook to a model that depends on the seed",
  }),
  "snapshot-invalid": (e: { text: string }): ErrorText => ({ label: "Validation", message: e.text }),
  "metric-params-old": (e: { metrics: readonly string[] }): ErrorText => ({
    label: "Parsing",
    message: `\`window\` and \`grain_to_date\` stand directly under \`type_params\` of the metrics ${quoted(e.metrics)}`,
    hint: "put them under type_params.cumulative_type_params",
  }),
  "semantic-rule": (e: { message: string }): ErrorText => ({ label: "Parsing", message: e.message }),
  "semantic-layer-invalid": (e: { count: number }): ErrorText => ({
    label: "Parsing",
    message: `Semantic Manifest validation failed: ${e.count === 1 ? "one problem is" : `${e.count} problems are`} told above`,
  }),
  "time-spine-missing": (_: object): ErrorText => ({
    label: "Parsing",
    message: "The semantic layer requires a time spine model with granularity DAY or smaller in the project, but there is none",
    hint: "give a model of one row for each day the property time_spine: {standard_granularity_column: date_day}, and that column granularity: day",
  }),
  "time-spine-unconfigured": (_: object): ErrorText => ({
    message: "the model metricflow_time_spine is a time spine by its name alone, which dbt is giving up",
    hint: "give it the property time_spine: {standard_granularity_column: date_day}, and that column granularity: day",
  }),
  "version-and-plain": (e: {
    name: string;
    ids: readonly string[];
    paths: readonly string[];
  }): ErrorText => ({
    label: "Parsing",
    message: `there are versioned and unversioned models with the name "${e.name}": ${e.ids.map((id, index) => `${id} (${e.paths[index]})`).join(", ")}`,
    hint: "list the unversioned one under `versions:`, or rename it",
  }),
} as const;
