/** Whether what parsing looked at is still as it was. */
import type { Effects } from "../effects.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Flags } from "../project/project.ts";
import { sha256 } from "../util/hash.ts";
import {
  describeFlag,
  describeStat,
  hashList,
  hashMetadata,
  hashVariable,
  METADATA,
  type ReadFile,
  type TraceRecord,
} from "./parse-trace.ts";

export interface TraceCheck {
  /** Absolute paths of files whose text is another now. */
  readonly changed: readonly string[];
  readonly added: number;
  readonly deleted: number;
  /** Why nothing of the cached parse counts; with files added or deleted it is never undefined. */
  readonly stale: string | undefined;
  /** Files that were written to without a change of their text, or too lately to be sure, as they stand now. */
  readonly touched: ReadonlyMap<string, ReadFile>;
}

export function checkTrace(record: TraceRecord, effects: Effects, flags: Flags): TraceCheck {
  const { files } = effects;
  const nothing = { changed: [], added: 0, deleted: 0, touched: new Map<string, ReadFile>() };
  const other = otherSettings(record, effects, flags);
  if (other !== undefined || flags["partial_parse_file_diff"] === false) return { ...nothing, stale: other };
  let [added, deleted] = [0, 0];
  for (const [folder, hash] of record.lists) {
    const paths = files.list(folder);
    if (hashList(paths) === hash) continue;
    const difference = compareFolder(record, folder, paths);
    added += difference.added;
    deleted += difference.deleted;
  }
  if (added + deleted > 0) return { ...nothing, added, deleted, stale: "files were added or deleted" };
  for (const [path, found] of record.exists)
    if (files.exists(path) !== found) return { ...nothing, stale: "files were added or deleted" };
  const read = checkReads(record, files);
  for (const [path, stat] of record.stats)
    if (!record.reads.has(path) && describeStat(files.stat(path)) !== stat)
      return { ...nothing, stale: "a large file has changed" };
  return { ...nothing, ...read, stale: read.missing ? "files were deleted" : undefined };
}

/** What else than files a parse depends on and is not as it was, in words. */
function otherSettings(
  record: TraceRecord,
  { env, now }: Pick<Effects, "env" | "now">,
  flags: Flags,
): string | undefined {
  const [from, until] = record.dates;
  const time = now().getTime();
  if (time < from || time >= until) return "the deprecation date of a model has come";
  for (const [name, value] of record.flags)
    if (describeFlag(flags[name]) !== value) return `the flag ${name} has changed`;
  for (const [name, hash] of record.env)
    if ((name === METADATA ? hashMetadata(env) : hashVariable(env[name])) !== hash)
      return "env vars used in the project have changed";
  return undefined;
}

function checkReads(
  { reads }: TraceRecord,
  files: Effects["files"],
): Pick<TraceCheck, "changed" | "touched"> & { missing: boolean } {
  const changed: string[] = [];
  const touched = new Map<string, ReadFile>();
  for (const [path, known] of reads) {
    const stamp = files.stamp?.(path);
    if (stamp === undefined) return { changed, touched, missing: true };
    if (known.stamp?.settled === true && stamp.key === known.stamp.key) continue;
    const hash = sha256(files.readText(path));
    if (hash !== known.hash) changed.push(path);
    else if (stamp.settled) touched.set(path, { stamp, hash });
  }
  return { changed, touched, missing: false };
}

/** How a folder's files differ from those that were read; at least one counts as added or deleted. */
function compareFolder(
  { reads, stats }: TraceRecord,
  folder: string,
  paths: readonly string[],
): { readonly added: number; readonly deleted: number } {
  const now = new Set(paths.map((path) => `${folder}/${path}`));
  const deleted = [...reads.keys()].filter((path) => path.startsWith(`${folder}/`) && !now.has(path)).length;
  const added = [...now].filter((path) => !reads.has(path) && !stats.has(path)).length;
  return added + deleted > 0 ? { added, deleted } : { added: 0, deleted: 1 };
}

/** Between which deprecation dates of models a project was parsed: what is said about them changes at each. */
export function noteDates(record: TraceRecord, { nodes }: Manifest, now: Date): void {
  const time = now.getTime();
  for (const node of nodes.values()) {
    if (node.resource_type !== "model" || node.deprecation_date === null) continue;
    const date = new Date(node.deprecation_date).getTime();
    if (date <= time) record.dates[0] = Math.max(record.dates[0], date);
    else record.dates[1] = Math.min(record.dates[1], date);
  }
}
