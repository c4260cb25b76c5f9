import { hash } from "node:crypto";

/** Lower-case hex digests of a text's UTF-8 bytes. */
export function md5(text: string): string {
  return hash("md5", text);
}

export function sha1(text: string): string {
  return hash("sha1", text);
}

export function sha256(text: string): string {
  return hash("sha256", text);
}
