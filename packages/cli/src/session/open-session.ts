/** The start of every command that needs a project: read it, choose the reporter by its flags, say what was found. */
import { resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { countResources, DBT_VERSION, openProject, parseWorkspace, type Database, type OpenedProject, type Workspace } from "@tsmodel/core";
import { chooseReporter } from "./choose-reporter.ts";
import { VERSION } from "../version.ts";
import type { CommandContext } from "./command-context.ts";
import { openDatabase } from "./with-database.ts";

export interface SessionOptions {
  /** `ls` prints its lines and nothing else. */
  readonly silent?: boolean;
  /** Options that were typed, where the command runs with others: `retry`. */
  readonly typed?: CommandContext["args"];
}

export interface SessionWithDatabase {
  readonly workspace: Workspace;
  readonly database: Promise<Database>;
}

export function openSession(context: CommandContext, options: SessionOptions = {}): Workspace {
  return parseProject(context, readProject(context, options));
}

/**
 * The same with the database, which opens on a thread of its own while the project is parsed, where nobody can tell if
 * that fails. Closing it is the caller's.
 */
export async function openSessionWithDatabase(context: CommandContext, options: SessionOptions = {}): Promise<SessionWithDatabase> {
  const opened = readProject(context, options);
  const { plugin, credentials } = opened.project.profile;
  const early = plugin.opensWithoutTrace?.(credentials) ? openDatabase(context, opened.project) : undefined;
  try {
    // An error of the database's is told by whoever waits for it. The turn is for its driver to start that thread.
    early?.catch(() => undefined);
    if (early) await nextTurn();
    const workspace = parseProject(context, opened);
    return { workspace, database: early ?? openDatabase(context, opened.project) };
  } catch (error) {
    await early?.then((database) => database.close()).catch(() => undefined);
    throw error;
  }
}

function readProject(context: CommandContext, options: SessionOptions): OpenedProject {
  const { effects, host, reporter, terminal, args } = context;
  effects.report({ type: "message", level: "info", name: "MainReportVersion", code: "A001", text: `Running with dbt=${DBT_VERSION} (tsmodel ${VERSION})`, data: { version: `=${DBT_VERSION}`, log_version: 3 } });
  const typed = options.typed ?? args;
  const opened = openProject({ command: context.command.name, args }, host, effects);
  const { flags, root, profile } = opened.project;
  const logFolder = flags.log_level_file === "none" ? undefined : resolve(root.root, root.logPath);
  reporter.choose(chooseReporter({ flags, silent: options.silent, given: typed, host: terminal, invocationId: opened.invocation.id, logFolder, now: effects.now }));
  const { type } = profile.plugin;
  effects.report({ type: "message", level: "info", name: "AdapterRegistered", code: "E034", text: `Registered adapter: ${type}=${VERSION}`, data: { adapter_name: type, adapter_version: `=${VERSION}` } });
  return opened;
}

function parseProject({ effects, host }: CommandContext, opened: OpenedProject): Workspace {
  const workspace = parseWorkspace(opened, host, effects);
  const { project, manifest } = workspace;
  const { profile } = project;
  effects.report({ type: "project-loaded", counts: countResources(manifest), projectName: project.root.name, target: profile.targetName, adapter: profile.plugin.type, database: profile.credentials.place });
  return workspace;
}
