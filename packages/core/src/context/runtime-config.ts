/**
 * `ref.config` (and `source.config`, …): dbt hangs its configuration object on the functions that resolve references,
 * and packages look there for what no other name tells: the project's variables, the versions of installed packages.
 */
import { PyDict, PyObject, toValue, Tuple, type Value } from "@tsmodel/jinja";
import type { Project, ProjectConfig } from "../project/project.ts";
import { pyFunction } from "../template/python/function.ts";
import { lazyValue } from "./lazy-value.ts";

export interface RuntimeConfigInput {
  readonly project: Project;
  /** `target` and `invocation_args_dict` as templates see them. */
  readonly base: ReadonlyMap<string, Value>;
}

/** The configuration of the root project or, in `dependencies`, of an installed package. */
export class RuntimeConfigValue extends PyObject {
  readonly pyTypeName: string = "RuntimeConfig";
  private readonly input: RuntimeConfigInput;
  private readonly config: ProjectConfig;

  constructor(input: RuntimeConfigInput, config: ProjectConfig = input.project.root) {
    super();
    this.input = input;
    this.config = config;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (Object.hasOwn(OF_PROJECT, name)) return lazyValue(OF_PROJECT[name]!(this.config));
    if (Object.hasOwn(SECTIONS, name)) return lazyValue(this.config.configSections[SECTIONS[name]!] ?? {});
    return Object.hasOwn(OF_COMMAND, name) ? OF_COMMAND[name]!(this.input, this.config) : undefined;
  }
}

const OF_PROJECT: { readonly [name: string]: (config: ProjectConfig) => unknown } = {
  project_name: (config) => config.name,
  version: (config) => config.version,
  project_root: (config) => config.root,
  model_paths: (config) => config.modelPaths,
  macro_paths: (config) => config.macroPaths,
  seed_paths: (config) => config.seedPaths,
  test_paths: (config) => config.testPaths,
  analysis_paths: (config) => config.analysisPaths,
  docs_paths: (config) => config.docsPaths,
  asset_paths: (config) => config.assetPaths,
  snapshot_paths: (config) => config.snapshotPaths,
  function_paths: (config) => config.functionPaths,
  target_path: (config) => config.targetPath,
  log_path: (config) => config.logPath,
  packages_install_path: (config) => config.packagesInstallPath,
  clean_targets: (config) => config.cleanTargets,
  on_run_start: (config) => config.onRunStart,
  on_run_end: (config) => config.onRunEnd,
  dispatch: (config) => config.dispatch,
  quoting: (config) => config.quoting,
  restrict_access: (config) => config.restrictAccess,
  config_version: () => 2,
};

/** Attributes → sections of dbt_project.yml. */
const SECTIONS: { readonly [name: string]: string } = {
  models: "models",
  seeds: "seeds",
  snapshots: "snapshots",
  sources: "sources",
  data_tests: "data_tests",
  unit_tests: "unit_tests",
  metrics: "metrics",
  semantic_models: "semantic-models",
  saved_queries: "saved-queries",
  exposures: "exposures",
  functions: "functions",
};

type Maker = (input: RuntimeConfigInput, config: ProjectConfig) => Value;

const OF_COMMAND: { readonly [name: string]: Maker } = {
  args: ({ base }) => argumentsOf(base.get("invocation_args_dict")),
  cli_vars: ({ project }) => toValue(project.cliVars),
  vars: (_, { vars }) => new ProjectVars(vars),
  credentials: ({ base }) => base.get("target") ?? null,
  profile_name: ({ project }) => project.profile.profileName,
  target_name: ({ project }) => project.profile.targetName,
  threads: ({ project }) => project.profile.threads,
  dependencies: (input) => dependenciesOf(input),
  load_dependencies: (input) => pyFunction("load_dependencies", ["base_only?"], () => dependenciesOf(input)),
};

/** The command's options; those that select are there, empty, when they were not given. */
function argumentsOf(given: Value | undefined): PyDict {
  const unset: [Value, Value][] = ["select", "exclude", "selector"].map((name) => [
    name,
    name === "selector" ? "" : new Tuple([]),
  ]);
  return PyDict.of([...unset, ...(given instanceof PyDict ? given.entries() : [])]);
}

/** Every project of this command by its name, the root first. */
function dependenciesOf(input: RuntimeConfigInput): PyDict {
  const { root, packages } = input.project;
  return PyDict.of([root, ...packages].map((config) => [config.name, new RuntimeConfigValue(input, config)]));
}

/** `vars`: as dbt_project.yml has them, its templates unrendered. */
class ProjectVars extends PyObject {
  readonly pyTypeName: string = "VarProvider";
  private readonly vars: ProjectConfig["vars"];

  constructor(vars: ProjectConfig["vars"]) {
    super();
    this.vars = vars;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "vars") return toValue(this.vars);
    return name === "to_dict" ? pyFunction("to_dict", [], () => toValue(this.vars)) : undefined;
  }
}
