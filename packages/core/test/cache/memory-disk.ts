/** A disk in memory whose files can be written to between two starts; every write gives a file another stamp. */
import type { FileSystem } from "../../src/effects.ts";

export class MemoryDisk {
  readonly texts: Map<string, Uint8Array> = new Map();
  private readonly stamps = new Map<string, number>();
  private clock = 0;
  /** Whether stamps can be trusted: else texts are read again. */
  settled = true;

  write(path: string, text: string | Uint8Array): void {
    this.texts.set(path, typeof text === "string" ? Buffer.from(text) : text);
    this.stamps.set(path, ++this.clock);
  }
  remove(path: string): void {
    this.texts.delete(path);
    this.stamps.delete(path);
  }
  read(path: string): string | undefined {
    const bytes = this.texts.get(path);
    return bytes && Buffer.from(bytes).toString("utf8");
  }
  paths(folder: string): string[] {
    return [...this.texts.keys()].filter((path) => path.startsWith(`${folder}/`)).sort();
  }

  private stamp(path: string): { key: string; settled: boolean } | undefined {
    const at = this.stamps.get(path);
    return at === undefined ? undefined : { key: `${at}`, settled: this.settled };
  }

  files(): FileSystem {
    return {
      readText: (path) => {
        const text = this.read(path);
        if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
        return text;
      },
      exists: (path) => this.texts.has(path) || this.paths(path).length > 0,
      list: (folder) => this.paths(folder).map((path) => path.slice(folder.length + 1)),
      writeText: (path, text) => this.write(path, text),
      stat: (path) =>
        this.texts.has(path)
          ? { mtimeMs: this.stamps.get(path)!, size: this.texts.get(path)!.length, isFile: true }
          : undefined,
      stamp: (path) => this.stamp(path),
      openBinary: (path) => {
        const bytes = this.texts.get(path);
        return (
          bytes && {
            size: bytes.length,
            read: (offset, length) => bytes.slice(offset, offset + length),
            close: () => undefined,
          }
        );
      },
      replaceBinary: (path, chunks) => this.write(path, Buffer.concat([...chunks])),
      overwriteBinary: (path, chunks) => this.write(path, Buffer.concat([...chunks])),
      patchBinary: (path, parts) => {
        const patched = this.texts.get(path)!;
        for (const [offset, bytes] of parts) patched.set(bytes, offset);
        this.write(path, patched);
        return this.stamp(path)!;
      },
    };
  }
}
