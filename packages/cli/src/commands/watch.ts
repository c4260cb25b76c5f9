/** `watch`, and --watch of run, build and test: stays, and rebuilds what a saved file affects. */
import { relative, resolve } from "node:path";
import {
  COMMAND_KINDS,
  findAffected,
  findChanged,
  openWorkspace,
  runIds,
  selectForCommand,
  TsmodelError,
  TsmodelErrors,
  Watcher,
  type Affected,
  type Database,
  type Effects,
  type NodeResult,
  type Workspace,
} from "@tsmodel/core";
import { createWatchReporter, renderWatchLine } from "../reporters/watch.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { withDatabase } from "../session/with-database.ts";
import { formatDuration, pluralize } from "../terminal/format.ts";
import { createStyle, wantsColor, type Style } from "../terminal/style.ts";
import { watchFiles } from "../watch/watch-files.ts";
import { readKeys } from "../watch/read-keys.ts";
import { RelationNotes } from "../watch/relation-notes.ts";

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, terminal, reporter, host, effects } = context;
  const style = createStyle(wantsColor(typeof args.use_colors === "boolean" ? args.use_colors : undefined, terminal.env, terminal.stdout.isTTY === true));
  reporter.choose(createWatchReporter({ write: (text) => void terminal.stdout.write(text) }, style));
  const workspace = openWorkspace({ command: context.command.name, args }, host, effects);
  return withDatabase(context, workspace, (database) => new WatchSession(context, workspace, database, style).watch());
}

/** What another command adds to a watch. */
export interface WatchExtension {
  /** Files and folders beside the project's own. */
  readonly paths: readonly string[];
  /** After the first look at the project, and after each change that was dealt with. Throws no error of a user. */
  readonly onSettled: (workspace: Workspace, failed: ReadonlySet<string>) => Promise<void>;
  /** The project cannot be read as it is now. */
  readonly onBroken: (reason: string) => void;
}

/** What one watch remembers between changes. */
export class WatchSession {
  private readonly context: CommandContext;
  private readonly database: Database;
  private readonly style: Style;
  private readonly extension: WatchExtension | undefined;
  private readonly notes: RelationNotes;
  private readonly root: string;
  private workspace: Workspace;
  private failed = new Set<string>();
  private inRun: ReadonlySet<string> = new Set();
  private tests: boolean;
  private descendants: boolean;
  private savedAt = 0;
  /** Writes the artifacts of the last run; who waits for a result need not wait for them. */
  private unwritten: (() => void) | undefined;

  constructor(context: CommandContext, workspace: Workspace, database: Database, style: Style, extension?: WatchExtension) {
    this.context = context;
    this.extension = extension;
    this.workspace = workspace;
    this.database = database;
    this.style = style;
    this.notes = new RelationNotes(database);
    this.root = workspace.project.root.root;
    this.tests = context.command.name === "run" ? false : context.args.tests !== false;
    this.descendants = context.args.descendants === true;
  }

  async watch(): Promise<ExitCode> {
    const { effects, terminal } = this.context;
    const watcher = new Watcher({
      after: (milliseconds, callback) => {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
      },
      run: (changes, signal) => this.rebuild(changes, signal),
      isStale: (path) => this.isStale(path),
    });
    if (this.context.args.build_first !== false) await this.buildAll();
    await this.extension?.onSettled(this.workspace, this.failed);
    const files = await watchFiles(
      this.workspace.project,
      (path) => {
        if (watcher.state === "idle") this.savedAt = effects.elapsed();
        watcher.change(path);
      },
      this.extension?.paths,
    );
    const keys = readKeys({
      r: () => watcher.change(EVERYTHING),
      t: () => this.toggle("tests"),
      d: () => this.toggle("descendants"),
      q: () => watcher.stop(),
    });
    effects.signal.addEventListener("abort", () => watcher.stop(), { once: true });
    if (effects.signal.aborted) watcher.stop();
    this.print(this.status());
    await watcher.done;
    keys.close();
    await files.close();
    terminal.stdout.write("");
    return this.failed.size === 0 ? 0 : 1;
  }

  private toggle(what: "tests" | "descendants"): void {
    this[what] = !this[what];
    this.print(this.style.dim(`${what} ${this[what] ? "on" : "off"}`));
  }

  private status(): string {
    const models = [...this.workspace.manifest.nodes.values()].filter((node) => node.resource_type === "model").length;
    const keys = this.context.terminal.stdout.isTTY === true ? this.style.dim("      r run all · t tests on/off · d descendants · q quit") : "";
    return `watching ${relative(this.context.effects.cwd, this.root) || "."} · ${pluralize(models, "model")}${keys}`;
  }

