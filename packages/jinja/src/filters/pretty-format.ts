/** Python's pprint.pformat at 80 columns: one line when it fits, else one item per line, dicts sorted by key. */

import { order } from "../runtime/compare.ts";
import { PyDict } from "../runtime/data/dict.ts";
import { PySet } from "../runtime/data/set.ts";
import { pyRepr } from "../runtime/text.ts";
import { pyTypeName } from "../runtime/type-name.ts";
import type { Value } from "../runtime/data/values.ts";
import { NamedTuple, Tuple } from "../runtime/data/values.ts";

const width = 80;

export function prettyFormat(value: Value): string {
  return format(value, 0, 0);
}

/** Key order that falls back to type names, as pprint sorts mixed keys. */
function safeOrder(a: Value, b: Value): number {
  try {
    return order(a, b, "<");
  } catch {
    return pyTypeName(a) < pyTypeName(b) ? -1 : 1;
  }
}

function sortedEntries(dict: PyDict): [Value, Value][] {
  return dict.entries().sort((a, b) => safeOrder(a[0], b[0]));
}

/** The repr on one line, with dicts sorted. */
function flat(value: Value): string {
  if (value instanceof PyDict)
    return `{${sortedEntries(value)
      .map(([k, v]) => `${flat(k)}: ${flat(v)}`)
      .join(", ")}}`;
  if (Array.isArray(value)) return `[${value.map(flat).join(", ")}]`;
  if (value instanceof Tuple)
    return `(${value.items.map(flat).join(", ")}${value.items.length === 1 ? "," : ""})`;
  return pyRepr(value);
}

/** @param allowance characters that must follow on the same line */
function format(value: Value, indent: number, allowance: number): string {
  const line = flat(value);
  if (line.length <= width - indent - allowance) return line;
  if (value instanceof PyDict && value.size > 0) return formatDict(value, indent, allowance);
  if (Array.isArray(value)) return "[" + formatItems(value, indent + 1, allowance + 1) + "]";
  if (value instanceof Tuple && !(value instanceof NamedTuple)) {
    const close = value.items.length === 1 ? ",)" : ")";
    return "(" + formatItems(value.items, indent + 1, allowance + close.length) + close;
  }
  if (value instanceof PySet && value.size > 0) {
    return "{" + formatItems(value.values().sort(safeOrder), indent + 1, allowance + 1) + "}";
  }
  return typeof value === "string" ? formatText(value, indent, allowance) : line;
}

function formatItems(items: readonly Value[], indent: number, allowance: number): string {
  const last = items.length - 1;
  return items
    .map((item, i) => format(item, indent, i === last ? allowance : 1))
    .join(",\n" + " ".repeat(indent));
}

function formatDict(dict: PyDict, indent: number, allowance: number): string {
  const entries = sortedEntries(dict);
  const last = entries.length - 1;
  const lines = entries.map(([key, item], i) => {
    const name = flat(key) + ": ";
    return name + format(item, indent + 1 + name.length, i === last ? allowance + 1 : 1);
  });
  return "{" + lines.join(",\n" + " ".repeat(indent + 1)) + "}";
}

/** Long texts are cut at spaces into adjacent literals. */
function formatText(text: string, indent: number, allowance: number): string {
  const isTop = indent === 0;
  const inner = isTop ? indent + 1 : indent;
  const room = width - inner - (isTop ? 1 : 0);
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const chunks: string[] = [];
  lines.forEach((line, index) => {
    const isLast = index === lines.length - 1;
    const limit = isLast ? room - allowance : room;
    if (pyRepr(line).length <= limit) {
      chunks.push(pyRepr(line));
      return;
    }
    const parts = line.match(/\S*\s*/g)?.filter((part) => part !== "") ?? [];
    let current = "";
    parts.forEach((part, partIndex) => {
      const candidate = current + part;
      const most = isLast && partIndex === parts.length - 1 ? limit : room;
      if (pyRepr(candidate).length > most) {
        if (current !== "") chunks.push(pyRepr(current));
        current = part;
      } else current = candidate;
    });
    if (current !== "") chunks.push(pyRepr(current));
  });
  if (chunks.length === 1) return chunks[0] as string;
  const body = chunks.join("\n" + " ".repeat(inner));
  return isTop ? `(${body})` : body;
}
