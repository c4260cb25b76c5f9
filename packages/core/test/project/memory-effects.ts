import type { Effects, FileSystem } from "../../src/effects.ts";
import type { TsmodelEvent } from "../../src/events/event.ts";

/** A disk in memory: absolute paths to texts. */
export function memoryFiles(texts: { [path: string]: string }): FileSystem {
  const below = (folder: string): string[] =>
    Object.keys(texts)
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
  return {
    readText(path) {
      if (texts[path] === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
      return texts[path];
    },
    exists: (path) => texts[path] !== undefined || below(path).length > 0,
    list: (folder) => below(folder).sort(),
    writeText: (path, text) => {
      texts[path] = text;
    },
    stat: (path) =>
      texts[path] === undefined ? undefined : { mtimeMs: 0, size: texts[path].length, isFile: true },
  };
}

export interface MemoryEffects extends Effects {
  readonly events: TsmodelEvent[];
}

export function memoryEffects(texts: { [path: string]: string }, rest: Partial<Effects> = {}): MemoryEffects {
  const events: TsmodelEvent[] = [];
  return {
    files: memoryFiles(texts),
    env: { HOME: "/home/me" },
    cwd: "/shop",
    now: () => new Date("2026-01-31T12:00:00.123Z"),
    elapsed: () => 0,
    newId: () => "id",
    signal: new AbortController().signal,
    report: (event) => events.push(event),
    events,
    ...rest,
  };
}
