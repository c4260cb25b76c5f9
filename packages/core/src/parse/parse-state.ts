import type { Environment } from "@tsmodel/jinja";
import type { SharedContext } from "../context/shared-context.ts";
import type { Effects } from "../effects.ts";
import type { MacroRegistry } from "../macro/macro-registry.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { ProjectFiles } from "../project/discover-files.ts";
import type { Project, ProjectConfig } from "../project/project.ts";
import type { ScriptHost } from "../typescript/script-host.ts";
import type { ConfigResolver } from "./config/resolve-config.ts";
import type { RelationNames } from "./nodes/relation-names.ts";
import type { Problems } from "./problems.ts";
import type { Section } from "./properties/properties-file.ts";
import type { Warnings } from "./warnings.ts";

/** A project and its files. */
export interface ProjectSource {
  readonly config: ProjectConfig;
  readonly files: ProjectFiles;
}

/** Somebody who wants to know what a later parse would have to look at again. */
export interface ParseObserver {
  /** A model, analysis, singular test or function is being parsed, by its file's absolute path, or the hooks; undefined when it is done. */
  enter(path: string | undefined): void;
  /** A template asked for what differs in each invocation. */
  noteVolatile(name: string): void;
  /** What was said (see SharedContext.once). */
  readonly said: Set<string>;
}

/** What an observer is told of what leaves nothing in the manifest. */
export const ASIDE = "aside";

/** What every stage of parsing works with. The manifest grows; the rest is made once. */
export interface ParseState {
  readonly project: Project;
  readonly effects: Effects;
  readonly environment: Environment;
  readonly observer: ParseObserver | undefined;
  readonly scripts: ScriptHost | undefined;
  /** The root project first, then packages. */
  readonly sources: readonly ProjectSource[];
  readonly manifest: Manifest;
  readonly registry: MacroRegistry;
  readonly shared: SharedContext;
  readonly configs: ConfigResolver;
  readonly relationNames: RelationNames;
  readonly problems: Problems;
  readonly warnings: Warnings;
  /** Seconds since the epoch: `created_at` of everything that is parsed. */
  readonly createdAt: number;
  /** Packages in whose code ref, source and config are dbt's own. */
  readonly plainPackages: ReadonlySet<string>;
  /** Names of resources that could not be parsed: what refers to them is not reported as well. */
  readonly broken: Set<string>;
  /** Sections of properties of which some entry could not be read: what seems missing may stand there. */
  readonly unread: Set<Section>;
}
