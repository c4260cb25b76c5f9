/** Files too long to be held as a whole. */
import type { FileSystem } from "../effects.ts";

/** Bytes. */
const PIECE = 1 << 20;

/** Its lines, without their "\n". @throws as readPieces */
export function* readLines(files: FileSystem, path: string): Generator<string, undefined> {
  let rest = "";
  for (const piece of readPieces(files, path)) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  yield rest;
}

/** The text of a file, a megabyte at a time where the file system can. @throws ENOENT as node:fs does */
export function* readPieces(files: FileSystem, path: string): Generator<string, undefined> {
  const file = files.openBinary?.(path);
  if (file === undefined) {
    yield files.readText(path);
    return;
  }
  try {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    for (let offset = 0; offset < file.size; offset += PIECE)
      yield decoder.decode(file.read(offset, PIECE), { stream: true });
    yield decoder.decode();
  } finally {
    file.close();
  }
}
