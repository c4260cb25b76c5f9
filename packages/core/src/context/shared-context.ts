import type { Environment, Value } from "@tsmodel/jinja";
import type { Effects } from "../effects.ts";
import type { MacroRegistry } from "../macro/macro-registry.ts";
import type { JsonObject } from "../manifest/json.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Project } from "../project/project.ts";

/** One command: its id, its start, its words. */
export interface Invocation {
  readonly id: string;
  readonly startedAt: Date;
  /** e.g. "build" */
  readonly command: string;
  /** What `invocation_args_dict` shows: dbt's option names, upper-case words as dbt's flags have them. */
  readonly args: JsonObject;
}

export interface SharedContextInput {
  readonly project: Project;
  readonly effects: Effects;
  readonly invocation: Invocation;
  readonly registry: MacroRegistry;
  /** While parsing: the manifest that is being filled. */
  readonly manifest: Manifest;
  readonly environment: Environment;
}

/** What all contexts of a command share: built once, never copied per node. */
export interface SharedContext extends SharedContextInput {
  /** Names every template sees, macros aside: base and target layer. */
  readonly base: ReadonlyMap<string, Value>;
}

export declare function createSharedContext(input: SharedContextInput): SharedContext;
