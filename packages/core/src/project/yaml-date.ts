import { PyObject } from "@tsmodel/jinja";

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly microsecond?: number;
  /** Minutes east of Greenwich; null without a zone. */
  readonly offsetMinutes?: number | null;
}

export class YamlDate extends PyObject {
  readonly pyTypeName: string;
  private readonly iso: string;
  constructor(iso: string) {
    super();
    this.pyTypeName = iso.length === 10 ? "date" : "datetime";
    this.iso = iso;
  }
  isoformat(): string {
    return this.iso;
  }
  override pyStr(): string {
    return this.iso.replace("T", " ");
  }
  toJSON(): string {
    return this.iso;
  }
}

/** A YAML timestamp as Python's date or datetime. */
export function dateFromYaml(parts: DateParts): YamlDate {
  const date = `${pad(parts.year, 4)}-${pad(parts.month)}-${pad(parts.day)}`;
  if (parts.hour === undefined) return new YamlDate(date);
  const fraction = parts.microsecond ? `.${pad(parts.microsecond, 6)}` : "";
  return new YamlDate(`${date}T${pad(parts.hour)}:${pad(parts.minute ?? 0)}:${pad(parts.second ?? 0)}${fraction}${zone(parts.offsetMinutes)}`);
}

function zone(offset: number | null | undefined): string {
  if (offset === null || offset === undefined) return "";
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}
