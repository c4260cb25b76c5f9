/** The start of every command that needs a project: read it, choose the reporter by its flags, say what was found. */
import { resolve } from "node:path";
import { countResources, DBT_VERSION, openWorkspace, type Workspace } from "@tsmodel/core";
import { chooseReporter } from "./choose-reporter.ts";
import { VERSION } from "../version.ts";
import type { CommandContext } from "./command-context.ts";

export interface SessionOptions {
  /** `ls` prints its lines and nothing else. */
  readonly silent?: boolean;
  /** Options that were typed, where the command runs with others: `retry`. */
  readonly typed?: CommandContext["args"];
}

export function openSession(context: CommandContext, options: SessionOptions = {}): Workspace {
  const { effects, host, reporter, terminal, args } = context;
  effects.report({ type: "message", level: "info", name: "MainReportVersion", code: "A001", text: `Running with dbt=${DBT_VERSION} (tsmodel ${VERSION})`, data: { version: `=${DBT_VERSION}`, log_version: 3 } });
  const typed = options.typed ?? args;
  const workspace = openWorkspace({ command: context.command.name, args }, host, effects, ({ flags, root, profile }, invocation) => {
    const logFolder = flags.log_level_file === "none" ? undefined : resolve(root.root, root.logPath);
    reporter.choose(chooseReporter({ flags, silent: options.silent, given: typed, host: terminal, invocationId: invocation.id, logFolder, now: effects.now }));
    const { type } = profile.plugin;
    effects.report({ type: "message", level: "info", name: "AdapterRegistered", code: "E034", text: `Registered adapter: ${type}=${VERSION}`, data: { adapter_name: type, adapter_version: `=${VERSION}` } });
  });
  const { project, manifest } = workspace;
  const { profile } = project;
  effects.report({ type: "project-loaded", counts: countResources(manifest), projectName: project.root.name, target: profile.targetName, adapter: profile.plugin.type, database: profile.credentials.place });
  return workspace;
}
