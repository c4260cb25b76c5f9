/** What all contexts of a command share: built once, never copied per node. */
import { PyDict, toValue, Tuple, type Environment, type Value } from "@tsmodel/jinja";
import type { QuotePolicy } from "../adapter/adapter.ts";
import type { Effects } from "../effects.ts";
import { TsmodelError, type ErrorOptions } from "../errors/tsmodel-error.ts";
import type { Report } from "../events/event.ts";
import type { MacroRegistry } from "../macro/macro-registry.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Project } from "../project/project.ts";
import { readYaml } from "../project/read-yaml.ts";
import { sampleOf, toldFlags } from "../project/told-flags.ts";
import { yamlToValue } from "../project/yaml-value.ts";
import { createBaseContext } from "../template/base-context.ts";
import { metadataEnvs } from "../template/env-var.ts";
import { ColumnClass } from "../template/relation/column.ts";
import { RelationClass } from "../template/relation/relation-class.ts";
import { createTargetContext } from "../template/target-context.ts";
import { createValidation } from "../template/validation.ts";
import type { VarProvider } from "../template/var-object.ts";
import { DBT_VERSION } from "../util/dbt-version.ts";
import { graphValue } from "./graph-value.ts";
import { lazyRecord, lazyValue } from "./lazy-value.ts";
import { createNodeVars } from "./node-vars.ts";
import { RelationApi } from "./relation-api.ts";
import { RuntimeConfigValue } from "./runtime-config.ts";
import { SampleValue } from "./sample-value.ts";
import { heedingFlags, isWarningAnError } from "../project/warn-error.ts";

/** One command: its id, its start, its words. */
export interface Invocation {
  readonly id: string;
  readonly startedAt: Date;
  /** e.g. "build" */
  readonly command: string;
}

export interface SharedContextInput {
  readonly project: Project;
  readonly effects: Effects;
  readonly invocation: Invocation;
  readonly registry: MacroRegistry;
  /** While parsing: the manifest that is being filled. */
  readonly manifest: Manifest;
  readonly environment: Environment;
  /** Hides secrets in texts that are shown. */
  readonly scrub?: (text: string) => string;
  /** Told when a template asks for what differs in each invocation: its id, its start, its words, the clock. */
  readonly onVolatile?: (name: string) => void;
  /** What was said before: see `once`. */
  readonly said?: Set<string>;
}

export interface Warning {
  /** dbt's event name and code. */
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly node?: ErrorOptions["node"];
  readonly data?: { readonly [key: string]: unknown };
}

export interface SharedContext extends SharedContextInput {
  /** Names every template sees, macros and node aside. */
  readonly base: ReadonlyMap<string, Value>;
  readonly relationClass: RelationClass;
  readonly columnClass: ColumnClass;
  /** `api.Relation` */
  readonly relationApi: RelationApi;
  /** The root project's quoting, the adapter's defaults filled in. */
  readonly quoting: QuotePolicy;
  /** What `ref`, `source`, `function` and `metric` have as attributes. */
  readonly resolverAttributes: { readonly config: Value };
  varsOf(packageName: string): VarProvider;
  /** `graph`, made on first use: ask only when the manifest is complete. */
  graph(): PyDict;
  /** `depends_on.macros` of nodes as they were before this command ran them, where running adds to them: see `graph`. */
  readonly parsedMacros: Map<string, readonly string[]>;
  /** Whether --warn-error and its options turn warnings of this event name into errors. */
  isWarningAnError(name: string): boolean;
  /** @throws TsmodelError when the warning is an error */
  warn(warning: Warning): void;
  /** Passes an event on; warnings as --warn-error-options wants them. @throws TsmodelError when one is an error */
  readonly report: Report;
  /** What the adapter's own methods remember for the rest of the command. */
  readonly adapterMemory: Map<string, unknown>;
  /** True for the first caller with this key: for what is said once per command. */
  once(key: string): boolean;
}

