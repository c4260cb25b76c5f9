/**
 * target/partial_parse.tsmodel: a head, the body (the text of manifest.json after its metadata), sections of JSON, and a
 * foot that says where they are. The head has room for one thing that changes: which manifest.json was made from this
 * file. What was parsed again since stands in a file beside (edits-file.ts). A file that is cut off, of another version
 * or not ours at all is no cache.
 */
import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { BinaryFile, FileSystem } from "../effects.ts";

/** Changed when what the sections hold changes. */
const FORMAT = "tsmodel parse cache 5";
const HEAD = 1024;
/** Where the changing part of the head starts, and its length in bytes. */
const NOTE = 64;
export const NOTE_LENGTH: number = HEAD - NOTE;
const FOOT = 1024;

export interface CacheSections {
  /** What parsing looked at. */
  readonly trace: string;
  /** Resources and where they stand in the body. */
  readonly columns: string;
  /** What names mean. */
  readonly names: string;
}

type SectionName = keyof CacheSections;
const SECTIONS: readonly SectionName[] = ["trace", "columns", "names"];

interface Foot {
  readonly format: string;
  readonly id: string;
  /** What has to be equal before anything else is looked at. */
  readonly key: string;
  readonly size: number;
  readonly body: Part;
  readonly sections: { readonly [name in SectionName]: Part & { readonly crc: number } };
}

interface Part {
  readonly start: number;
  readonly length: number;
}

export interface OpenCache {
  readonly path: string;
  /** Another one for each file that is written. */
  readonly id: string;
  readonly key: string;
  readonly bodyLength: number;
  /** undefined when it is damaged. */
  section(name: SectionName): string | undefined;
  /** Bytes of the body. */
  body(start: number, length: number): Uint8Array;
  /** The changing note of the head. */
  readNote(): string;
  /** Does nothing when another file has taken this one's place. */
  writeNote(note: string): void;
  close(): void;
}

/** undefined where there is no cache that can be read. */
export function openCacheFile(path: string, files: FileSystem): OpenCache | undefined {
  const file = files.openBinary?.(path);
  if (file === undefined) return undefined;
  const foot = readFoot(file);
  if (foot !== undefined) return new CacheReader(path, files, file, foot);
  file.close();
  return undefined;
}

function readFoot(file: BinaryFile): Foot | undefined {
  if (file.size < HEAD + FOOT) return undefined;
  try {
    const foot = JSON.parse(textOf(file.read(file.size - FOOT, FOOT))) as Foot;
    return foot.format === FORMAT && foot.size === file.size && textOf(file.read(0, NOTE)).startsWith(foot.id)
      ? foot
      : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");

class CacheReader implements OpenCache {
  readonly path: string;
  private readonly files: FileSystem;
  private readonly file: BinaryFile;
  private readonly foot: Foot;

  constructor(path: string, files: FileSystem, file: BinaryFile, foot: Foot) {
    this.path = path;
    this.files = files;
    this.file = file;
    this.foot = foot;
  }

  get id(): string {
    return this.foot.id;
  }
  get key(): string {
    return this.foot.key;
  }
  get bodyLength(): number {
    return this.foot.body.length;
  }

  section(name: SectionName): string | undefined {
    const { start, length, crc } = this.foot.sections[name];
    const bytes = this.file.read(start, length);
    return bytes.length === length && crc32(bytes) === crc ? textOf(bytes) : undefined;
  }

  body(start: number, length: number): Uint8Array {
    return this.file.read(this.foot.body.start + start, length);
  }

  readNote(): string {
    return textOf(this.file.read(NOTE, NOTE_LENGTH)).trimEnd();
  }

  writeNote(note: string): void {
    const current = openCacheFile(this.path, this.files);
    const isSame = current instanceof CacheReader && current.foot.id === this.foot.id;
    current?.close();
    if (!isSame) return;
    // Without the note, manifest.json is written in full the next time.
    didWrite(() => this.files.patchBinary?.(this.path, [[NOTE, Buffer.from(note.padEnd(NOTE_LENGTH))]]));
  }

  close(): void {
    this.file.close();
  }
}

/** Bytes that are read or written at once. */
export const PIECE: number = 1 << 22;

/**
 * Writes a cache beside and renames it. `sections` is asked when the body has been written. Gives nothing when the disk
 * refuses: a cache is never needed.
 */
export function writeCacheFile(
  path: string,
  key: string,
  body: Iterable<Uint8Array>,
  sections: () => CacheSections,
  files: FileSystem,
): boolean {
  if (files.replaceBinary === undefined) return false;
  return didWrite(() => files.replaceBinary!(path, cacheChunks(key, body, sections)));
}

/** False when the disk refuses. @throws whatever else goes wrong */
export function didWrite(write: () => unknown): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === undefined) throw error;
    return false;
  }
}

function* cacheChunks(
  key: string,
  body: Iterable<Uint8Array>,
  sections: () => CacheSections,
): Generator<Uint8Array> {
  const id = randomBytes(16).toString("hex");
  yield Buffer.from(id.padEnd(HEAD));
  let at = HEAD;
  for (const chunk of body) {
    at += chunk.length;
    yield chunk;
  }
  const parts: { [name: string]: Part & { crc: number } } = {};
  const bodyPart = { start: HEAD, length: at - HEAD };
  const texts = sections();
  for (const name of SECTIONS) {
    const bytes = Buffer.from(texts[name]);
    parts[name] = { start: at, length: bytes.length, crc: crc32(bytes) };
    at += bytes.length;
    yield bytes;
  }
  const foot = { format: FORMAT, id, key, size: at + FOOT, body: bodyPart, sections: parts };
  yield Buffer.from(JSON.stringify(foot).padEnd(FOOT));
}