  /** The first build: everything that is selected. */
  private async buildAll(): Promise<void> {
    const start = this.context.effects.elapsed();
    const ids = this.selected(this.workspace);
    const results = await this.runSet(this.workspace, ids);
    await this.notes.update(results);
    this.writeArtifacts();
    const seconds = (this.context.effects.elapsed() - start) / 1000;
    this.print(`${this.failed.size === 0 ? this.style.green("✓") : this.style.red("✗")} ${pluralize(results.length, "node")} in ${formatDuration(seconds)}`);
  }

  private writeArtifacts(): void {
    this.unwritten?.();
    this.unwritten = undefined;
  }

  private selected(workspace: Workspace): ReadonlySet<string> {
    const types = ["model", "seed", "snapshot", ...(this.tests ? ["test", "unit_test"] : [])];
    return selectForCommand(workspace, { allowed: types, usual: types }, this.context.effects).ids;
  }

  /** Resolves to false when it was cancelled before its end. */
  private async rebuild(changes: ReadonlySet<string>, signal: AbortSignal): Promise<boolean> {
    const { effects } = this.context;
    const start = this.savedAt || effects.elapsed();
    const at = effects.now();
    const paths = [...changes].map((path) => (path === EVERYTHING ? "run all" : relative(this.root, path)));
    let workspace: Workspace;
    try {
      workspace = this.reopen(signal);
    } catch (error) {
      const reason = this.errorText(error);
      this.print(`${paths.join(", ")}\n${reason}`);
      this.extension?.onBroken(reason);
      return true;
    }
    const affected = changes.has(EVERYTHING) ? everything(this.selected(workspace), workspace) : this.affected(workspace);
    const ids = new Set([...affected.build, ...(this.tests ? affected.test : [])]);
    this.inRun = ids;
    const results = ids.size === 0 ? [] : await this.runSet(workspace, ids);
    this.inRun = new Set();
    if (signal.aborted) return false;
    this.workspace = workspace;
    const changed = await this.notes.update(results);
    this.print(renderWatchLine({ at, paths, results, seconds: (effects.elapsed() - start) / 1000, changes: changed }, this.style));
    this.writeArtifacts();
    await this.extension?.onSettled(workspace, this.failed);
    return true;
  }

  private affected(workspace: Workspace): Affected {
    const { manifest, graph } = workspace;
    const changed = findChanged(this.workspace, workspace);
    const within = this.context.args.select === undefined && this.context.args.exclude === undefined ? undefined : this.selected(workspace);
    return findAffected({ changed, manifest, graph, descendants: this.descendants, within, failed: this.failed });
  }

  private reopen(signal: AbortSignal): Workspace {
    const { host, effects, args, command } = this.context;
    const scoped: Effects = { ...effects, signal };
    return openWorkspace({ command: command.name, args }, host, scoped);
  }

  private async runSet(workspace: Workspace, ids: ReadonlySet<string>): Promise<readonly NodeResult[]> {
    const { results } = await runIds(COMMAND_KINDS.build, ids, workspace, this.database, workspace.shared.effects, {
      takeArtifacts: (write) => (this.unwritten = write),
    });
    for (const { unique_id, status } of results) {
      if (status === "error" || status === "fail" || status === "skipped") this.failed.add(unique_id);
      else this.failed.delete(unique_id);
    }
    return results;
  }

  /** A saved model that neither runs nor stands above what runs leaves the run alone; any other file may matter. */
  private isStale(path: string): boolean {
    const file = relative(this.root, resolve(path)).replaceAll("\\", "/");
    for (const node of this.workspace.manifest.nodes.values()) {
      if (node.original_file_path !== file || node.resource_type === "test") continue;
      return this.inRun.has(node.unique_id) || [...this.workspace.graph.descendants(node.unique_id)].some((id) => this.inRun.has(id));
    }
    return true;
  }

  private errorText(error: unknown): string {
    if (error instanceof TsmodelErrors) return error.errors.map((each) => each.render()).join("\n\n");
    if (error instanceof TsmodelError) return error.render();
    throw error;
  }

  private print(text: string): void {
    this.context.terminal.stdout.write(`${text}\n`);
  }
}

/** The pseudo path behind the key "r". */
const EVERYTHING = "\u0000everything";

function everything(ids: ReadonlySet<string>, { manifest }: Workspace): Affected {
  const isTest = (id: string): boolean => manifest.nodes.get(id)?.resource_type === "test" || manifest.unit_tests.has(id);
  return { build: new Set([...ids].filter((id) => !isTest(id))), test: new Set([...ids].filter(isTest)) };
}
