import type { Callable, Environment, Value } from "@tsmodel/jinja";
import type { Report } from "../events/event.ts";
import type { Flags } from "../project/project.ts";
import { ContextView } from "./context-layer.ts";
import { dataFunctions } from "./data-functions.ts";
import type { EnvSource } from "./env-var.ts";
import { createEnvVar } from "./env-var.ts";
import { FlagsObject } from "./flags-object.ts";
import { logFunctions } from "./log-functions.ts";
import { MacroReturn } from "./macro-return.ts";
import { PyDateTime } from "./python/date-time.ts";
import { pyFunction } from "./python/function.ts";
import { pythonModules } from "./python/modules.ts";
import { pytzUtc } from "./python/pytz-zone.ts";
import type { VarProvider } from "./var-object.ts";
import { VarObject } from "./var-object.ts";

export interface BaseInput {
  readonly environment: Environment;
  readonly dbtVersion: string;
  readonly env: EnvSource;
  readonly vars: VarProvider;
  /** False: missing variables are None (commands that need no variables, such as `deps`). */
  readonly requireVars?: boolean;
  readonly runStartedAt: Date;
  readonly invocationId: string;
  /** e.g. "Thread-1 (worker)"; layers of running nodes set their own. */
  readonly threadId: string;
  readonly flags: Flags;
  readonly report: Report;
  /** Reads YAML as PyYAML does (project/read-yaml.ts), for `fromyaml`. @throws TsmodelError for texts that are not YAML */
  parseYaml(text: string): Value;
  /** The clock behind `modules.datetime.datetime.now()`. */
  now(): Date;
  /** Called before `modules.itertools` is first used. */
  onItertools?(): void;
}

/**
 * What every template of a project can see: dbt's base context. `context` and `builtins` look into this map;
 * a `ContextLayer` above it answers both for all of its names.
 */
export function createBaseContext(
  input: BaseInput,
  envVar: Callable = createEnvVar(input.env),
): Map<string, Value> {
  const names = new Map<string, Value>();
  const { environment, vars, flags, report, requireVars } = input;
  names.set("dbt_version", input.dbtVersion);
  names.set("var", new VarObject({ environment, vars, context: names, required: requireVars }));
  names.set("env_var", envVar);
  names.set("return", createReturn());
  for (const [name, value] of dataFunctions(input.parseYaml)) names.set(name, value);
  for (const [name, value] of logFunctions({ report, printing: flags["print"] !== false }))
    names.set(name, value);
  names.set("run_started_at", PyDateTime.fromInstant(input.runStartedAt, pytzUtc));
  names.set("invocation_id", input.invocationId);
  names.set("thread_id", input.threadId);
  names.set("modules", pythonModules(input));
  names.set("flags", new FlagsObject(flags));
  names.set("context", new ContextView(names));
  names.set("builtins", new ContextView(names));
  return names;
}

/** `return(value)`: leaves the macro that was reached through the context. */
function createReturn(): Callable {
  const leave = pyFunction("return", ["data"], (data: Value) => {
    throw new MacroReturn(data);
  });
  leave.leavesMacro = true;
  return leave;
}
