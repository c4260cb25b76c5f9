import { createHash } from "node:crypto";

/** 96 bits of a text. */
export const hashMacro = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 16);
