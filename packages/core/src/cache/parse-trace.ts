/**
 * Everything parsing looks at, noted while it does: files, folders, environment variables and flags. A later start that
 * finds all of it as it was would parse to the same. What has no such answer (the clock, the invocation's id) is noted
 * against the model that asked; asked anywhere else, the project is not cached.
 */
import type { Effects, FileStamp, FileSystem } from "../effects.ts";
import type { TsmodelEvent } from "../events/event.ts";
import { ASIDE, type ParseObserver } from "../parse/parse-state.ts";
import type { Flags, Project } from "../project/project.ts";
import { metadataEnvs } from "../template/env-var.ts";
import { sha256 } from "../util/hash.ts";

export interface ReadFile {
  readonly stamp: FileStamp | undefined;
  readonly hash: string;
}

/** What was looked at, as plain data: values of the environment only as hashes. */
export interface TraceRecord {
  /** By absolute path. */
  readonly reads: Map<string, ReadFile>;
  readonly lists: Map<string, string>;
  readonly exists: Map<string, boolean>;
  readonly stats: Map<string, string>;
  readonly env: Map<string, string | null>;
  readonly flags: Map<string, string>;
  readonly events: TsmodelEvent[];
  /** Milliseconds since the epoch between which all of this holds. */
  readonly dates: [from: number, until: number];
  /** What was said for the first time (see SharedContext.once). */
  readonly said: Set<string>;
  /** Models that asked for what differs in each invocation: they are parsed at every start. */
  readonly volatile: Set<string>;
  /** Models that something was reported about. */
  readonly noisy: Set<string>;
}

export const emptyTrace = (): TraceRecord => ({
  reads: new Map(),
  lists: new Map(),
  exists: new Map(),
  stats: new Map(),
  env: new Map(),
  flags: new Map(),
  dates: [0, Number.MAX_SAFE_INTEGER],
  events: [],
  said: new Set(),
  volatile: new Set(),
  noisy: new Set(),
});

/** What was looked at before and now. What was said and its dates stay: whoever says something is not parsed alone. */
export function mergeTraces(before: TraceRecord, now: TraceRecord): TraceRecord {
  return {
    ...before,
    reads: joined(before.reads, now.reads),
    lists: joined(before.lists, now.lists),
    exists: joined(before.exists, now.exists),
    stats: joined(before.stats, now.stats),
    env: joined(before.env, now.env),
    flags: joined(before.flags, now.flags),
    volatile: new Set([...[...before.volatile].filter((path) => !now.reads.has(path)), ...now.volatile]),
  };
}

function joined<K, V>(before: ReadonlyMap<K, V>, now: ReadonlyMap<K, V>): Map<K, V> {
  const all = new Map(before);
  for (const [key, value] of now) all.set(key, value);
  return all;
}

export class ParseTrace {
  readonly record: TraceRecord = emptyTrace();
  readonly effects: Effects;
  /** Why this project cannot be cached. */
  obstacle: string | undefined;
  private readonly actual: Effects;
  private active = true;
  private file: string | undefined;

  /** `silent`: what is reported is noted and goes no further. */
  constructor(effects: Effects, { silent = false }: { readonly silent?: boolean } = {}) {
    this.actual = silent ? { ...effects, report: () => undefined } : effects;
    this.effects = {
      ...effects,
      files: this.tracedFiles(effects.files),
      env: this.tracedEnv(effects.env),
      report: (event) => this.report(event),
    };
  }

  /** The project with flags that are noted when they are looked at. */
  project(project: Project): Project {
    return { ...project, flags: this.tracedFlags(project.flags) };
  }

  /** From now on everything goes through unnoted. */
  stop(): void {
    this.active = false;
  }

  get observer(): ParseObserver {
    return {
      enter: (path) => void (this.file = path),
      noteVolatile: (name) => this.noteVolatile(name),
      said: this.record.said,
    };
  }

  private noteVolatile(name: string): void {
    if (!this.active || this.file === ASIDE) return;
    if (this.file === undefined) this.obstacle ??= `${name} was asked for where it decides what is parsed`;
    else this.record.volatile.add(this.file);
  }

  private report(event: TsmodelEvent): void {
    if (this.active) {
      this.record.events.push(event);
      if (this.file !== undefined) this.record.noisy.add(this.file);
    }
    this.actual.report(event);
  }

  private tracedFiles(files: FileSystem): FileSystem {
    const { reads, lists, exists, stats } = this.record;
    return {
      ...files,
      readText: (path) => {
        if (!this.active) return files.readText(path);
        const stamp = reads.has(path) ? undefined : files.stamp?.(path);
        const text = files.readText(path);
        if (!reads.has(path)) reads.set(path, { stamp, hash: sha256(text) });
        if (isRandom(text)) this.noteVolatile("random");
        return text;
      },
      exists: (path) => {
        const found = files.exists(path);
        if (this.active) exists.set(path, found);
        return found;
      },
      list: (folder) => {
        const paths = files.list(folder);
        if (this.active) lists.set(folder, hashList(paths));
        return paths;
      },
      stat: (path) => {
        const found = files.stat(path);
        if (this.active) stats.set(path, describeStat(found));
        return found;
      },
    };
  }

  private tracedEnv(env: Effects["env"]): Effects["env"] {
    const note = (name: string | symbol): void => {
      if (this.active && typeof name === "string") this.record.env.set(name, hashVariable(env[name]));
    };
    return new Proxy({} as { [name: string]: string | undefined }, {
      get: (_, name) => (note(name), env[name as string]),
      has: (_, name) => (note(name), name in env),
      getOwnPropertyDescriptor: (_, name) => {
        note(name);
        const found = Object.getOwnPropertyDescriptor(env, name);
        return found && { ...found, configurable: true };
      },
      // Only the variables that artifacts show are ever looked through.
      ownKeys: () => {
        if (!this.active) return Reflect.ownKeys(env);
        this.record.env.set(METADATA, hashMetadata(env));
        return Object.keys(env).filter((name) => name.startsWith("DBT_ENV_CUSTOM_ENV_"));
      },
    });
  }

  private tracedFlags(flags: Flags): Flags {
    const note = (name: string | symbol): void => {
      if (this.active && typeof name === "string") this.record.flags.set(name, describeFlag(flags[name]));
    };
    return new Proxy(flags as { [name: string]: Flags[string] }, {
      get: (target, name) => (note(name), target[name as string]),
      has: (target, name) => (note(name), name in target),
      getOwnPropertyDescriptor: (target, name) => (note(name), Object.getOwnPropertyDescriptor(target, name)),
      ownKeys: (target) => {
        this.noteVolatile("flags");
        return Reflect.ownKeys(target);
      },
    });
  }
}

/** Stands among the variables for all that artifacts show. */
export const METADATA = "*";

export const hashVariable = (value: string | undefined): string | null =>
  value === undefined ? null : sha256(value);
export const hashMetadata = (env: Effects["env"]): string => sha256(JSON.stringify(metadataEnvs(env)));
export const hashList = (paths: readonly string[]): string => sha256(paths.join("\n"));
export const describeFlag = (value: unknown): string => JSON.stringify(value) ?? "";
/** Only the size decides what parsing does with a file that it does not read. */
export const describeStat = (found: ReturnType<FileSystem["stat"]>): string =>
  JSON.stringify(found && [found.size, found.isFile]) ?? "";

/** Whether a text may ask for chance: the filter `random`, the function `lipsum`. */
function isRandom(text: string): boolean {
  return (text.includes("random") && /\|\s*random\b/.test(text)) || text.includes("lipsum");
}
