/** A cell as the text that Postgres reads for its type. */
import type { Cell } from "@tsmodel/core/adapter";

export function cellText(cell: Cell): string | null {
  if (cell === null || typeof cell === "string") return cell;
  if (typeof cell !== "object") return String(cell);
  switch (cell.type) {
    case "interval":
      return `${(cell.years ?? 0) * 12 + cell.months} mons ${cell.days} days ${seconds(cell.microseconds)} seconds`;
    case "bytes":
      return `\\x${cell.hex}`;
    case "list":
    case "struct":
      return JSON.stringify(toJson(cell));
    default:
      return cell.text;
  }
}

function seconds(microseconds: bigint): string {
  const size = microseconds < 0n ? -microseconds : microseconds;
  return `${microseconds < 0n ? "-" : ""}${size / 1_000_000n}.${String(size % 1_000_000n).padStart(6, "0")}`;
}

function toJson(cell: Cell): unknown {
  if (cell === null || typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean")
    return cell;
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
  if (cell.type === "list") return cell.items.map(toJson);
  return cell.type === "struct"
    ? Object.fromEntries(cell.entries.map(([key, item]) => [key, toJson(item)]))
    : cellText(cell);
}
