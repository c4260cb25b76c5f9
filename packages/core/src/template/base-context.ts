import type { Environment, Value } from "@tsmodel/jinja";
import type { Report } from "../events/event.ts";
import type { Flags } from "../project/project.ts";
import type { EnvSource } from "./env-var.ts";
import type { VarProvider } from "./var-object.ts";

export interface BaseInput {
  readonly environment: Environment;
  readonly dbtVersion: string;
  readonly env: EnvSource;
  readonly vars: VarProvider;
  readonly runStartedAt: Date;
  readonly invocationId: string;
  /** e.g. "Thread-1 (worker)"; layers of running nodes set their own. */
  readonly threadId: string;
  readonly flags: Flags;
  readonly report: Report;
  /** The clock behind `modules.datetime.datetime.now()`. */
  now(): Date;
}

/** What every template of a project can see: dbt's base context. */
export declare function createBaseContext(input: BaseInput): Map<string, Value>;
