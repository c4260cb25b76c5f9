/**
 * CSV as Python's csv module reads it (RFC 4180, forgiving): quotes count only at the start of a field, text behind a
 * closing quote belongs to the field, an open quote ends with the text. Line breaks are taken for "\n", in quotes too.
 */
export interface CsvOptions {
  /** One character; a comma unless told. */
  readonly delimiter?: string;
}

const NEWLINE = 10;

/**
 * Row by row; an empty line is a row without fields. A leading byte order mark is dropped. A text in pieces is held only
 * as far as a row needs it.
 */
export function* readCsv(text: string | Iterable<string>, options: CsvOptions = {}): Generator<string[]> {
  const pieces = plainPieces(typeof text === "string" ? [text] : text);
  const reader = new CsvReader(pieces, options.delimiter ?? ",");
  for (let row = reader.next(); row !== undefined; row = reader.next()) yield row;
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

class CsvReader {
  private position = 0;
  private text = "";
  /** Whether the row that was just read ended before the text did. */
  private complete = true;
  private hasMore = true;
  private readonly pieces: Iterator<string, undefined>;
  private readonly delimiter: string;
  private readonly delimiterCode: number;

  constructor(pieces: Iterator<string, undefined>, delimiter: string) {
    this.pieces = pieces;
    this.delimiter = delimiter;
    this.delimiterCode = delimiter.charCodeAt(0);
  }

  next(): string[] | undefined {
    for (;;) {
      const start = this.position;
      if (start < this.text.length) {
        const row = this.readRow();
        if (this.complete || !this.hasMore) return row;
        this.position = start;
      } else if (!this.hasMore) return undefined;
      this.readOn();
    }
  }

  /** At least as much again as is left, so that a long row is not begun too often. */
  private readOn(): void {
    const parts = [this.text.slice(this.position)];
    for (let wanted = Math.max(1, parts[0]!.length); wanted > 0; ) {
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

  private readRow(): string[] {
    const { text } = this;
    this.complete = true;
    if (text.charCodeAt(this.position) === NEWLINE) {
      this.position++;
      return [];
    }
    const end = text.indexOf("\n", this.position);
    const line = text.slice(this.position, end < 0 ? text.length : end);
    if (line.includes('"')) return this.readQuotedRow();
    // Most lines have no quotes at all.
    this.complete = end >= 0;
    this.position += line.length + 1;
    return line.split(this.delimiter);
  }

  private readQuotedRow(): string[] {
    const fields: string[] = [];
    for (;;) {
      fields.push(this.text[this.position] === '"' ? this.readQuotedField() : this.readPlain());
      this.complete = this.position < this.text.length;
      const separator = this.text[this.position++];
      if (separator !== this.delimiter) return fields;
    }
  }

  /** Up to the delimiter or the end of the line. */
  private readPlain(): string {
    const { text, delimiterCode } = this;
    const start = this.position;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === delimiterCode || code === NEWLINE) break;
    }
    this.position = at;
    return text.slice(start, at);
  }

  private readQuotedField(): string {
    let field = "";
    this.position++;
    for (;;) {
      const quote = this.text.indexOf('"', this.position);
      if (quote < 0) {
        field += this.text.slice(this.position);
        this.position = this.text.length;
        return field;
      }
      field += this.text.slice(this.position, quote);
      this.position = quote + 1;
      if (this.text[this.position] !== '"') return field + this.readPlain();
      field += '"';
      this.position++;
    }
  }
}
