/** Files that are read in parts and replaced as a whole, and what tells whether a file was written to. */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import type { BinaryFile, FileStamp } from "../effects.ts";

/** Milliseconds in which two writes may get the same times: a tick of the kernel's clock, with room. */
const TICK = 100;
/** The same where file systems keep whole seconds. */
const COARSE_TICK = 2_100;

export function stampFile(path: string): FileStamp | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? stampOf(found) : undefined;
}

function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): FileStamp {
  const changed = Math.max(mtimeMs, ctimeMs);
  const tick = ctimeMs % 1000 === 0 ? COARSE_TICK : TICK;
  return { key: `${mtimeMs} ${ctimeMs} ${size} ${ino}`, settled: Date.now() - changed > tick };
}

/** Files that nobody closes are closed when nobody can read them any more. */
export function createBinaryOpener(): (path: string) => BinaryFile | undefined {
  const forgotten = new FinalizationRegistry<number>((file) => closeSync(file));
  return (path) => {
    let file: number;
    try {
      file = openSync(path, "r");
    } catch {
      return undefined;
    }
    return new OpenFile(file, forgotten);
  };
}

class OpenFile implements BinaryFile {
  readonly size: number;
  private readonly file: number;
  private readonly forgotten: FinalizationRegistry<number>;
  private isOpen = true;

  constructor(file: number, forgotten: FinalizationRegistry<number>) {
    this.file = file;
    this.size = fstatSync(file).size;
    this.forgotten = forgotten;
    forgotten.register(this, file, this);
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - offset)));
    let at = 0;
    while (at < bytes.length) {
      const count = readSync(this.file, bytes, at, bytes.length - at, offset + at);
      if (count === 0) return bytes.subarray(0, at);
      at += count;
    }
    return bytes;
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.forgotten.unregister(this);
    closeSync(this.file);
  }
}

export function replaceBinary(path: string, chunks: Iterable<Uint8Array>): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = openSync(beside, "wx");
    try {
      for (const chunk of chunks) writeAll(file, chunk);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

export function overwriteBinary(path: string, chunks: Iterable<Uint8Array>): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "w");
  try {
    for (const chunk of chunks) writeAll(file, chunk);
  } finally {
    closeSync(file);
  }
}

/** At `offset`, or where the last write ended. */
function writeAll(file: number, bytes: Uint8Array, offset?: number): void {
  for (let at = 0; at < bytes.length;)
    at += writeSync(file, bytes, at, bytes.length - at, offset === undefined ? null : offset + at);
}

export function patchBinary(
  path: string,
  parts: readonly (readonly [offset: number, bytes: Uint8Array])[],
): FileStamp {
  const file = openSync(path, "r+");
  try {
    for (const [offset, bytes] of parts) writeAll(file, bytes, offset);
    return stampOf(fstatSync(file));
  } finally {
    closeSync(file);
  }
}
