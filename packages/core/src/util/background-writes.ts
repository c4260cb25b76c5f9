/**
 * Files that nobody waits for, written in short turns between other work. Writing a small file takes microseconds, a
 * trip to a thread that does it several times as long. What a file says already is not written again, and a file is
 * overwritten in place: some file systems wait for the disk when one is emptied and filled anew.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { monotonicTime } from "./monotonic-time.ts";

/** Milliseconds of one turn. */
const TURN = 4;
/** Texts longer than this are written without a look at what is there. Bytes. */
const COMPARED = 256 * 1024;

export class BackgroundWrites {
  /** Texts by path: later ones of one path win. */
  private readonly waiting: Map<string, string> = new Map();
  private readonly folders: Set<string> = new Set();
  private readonly text: Buffer = Buffer.allocUnsafeSlow(COMPARED);
  private readonly found: Buffer = Buffer.allocUnsafeSlow(COMPARED + 1);
  private turn: NodeJS.Immediate | undefined;
  private failure: { readonly error: unknown } | undefined;

  add(path: string, text: string): void {
    this.waiting.set(path, text);
    this.turn ??= setImmediate(() => this.work(monotonicTime() + TURN));
  }

  /** Writes all that waits. @throws what the first failed write threw */
  settle(): void {
    clearImmediate(this.turn);
    this.work(Infinity);
    // A folder may be deleted before the next command of this process.
    this.folders.clear();
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure.error;
  }

  private work(end: number): void {
    this.turn = undefined;
    for (const [path, text] of this.waiting) {
      this.waiting.delete(path);
      try {
        this.write(path, text);
      } catch (error) {
        this.failure ??= { error };
      }
      if (monotonicTime() > end) break;
    }
    if (this.waiting.size > 0) this.turn = setImmediate(() => this.work(monotonicTime() + TURN));
  }

  private write(path: string, text: string): void {
    const file = text.length * 3 > COMPARED ? undefined : openExisting(path);
    if (file === undefined) {
      this.makeFolder(dirname(path));
      return writeFileSync(path, text);
    }
    try {
      this.overwrite(file, this.text.write(text));
    } finally {
      closeSync(file);
    }
  }

  private makeFolder(folder: string): void {
    if (this.folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.folders.add(folder);
  }

  /** Makes the open file hold the first bytes of `text`. */
  private overwrite(file: number, length: number): void {
    const there = readSync(file, this.found, 0, length + 1, 0);
    if (there === length && this.found.compare(this.text, 0, length, 0, length) === 0) return;
    for (let done = 0; done < length; ) done += writeSync(file, this.text, done, length - done, done);
    if (there > length) ftruncateSync(file, length);
  }
}

/** undefined where there is no file, or none that can be read as well as written. */
function openExisting(path: string): number | undefined {
  try {
    return openSync(path, "r+");
  } catch {
    return undefined;
  }
}
