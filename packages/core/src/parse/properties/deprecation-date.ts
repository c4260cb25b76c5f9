import { fail } from "../../errors/tsmodel-error.ts";
import { strOf } from "../python-text.ts";

/**
 * A `deprecation_date` in ISO form with an offset, as manifest.json has it: "2026-01-31T00:00:00+00:00". Without a
 * zone it is meant in the machine's. @throws TsmodelError date-invalid
 */
export function deprecationInstant(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = strOf(value);
  const parts =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(\.\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(
      text.trim(),
    );
  if (parts === null) throw fail("date-invalid", { key: "deprecation_date", got: text });
  const [, year, month, day, hour = "0", minute = "00", second = "00", fraction = ""] = parts;
  const date = `${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}T${hour.padStart(2, "0")}:${minute}:${second}`;
  const micro = fraction === "" ? "" : `.${fraction.slice(1, 7).padEnd(6, "0")}`;
  return `${date}${micro}${offsetText(parts[8], date)}`;
}

function offsetText(zone: string | undefined, local: string): string {
  if (zone === "Z") return "+00:00";
  if (zone !== undefined) return zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const minutes = -new Date(local).getTimezoneOffset();
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
}
