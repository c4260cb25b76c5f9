/** What parsing looked at and said ⇄ the text of a cache's section. */
import { TsmodelError } from "../errors/tsmodel-error.ts";
import type { ErrorLabel } from "../errors/error-label.ts";
import type { Location } from "../errors/location.ts";
import type { TsmodelEvent } from "../events/event.ts";
import { LineIndex } from "../util/text-position.ts";
import { decodeValue, encodeValue, NotCacheable } from "./encode-value.ts";
import type { ReadFile, TraceRecord } from "./parse-trace.ts";

type Reads = readonly (readonly [path: string, hash: string, stamp: string | 0, settled: 0 | 1])[];

interface Stored {
  readonly reads: Reads;
  readonly lists: readonly (readonly [string, string])[];
  readonly exists: readonly (readonly [string, boolean])[];
  readonly stats: readonly (readonly [string, string])[];
  readonly env: readonly (readonly [string, string | null])[];
  readonly flags: readonly (readonly [string, string])[];
  readonly dates: [number, number];
  readonly events: readonly unknown[];
  readonly said: readonly string[];
  readonly volatile: readonly string[];
  readonly noisy: readonly string[];
}

/** Paths below `root` are kept relative to it. @throws NotCacheable for events that hold what cannot be kept */
export function encodeTrace(record: TraceRecord, root: string): string {
  const short = (path: string): string =>
    path.startsWith(`${root}/`) ? path.slice(root.length) : `!${path}`;
  const stored: Stored = {
    reads: [...record.reads].map(([path, { hash, stamp }]) => [
      short(path),
      hash,
      stamp?.key ?? 0,
      stamp?.settled ? 1 : 0,
    ]),
    lists: [...record.lists],
    exists: [...record.exists],
    stats: [...record.stats],
    env: [...record.env],
    flags: [...record.flags],
    dates: record.dates,
    events: record.events.map(encodeEvent),
    said: [...record.said],
    volatile: [...record.volatile],
    noisy: [...record.noisy],
  };
  return JSON.stringify(stored);
}

export function decodeTrace(text: string, root: string): TraceRecord {
  const stored = JSON.parse(text) as Stored;
  const long = (path: string): string => (path.startsWith("!") ? path.slice(1) : root + path);
  const reads = stored.reads.map(([path, hash, key, settled]): [string, ReadFile] => [
    long(path),
    { hash, stamp: key === 0 ? undefined : { key, settled: settled === 1 } },
  ]);
  return {
    reads: new Map(reads),
    lists: new Map(stored.lists),
    exists: new Map(stored.exists),
    stats: new Map(stored.stats),
    env: new Map(stored.env),
    flags: new Map(stored.flags),
    dates: stored.dates,
    events: stored.events.map(decodeEvent),
    said: new Set(stored.said),
    volatile: new Set(stored.volatile),
    noisy: new Set(stored.noisy),
  };
}

type Fields = { readonly [key: string]: unknown };

function encodeEvent(event: TsmodelEvent): unknown {
  if (event.type === "message" && event.node === undefined) return encodeValue(event);
  if (event.type !== "warning") throw new NotCacheable(`an event ${event.type}`);
  const { error, ...rest } = event;
  return { ...(encodeValue(rest) as Fields), error: encodeError(error) };
}

function encodeError({ code, message, hint, label, at, node }: TsmodelError): unknown {
  const owner = node && {
    resource_type: node.resource_type,
    name: node.name,
    original_file_path: node.original_file_path,
  };
  return encodeValue({ code, message, hint, label, at: at.map(shortened), node: owner });
}

/** Characters of a file that may be kept for each place in it. */
const SHORT = 2_000;

/** Of a long file only the lines that are shown. */
function shortened(place: Location): Location {
  const { text, line, textLine } = place;
  if (text === undefined || textLine !== undefined || text.length <= SHORT || text.includes("\r")) return place;
  return { ...place, ...new LineIndex(text).around(line) };
}

function decodeEvent(stored: unknown): TsmodelEvent {
  const event = decodeValue(stored) as Fields;
  return (event["type"] === "warning"
    ? { ...event, error: decodeError(event["error"] as Fields) }
    : event) as unknown as TsmodelEvent;
}

function decodeError({ code, message, hint, label, at, node }: Fields): TsmodelError {
  return new TsmodelError(
    code as string,
    { message: message as string, hint: hint as string | undefined, label: label as ErrorLabel },
    { at: at as readonly Location[], node: node as TsmodelError["node"] },
  );
}
