/** Tar archives (ustar, GNU and pax long names), gzipped or not. Directories are implied by their files. */
import { gunzipSync } from "node:zlib";

export interface TarFile {
  /** "/" separated, as written in the archive. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

const BLOCK = 512;

/** Regular files in order. Links are left out. @throws Error for what is no such archive */
export function readTar(archive: Uint8Array): TarFile[] {
  const bytes = archive[0] === 0x1f && archive[1] === 0x8b ? gunzipSync(archive) : archive;
  if (bytes.length < BLOCK) throw new Error("it is no tar archive");
  const files: TarFile[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    if (!hasValidChecksum(header)) throw new Error("it is no tar archive");
    const size = octal(header, 124, 12);
    const body = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (body.length < size) throw new Error("the archive ends too early");
    const type = String.fromCharCode(header[156]!);
    if (type === "L") longName = text(body, 0, body.length);
    else if (type === "x") longName = paxPath(body) ?? longName;
    else {
      if (type === "0" || type === "\0")
        files.push({
          path: longName ?? nameOf(header),
          bytes: body,
          executable: (octal(header, 100, 8) & 0o100) !== 0,
        });
      if (type !== "g") longName = undefined;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function nameOf(header: Uint8Array): string {
  const isUstar = text(header, 257, 5) === "ustar";
  const prefix = isUstar ? text(header, 345, 155) : "";
  const name = text(header, 0, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Up to the first zero byte. */
function text(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString("utf8");
}

const octal = (header: Uint8Array, start: number, length: number): number =>
  Number.parseInt(text(header, start, length).trim() || "0", 8);

/** The sum of all bytes with the checksum's own field as blanks. */
function hasValidChecksum(header: Uint8Array): boolean {
  let sum = 0;
  for (let index = 0; index < BLOCK; index++) sum += index >= 148 && index < 156 ? 0x20 : header[index]!;
  return sum === octal(header, 148, 8);
}

/** Records are "<length> key=value\n", the length counting bytes of the whole record. */
function paxPath(body: Uint8Array): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < body.length;) {
    const blank = body.indexOf(0x20, at);
    const length = Number(Buffer.from(body.subarray(at, blank)).toString("latin1"));
    if (blank < 0 || !(length > 0)) break;
    const record = Buffer.from(body.subarray(blank + 1, at + length - 1)).toString("utf8");
    if (record.startsWith("path=")) path = record.slice("path=".length);
    at += length;
  }
  return path;
}
