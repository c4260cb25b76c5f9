import { hash } from "node:crypto";

/** 96 bits of a text. */
export const hashMacro = (text: string): string => hash("sha256", text, "base64url").slice(0, 16);
