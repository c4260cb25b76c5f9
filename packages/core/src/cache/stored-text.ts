/**
 * manifest.json from the cached text: what nobody has looked into is copied as it stands. When the file on the disk was
 * made from the same cache and nothing has changed since, only its beginning (times, the invocation's id) is written.
 */
import type { ManifestText } from "../artifacts/manifest-file.ts";
import { ResourceWriter } from "../artifacts/resource-text.ts";
import type { FileSystem } from "../effects.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { AnyResource } from "../manifest/node.ts";
import { sha256 } from "../util/hash.ts";
import { PIECE, type OpenCache } from "./cache-file.ts";
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
  readonly files: FileSystem;
  /** Whether the command leaves the manifest as it is, whatever it looks into. */
  readonly readsOnly: boolean;
}

export class StoredText implements ManifestText {
  private readonly input: StoredTextInput;

  constructor(input: StoredTextInput) {
    this.input = input;
  }

  write(path: string, head: string): boolean {
    const { cache, files, resources, readsOnly } = this.input;
    if (files.overwriteBinary === undefined || !this.isSameManifest()) return false;
    const headBytes = Buffer.from(head);
    const changed = readsOnly ? [] : resources.flatMap(({ isRead }, position) => (isRead ? [position] : []));
    if (changed.length > 0) {
      writeManifestFile(path, this.changedText(headBytes, changed), files);
      return true;
    }
    if (!this.patch(path, headBytes)) {
      writeManifestFile(path, wholeText(cache, headBytes), files);
      noteManifest(cache, path, headBytes, files);
    }
    return true;
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

  private patch(path: string, head: Uint8Array): boolean {
    const { cache, files } = this.input;
    const note = readNote(cache, path);
    if (note === undefined || note.length !== head.length || files.stamp?.(path)?.key !== note.stamp)
      return false;
    const file = files.openBinary?.(path);
    if (file === undefined) return false;
    const before = file.read(0, head.length);
    file.close();
    if (sha256(Buffer.from(before).toString("latin1")).slice(0, 40) !== note.hash) return false;
    const stamp = files.patchBinary!(path, 0, head);
    writeNote(cache, path, head, stamp.key);
    return true;
  }

  private *changedText(head: Uint8Array, changed: readonly number[]): Generator<Uint8Array> {
    const { cache, columns, resources } = this.input;
    const writer = new ResourceWriter();
    yield head;
    let at = 0;
    for (const position of [...changed].sort((a, b) => columns.start[a]! - columns.start[b]!)) {
      yield* bodyPieces(cache, at, columns.start[position]!);
      yield Buffer.from(writer.text(resources[position]!.plain as AnyResource));
      at = columns.start[position]! + columns.length[position]!;
    }
    yield* bodyPieces(cache, at, cache.bodyLength);
  }
}

/** The text of a cache that was just written, for the manifest it was written from. */
export function freshText(cache: OpenCache, files: FileSystem): ManifestText {
  return {
    write(path, head) {
      const headBytes = Buffer.from(head);
      writeManifestFile(path, wholeText(cache, headBytes), files);
      noteManifest(cache, path, headBytes, files);
      return true;
    },
  };
}

/** The file is written in place, as it is without a cache: what links to it goes on linking. */
function writeManifestFile(path: string, chunks: Iterable<Uint8Array>, files: FileSystem): void {
  files.overwriteBinary!(path, chunks);
}

function* wholeText(cache: OpenCache, head: Uint8Array): Generator<Uint8Array> {
  yield head;
  yield* bodyPieces(cache, 0, cache.bodyLength);
}

export function* bodyPieces(cache: OpenCache, from: number, to: number): Generator<Uint8Array> {
  for (let at = from; at < to; at += PIECE) yield cache.body(at, Math.min(PIECE, to - at));
}

interface Note {
  readonly stamp: string;
  readonly length: number;
  readonly hash: string;
}

function noteManifest(cache: OpenCache, path: string, head: Uint8Array, files: FileSystem): void {
  const stamp = files.stamp?.(path);
  if (stamp !== undefined) writeNote(cache, path, head, stamp.key);
}

/** Which file was made from the cache, and how it begins. */
function writeNote(cache: OpenCache, path: string, head: Uint8Array, stamp: string): void {
  const hash = sha256(Buffer.from(head).toString("latin1"));
  cache.writeNote(`${stamp}|${head.length}|${hash.slice(0, 40)}|${sha256(path).slice(0, 16)}`);
}

function readNote(cache: OpenCache, path: string): Note | undefined {
  const [stamp = "", length, hash = "", place] = cache.readNote().split("|");
  return place === sha256(path).slice(0, 16) ? { stamp, length: Number(length), hash } : undefined;
}
