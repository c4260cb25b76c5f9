import type { ErrorText } from "./error-text.ts";
import { didYouMean } from "./error-text.ts";

const lines = (items: readonly string[]): string => items.map((item) => `\n- ${item}`).join("");
const quoted = (items: readonly string[]): string => items.map((item) => `'${item}'`).join(", ");

interface Unresolved {
  /** "Model", "Test", "Exposure" */
  readonly kind: string;
  readonly id: string;
  readonly path: string;
  /** "node", "source", "metric", "function" */
  readonly what: string;
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
    message: `Node ${e.id} has an invalid value (${e.value}) for the access field`,
    hint: didYouMean(e.nearest) ?? "access is private, protected or public",
  }),
  "access-public-ephemeral": (e: { id: string }): ErrorText => ({
    label: "Parsing",
    message: `Node ${e.id} with 'ephemeral' materialization has an invalid value (public) for the access field`,
    hint: "an ephemeral model has no relation that others could read: make it a view, or protected",
  }),
  "config-build-after": (e: { missing: string; given: string }): ErrorText => ({
    label: "Parsing",
    message: `\`freshness.build_after\` must have a value for \`${e.missing}\` if a \`${e.given}\` is provided`,
  }),
  "config-contract-incremental": (e: { onSchemaChange: string }): ErrorText => ({
    label: "Parsing",
    message:
      `Invalid value for on_schema_change: ${e.onSchemaChange}. Models materialized as incremental with contracts enabled ` +
      "must set on_schema_change to 'append_new_columns' or 'fail'",
  }),
  "config-key-misspelled": (e: { key: string; file: string; nearest: string }): ErrorText => ({
    message: `Custom key \`${e.key}\` found in the config of ${e.file}: it configures nothing that dbt knows`,
    hint: didYouMean(e.nearest),
  }),
  "config-path-unused": (e: {
    paths: readonly { readonly path: string; readonly nearest?: string }[];
  }): ErrorText => ({
    message:
      "Configuration paths exist in your dbt_project.yml file which do not apply to any resources.\n" +
      `There are ${e.paths.length} unused configuration paths:${lines(e.paths.map(({ path }) => path))}`,
    hint:
      e.paths
        .flatMap(({ path, nearest }) => (nearest ? [`for ${path}: did you mean "${path.split(".")[0]}.${nearest}"?`] : []))
        .join("\n  ") || undefined,
  }),
  "config-value": (e: { key: string; expected: string; got: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `the config ${e.key} takes ${e.expected}, but got: ${e.got}`,
    hint: didYouMean(e.nearest),
  }),
  "function-arguments": (e: { name: string; argument: string }): ErrorText => ({
    label: "Parsing",
    message: `Non-defaulted argument '${e.argument}' of function '${e.name}' comes after a defaulted argument`,
    hint: "arguments with a default_value go last",
  }),
  "group-unknown": (e: { group: string; known: readonly string[]; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `Invalid group '${e.group}', expected one of [${quoted(e.known)}]`,
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
      ? `The measure \`${e.measure}\` is referenced on disabled semantic model \`${e.disabledModel}\`.`
      : `A semantic model having a measure \`${e.measure}\` does not exist but was referenced.`,
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
      ? `The metric \`${e.input}\` is disabled and thus cannot be referenced.`
      : `The metric \`${e.input}\` does not exist but was referenced by metric \`${e.metric}\`.`,
    hint: didYouMean(e.nearest),
  }),
  "microbatch-concurrency": (e: { count: number; adapter: string }): ErrorText => ({
    message: `Found ${e.count} microbatch model(s) with the \`concurrent_batches\` config set to true, but the ${e.adapter} adapter does not support running batches concurrently. Batches will be run sequentially.`,
  }),
  "microbatch-inputs": (e: { model: string }): ErrorText => ({
    message: `The microbatch model '${e.model}' has no 'ref' or 'source' input with an 'event_time' configuration, so its inputs are not filtered: every batch reads all of them`,
    hint: "set `event_time` on the inputs that have such a column",
  }),
  "microbatch-macro": (_: object): ErrorText => ({
    message: "The use of a custom microbatch macro outside of batched execution is deprecated",
    hint: "set the flag require_batched_execution_for_custom_microbatch_strategy to true",
  }),
  "microbatch-invalid": (e: { model: string; text: string; nearest?: string }): ErrorText => ({
    label: "Parsing",
    message: `Microbatch model '${e.model}' ${e.text}`,
    hint: didYouMean(e.nearest),
  }),
  "model-deprecated": (e: { name: string; date: string }): ErrorText => ({
    message: `Model ${e.name} has passed its deprecation date of ${e.date}. This model should be disabled or removed.`,
  }),
  "model-deprecated-reference": (e: {
    name: string;
    target: string;
    date: string;
    past: boolean;
    latest?: string;
  }): ErrorText => ({
    message: `While compiling '${e.name}': Found a reference to ${e.target}, which ${e.past ? "was" : "is"} slated for deprecation on '${e.date}'.`,
    hint: e.latest ? `the latest version is ${e.latest}` : undefined,
  }),
  "name-shared": (e: { name: string; package: string; ids: readonly string[] }): ErrorText => ({
    message: `Found resources with the same name '${e.name}' in package '${e.package}': ${quoted(e.ids)}`,
    hint: "ref() finds only one of them: rename the other",
  }),
  "name-with-spaces": (e: { id: string }): ErrorText => ({
    message: `Found spaces in the name of \`${e.id}\``,
  }),
  "names-with-spaces": (e: { names: readonly string[] }): ErrorText => ({
    label: "Validation",
    message: `Resource names cannot contain spaces:${lines(e.names)}`,
    hint: "rename them",
  }),
  "python-model-invalid": (e: { found: number }): ErrorText => ({
    label: "Parsing",
    message: `dbt allows exactly one model defined per python file, found ${e.found}`,
  }),
  "python-model-jinja": (_: object): ErrorText => ({
    label: "Parsing",
    message: "No jinja in python model code is allowed",
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
    message: `Node ${e.id} attempted to reference node ${e.target}, which is not allowed because the referenced node is ${e.access} to the '${e.scope}' ${e.scopeType}.`,
    hint:
      e.access === "private"
        ? "put it into the same group, or make the referenced model protected"
        : "only public models can be used outside their package",
  }),
  "ref-ambiguous": (e: { name: string; ids: readonly string[]; packages: readonly string[] }): ErrorText => ({
    message: `When referencing '${e.name}', dbt found nodes in multiple packages: ${quoted(e.ids)}`,
    hint: `name the package first: ${e.packages.map((name) => `ref('${name}', '${e.name}')`).join(" or ")}`,
  }),
  "ref-into-root": (e: { node: string; package: string; target: string }): ErrorText => ({
    message: `The node '${e.node}' in package '${e.package}' depends on the root project node '${e.target}'`,
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
  "seed-dependency": (e: { id: string }): ErrorText => ({
    label: "Parsing",
    message: `Seeds cannot depend on other nodes, but a hook of '${e.id}' calls 'ref', 'source' or 'metric', directly or through a macro`,
    hint: "move the hook to a model that depends on the seed",
  }),
  "snapshot-invalid": (e: { text: string }): ErrorText => ({ label: "Validation", message: e.text }),
  "version-and-plain": (e: {
    name: string;
    ids: readonly string[];
    paths: readonly string[];
  }): ErrorText => ({
    message: `dbt found versioned and unversioned models with the name "${e.name}": ${e.ids.map((id, index) => `${id} (${e.paths[index]})`).join(", ")}`,
    hint: "list the unversioned one under `versions:`, or rename it",
  }),
} as const;
