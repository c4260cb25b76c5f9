/**
 * manifest.json from the cached text: what nobody has looked into is copied as it stands. Where the file on the disk was
 * made from the same cache, only its beginning (times, the invocation's id) and the chunks that differ are written.
 */
import type { ManifestText } from "../artifacts/manifest-file.ts";
import { ResourceWriter } from "../artifacts/resource-text.ts";
import type { FileSystem } from "../effects.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { AnyResource } from "../manifest/node.ts";
import { sha256 } from "../util/hash.ts";
import { cachedChunk, fitChunks, type Chunk } from "./body-chunks.ts";
import { spliceAt, splicedBody, type Splice } from "./body-splices.ts";
import { NOTE_LENGTH, type OpenCache } from "./cache-file.ts";
import type { StoredColumns } from "./encode-manifest.ts";
import { MAPS } from "./resource-columns.ts";

interface StoredResource {
  readonly proxy: object;
  readonly isRead: boolean;
  readonly plain: object;
}

export interface StoredTextInput {
  readonly cache: OpenCache;
  readonly manifest: Manifest;
  readonly columns: StoredColumns;
  readonly resources: readonly StoredResource[];
  /** Texts of resources that the body holds as they were before. */
  readonly edited: ReadonlyMap<number, string>;
  readonly files: FileSystem;
  /** Whether the command leaves the manifest as it is, whatever it looks into. */
  readonly readsOnly: boolean;
}

/** More resources that were looked into are not compared with the body. */
const COMPARED = 2_000;
/** More resources that differ are not put into their places one by one. */
const PATCHED = 200;

export class StoredText implements ManifestText {
  private readonly input: StoredTextInput;

  constructor(input: StoredTextInput) {
    this.input = input;
  }

  write(path: string, head: string): boolean {
    const { cache, columns, files } = this.input;
    if (files.overwriteBinary === undefined || !this.isSameManifest()) return false;
    const headBytes = Buffer.from(head);
    const splices = this.splices();
    const chunks = splices.length <= PATCHED ? fitChunks(cache, columns, splices) : undefined;
    if (chunks !== undefined && this.patch(path, headBytes, chunks)) return true;
    writeManifestFile(path, wholeText(cache, headBytes, chunks ?? splices), files);
    if (chunks !== undefined) noteManifest(cache, path, headBytes, chunks, files);
    return true;
  }

  /** What differs from the body, in order. */
  private splices(): Splice[] {
    const { cache, columns, resources, edited, readsOnly } = this.input;
    const positions = new Set(edited.keys());
    if (!readsOnly) for (const [position, { isRead }] of resources.entries()) if (isRead) positions.add(position);
    const ordered = [...positions].sort((a, b) => columns.start[a]! - columns.start[b]!);
    const writer = new ResourceWriter();
    const all = ordered.map((position): Splice => {
      const resource = resources[position]!;
      const text =
        edited.has(position) && (readsOnly || !resource.isRead)
          ? edited.get(position)!
          : writer.text(resource.plain as AnyResource);
      return spliceAt(columns, position, text);
    });
    // What was only looked into is as it was.
    return all.length > COMPARED
      ? all
      : all.filter(({ start, length, text }) => Buffer.compare(text, cache.body(start, length)) !== 0);
  }

  /** Whether every map still holds what was read from the cache, and nothing else. */
  private isSameManifest(): boolean {
    const { manifest, columns, resources } = this.input;
    let position = 0;
    for (const [order, name] of MAPS.entries()) {
      const map = manifest[name] as ReadonlyMap<string, unknown>;
      if (map.size !== columns.counts[order]) return false;
      for (const resource of map.values()) if (resource !== resources[position++]!.proxy) return false;
    }
    const disabled = [...manifest.disabled.values()].reduce((sum, list) => sum + list.length, 0);
    return disabled === columns.counts.at(-1);
  }

  /** Brings a file up to date that was made from this cache. Chunks that were other then are put back. */
  private patch(path: string, head: Uint8Array, chunks: readonly Chunk[]): boolean {
    const { cache, columns, files } = this.input;
    const note = readNote(cache, path);
    if (note === undefined || note.length !== head.length || files.stamp?.(path)?.key !== note.stamp)
      return false;
    const file = files.openBinary?.(path);
    if (file === undefined) return false;
    const before = file.read(0, head.length);
    file.close();
    if (sha256(Buffer.from(before).toString("latin1")).slice(0, 40) !== note.hash) return false;
    const current = new Set(chunks.map(({ number }) => number));
    const restored = note.chunks.filter((number) => !current.has(number));
    const parts = [...chunks, ...restored.map((number) => cachedChunk(cache, columns, number))];
    const stamp = files.patchBinary!(path, [
      [0, head],
      ...parts.map(({ start, text }) => [head.length + start, text] as const),
    ]);
    writeNote(cache, path, head, stamp.key, chunks);
    return true;
  }
}

/** The text of a cache that was just written, for the manifest it was written from. */
export function freshText(cache: OpenCache, files: FileSystem): ManifestText {
  return {
    write(path, head) {
      const headBytes = Buffer.from(head);
      writeManifestFile(path, wholeText(cache, headBytes, []), files);
      noteManifest(cache, path, headBytes, [], files);
      return true;
    },
  };
}

/** The file is written in place, as it is without a cache: what links to it goes on linking. */
function writeManifestFile(path: string, chunks: Iterable<Uint8Array>, files: FileSystem): void {
  files.overwriteBinary!(path, chunks);
}

function* wholeText(cache: OpenCache, head: Uint8Array, splices: readonly Splice[]): Generator<Uint8Array> {
  yield head;
  yield* splicedBody(cache, splices);
}

interface Note {
  readonly stamp: string;
  readonly length: number;
  readonly hash: string;
  /** Numbers of the chunks that are not as the cache has them. */
  readonly chunks: readonly number[];
}

function noteManifest(
  cache: OpenCache,
  path: string,
  head: Uint8Array,
  chunks: readonly Chunk[],
  files: FileSystem,
): void {
  const stamp = files.stamp?.(path);
  if (stamp !== undefined) writeNote(cache, path, head, stamp.key, chunks);
}

/** Which file was made from the cache, how it begins, and where it differs. Without a note it is written in full. */
function writeNote(
  cache: OpenCache,
  path: string,
  head: Uint8Array,
  stamp: string,
  chunks: readonly Chunk[],
): void {
  const hash = sha256(Buffer.from(head).toString("latin1")).slice(0, 40);
  const place = sha256(path).slice(0, 16);
  const note = [stamp, head.length, hash, place, chunks.map(({ number }) => number).join(" ")].join("|");
  if (note.length <= NOTE_LENGTH) cache.writeNote(note);
}

function readNote(cache: OpenCache, path: string): Note | undefined {
  const [stamp = "", length, hash = "", place, chunks = ""] = cache.readNote().split("|");
  if (place !== sha256(path).slice(0, 16)) return undefined;
  return { stamp, length: Number(length), hash, chunks: chunks.split(" ").filter(Boolean).map(Number) };
}
