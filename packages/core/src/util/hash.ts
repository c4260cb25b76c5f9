import { createHash } from "node:crypto";

/** Lower-case hex digests of a text's UTF-8 bytes. */
export function md5(text: string): string {
  return createHash("md5").update(text, "utf8").digest("hex");
}

export function sha1(text: string): string {
  return createHash("sha1").update(text, "utf8").digest("hex");
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
