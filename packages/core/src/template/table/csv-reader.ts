/**
 * CSV as Python's csv module reads it (RFC 4180, forgiving): quotes count only at the start of a field, text behind a
 * closing quote belongs to the field, an open quote ends with the text. Line breaks are taken for "\n", in quotes too.
 */
import { valueError } from "../python/function.ts";

export interface CsvOptions {
  /** One character; a comma unless told. */
  readonly delimiter?: string;
}

const NEWLINE = 10;
const QUOTE = 34;

/**
 * Row by row; an empty line is a row without fields. A leading byte order mark is dropped. A text in pieces is held only
 * as far as a row needs it.
 */
export function* readCsv(text: string | Iterable<string>, options: CsvOptions = {}): Generator<string[]> {
  const reader = new CsvReader(typeof text === "string" ? [text] : text, options);
  while (reader.next()) yield Array.from({ length: reader.count }, (_, index) => reader.field(index));
}

/** Without the mark, and with "\n" for every line break, also where "\r\n" lies in two pieces. */
function* plainPieces(pieces: Iterable<string>): Generator<string, undefined> {
  let first = true;
  let held = "";
  for (const piece of pieces) {
    if (piece === "") continue;
    const text = held + (first && piece.startsWith("\ufeff") ? piece.slice(1) : piece);
    first = false;
    held = text.endsWith("\r") ? "\r" : "";
    const whole = held === "" ? text : text.slice(0, -1);
    yield whole.includes("\r") ? whole.replace(/\r\n?/g, "\n") : whole;
  }
  if (held !== "") yield "\n";
}

/** The row that was read last, as places in a text: most of what a large file holds is looked at, and never wanted. */
export class CsvReader {
  /** Fields of the row. */
  count = 0;
  /** Where a field lies in `text`, unless it is written in `rewritten`: quotes in it are doubled, or text follows them. */
  text = "";
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly rewritten: (string | undefined)[] = [];
  private position = 0;
  /** Whether the row that was just read ended before the text did. */
  private complete = true;
  private hasMore = true;
  private readonly pieces: Iterator<string, undefined>;
  private readonly delimiter: number;

  /** Pieces of text, in which line breaks may lie anywhere. @throws JinjaError ValueError for a delimiter that is not one character */
  constructor(pieces: Iterable<string>, { delimiter = "," }: CsvOptions = {}) {
    if (delimiter.length !== 1) throw valueError(`"delimiter" must be a 1-character string, not ${JSON.stringify(delimiter)}`);
    this.pieces = plainPieces(pieces);
    this.delimiter = delimiter.charCodeAt(0);
  }

  /** The text of a field of the row. */
  field(index: number): string {
    return this.rewritten[index] ?? this.text.slice(this.starts[index], this.ends[index]);
  }

  /** Whether there was another row. */
  next(): boolean {
    for (;;) {
      const start = this.position;
      if (start < this.text.length) {
        this.readRow();
        if (this.complete || !this.hasMore) return true;
        this.position = start;
      } else if (!this.hasMore) return false;
      this.readOn();
    }
  }

  /** At least as much again as is left, so that a long row is not begun too often. */
  private readOn(): void {
    const parts = [this.text.slice(this.position)];
    for (let wanted = Math.max(1, parts[0]!.length); wanted > 0;) {
      const { done, value } = this.pieces.next();
      if (done === true) {
        this.hasMore = false;
        break;
      }
      parts.push(value);
      wanted -= value.length;
    }
    this.text = parts.join("");
    this.position = 0;
  }

  private readRow(): void {
    const { text, delimiter } = this;
    this.count = 0;
    this.complete = true;
    if (text.charCodeAt(this.position) === NEWLINE) {
      this.position++;
      return;
    }
    for (;;) {
      const start = this.position;
      if (text.charCodeAt(start) === QUOTE) this.readQuoted(start + 1);
      else this.addField(start, (this.position = this.plainEnd(start)), undefined);
      const at = this.position++;
      this.complete = at < text.length;
      if (!this.complete || text.charCodeAt(at) !== delimiter) return;
    }
  }

  private addField(start: number, end: number, rewritten: string | undefined): void {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.rewritten[this.count++] = rewritten;
  }

  /** Where the delimiter or the end of the line is. */
  private plainEnd(start: number): number {
    const { text, delimiter } = this;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === delimiter || code === NEWLINE) break;
    }
    return at;
  }

  /** A field from behind its first quote. */
  private readQuoted(start: number): void {
    const { text } = this;
    let field: string | undefined;
    for (let from = start; ;) {
      const quote = text.indexOf('"', from);
      const end = quote < 0 ? text.length : quote;
      if (quote >= 0 && text.charCodeAt(quote + 1) === QUOTE) {
        field = (field ?? "") + text.slice(from, quote + 1);
        from = quote + 2;
        continue;
      }
      this.position = quote < 0 ? end : this.plainEnd(quote + 1);
      const follows = quote >= 0 && this.position > quote + 1;
      if (field !== undefined || follows)
        field = (field ?? "") + text.slice(from, end) + (follows ? text.slice(quote + 1, this.position) : "");
      return this.addField(start, end, field);
    }
  }
}
