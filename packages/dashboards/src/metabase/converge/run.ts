/** One comparison of what is wanted with what is there, with or without writing. */
import type { Client } from "../server/client.ts";

export interface Change {
  /** New, changed, taken away, or something to know. */
  readonly sign: "+" | "~" | "-" | "!";
  readonly kind:
    "account" | "database" | "table" | "field" | "collection" | "question" | "dashboard" | "alert";
  readonly name: string;
  /** What differs. */
  readonly details: readonly string[];
}

export interface Run {
  readonly client: Client;
  /** Of the server: 58, 64. */
  readonly major: number;
  /** Nothing but GET is sent. */
  readonly dryRun: boolean;
  report(change: Change): void;
  /** What takes a while. */
  tell(text: string): void;
  pause(milliseconds: number): Promise<void>;
}

/** Equal as JSON, whatever the order of keys; a key without a value is no key. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== null && item !== undefined)
    .sort(([x], [y]) => (x < y ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

/** Keys of either that differ. */
export function differingKeys(
  a: { readonly [key: string]: unknown },
  b: { readonly [key: string]: unknown },
): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !isSame(a[key], b[key])).sort();
}

/** "what: old → new", shortened. */
export const fromTo = (what: string, before: unknown, after: unknown): string =>
  `${what}: ${shorten(before)} → ${shorten(after)}`;

function shorten(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : JSON.stringify(value ?? null);
  return text.length > 48 ? `${text.slice(0, 47)}…` : text;
}