export function createSharedContext(input: SharedContextInput): SharedContext {
  const { project, effects } = input;
  const { dialect } = project.profile.plugin;
  const relationClass = new RelationClass(dialect);
  const columnClass = new ColumnClass(dialect);
  const quoting: QuotePolicy = { ...dialect.defaultQuoting, ...project.root.quoting };
  const relationApi = new RelationApi(relationClass, quoting);
  const vars = new Map<string, VarProvider>();
  const said = input.said ?? new Set<string>();
  const report: Report = heedingFlags(project.flags, (event) => effects.report(event));
  const warn = ({ message, node, ...event }: Warning): void =>
    report({ type: "warning", error: new TsmodelError("warning-raised", { message }, { node }), ...event });
  const base = createBase(input, relationApi, columnClass, () => warn(ITERTOOLS));
  let graph: PyDict | undefined;
  const parsedMacros = new Map<string, readonly string[]>();
  return {
    ...input,
    base,
    relationClass,
    columnClass,
    relationApi,
    adapterMemory: new Map(),
    quoting,
    resolverAttributes: { config: new RuntimeConfigValue({ project, base }) },
    varsOf(packageName) {
      let provider = vars.get(packageName);
      if (provider === undefined) vars.set(packageName, (provider = createNodeVars(project, packageName)));
      return provider;
    },
    parsedMacros,
    graph: () => (graph ??= graphValue(input.manifest, parsedMacros)),
    isWarningAnError: (name) => isWarningAnError(project.flags, name),
    warn,
    report,
    once(key) {
      const first = !said.has(key);
      said.add(key);
      return first;
    },
  };
}

const ITERTOOLS: Warning = {
  name: "ModulesItertoolsUsageDeprecation",
  code: "D034",
  message: "Usage of itertools modules is deprecated: built-in functions and filters do the same.",
};

function createBase(
  input: SharedContextInput,
  relationApi: RelationApi,
  columnClass: ColumnClass,
  onItertools: () => void,
): Map<string, Value> {
  const { project, effects, invocation, environment } = input;
  const base = createBaseContext({
    environment,
    dbtVersion: DBT_VERSION,
    env: { env: effects.env },
    vars: createNodeVars(project, project.root.name),
    runStartedAt: invocation.startedAt,
    invocationId: invocation.id,
    threadId: "MainThread",
    flags: project.flags,
    report: effects.report,
    parseYaml: (text) => yamlToValue(readYaml(text, "fromyaml()").value),
    now: () => {
      input.onVolatile?.("now");
      return effects.now();
    },
    onItertools,
  });
  for (const [name, value] of createTargetContext(project.profile)) base.set(name, value);
  base.set("env", base.get("target")!);
  base.set("project_name", project.root.name);
  base.set("api", PyDict.fromRecord({ Relation: relationApi, Column: columnClass }));
  base.set("column", columnClass);
  base.set("validation", createValidation());
  base.set("sql_now", project.profile.plugin.dialect.dateFunction ?? "now()");
  base.set("invocation_args_dict", invocationArgs(project, invocation));
  base.set("dbt_metadata_envs", toValue(metadataEnvs(effects.env)));
  return input.onVolatile === undefined ? base : new NoticedNames(base, input.onVolatile);
}

/** Lists of the command line are tuples, as dbt's are. Made when looked into: a parse that has listed its flags is not cached. */
function invocationArgs(project: Project, { command, startedAt }: Invocation): PyDict {
  return PyDict.lazy(() => {
    const which = command.split(" ").at(-1)!;
    const sample = sampleOf(project, startedAt);
    const told = { ...toldFlags(project, startedAt, which), ...(sample && { sample: new SampleValue(sample) }), which };
    return lazyRecord(told, (value) => (value instanceof SampleValue ? value : Array.isArray(value) ? new Tuple(value.map((item) => toValue(item))) : lazyValue(value)));
  });
}

const VOLATILE: ReadonlySet<string> = new Set(["run_started_at", "invocation_id", "invocation_args_dict"]);

/** Names that tell when a volatile one is looked up. */
class NoticedNames extends Map<string, Value> {
  private readonly onVolatile: (name: string) => void;

  constructor(names: ReadonlyMap<string, Value>, onVolatile: (name: string) => void) {
    super(names);
    this.onVolatile = onVolatile;
  }

  override get(name: string): Value | undefined {
    if (VOLATILE.has(name)) this.onVolatile(name);
    return super.get(name);
  }
}
