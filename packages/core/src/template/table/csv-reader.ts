/**
 * CSV as Python's csv module reads it (RFC 4180, forgiving): quotes count only at the start of a field, text behind a
 * closing quote belongs to the field, an open quote ends with the text. Line breaks are taken for "\n", in quotes too.
 */
export interface CsvOptions {
  /** One character; a comma unless told. */
  readonly delimiter?: string;
}

/** Row by row; an empty line is a row without fields. A leading byte order mark is dropped. */
export function* readCsv(text: string, options: CsvOptions = {}): Generator<string[]> {
  const delimiter = options.delimiter ?? ",";
  const unmarked = text.startsWith("\ufeff") ? text.slice(1) : text;
  const source = unmarked.includes("\r") ? unmarked.replace(/\r\n?/g, "\n") : unmarked;
  const reader = new CsvReader(source, delimiter);
  while (reader.position < source.length) yield reader.readRow();
}

class CsvReader {
  position: number = 0;
  private readonly text: string;
  private readonly delimiter: string;

  constructor(text: string, delimiter: string) {
    this.text = text;
    this.delimiter = delimiter;
  }

  readRow(): string[] {
    const { text } = this;
    if (text[this.position] === "\n") {
      this.position++;
      return [];
    }
    const end = text.indexOf("\n", this.position);
    const line = text.slice(this.position, end < 0 ? text.length : end);
    // Most lines have no quotes at all.
    if (!line.includes('"')) {
      this.position += line.length + 1;
      return line.split(this.delimiter);
    }
    return this.readQuotedRow();
  }

  private readQuotedRow(): string[] {
    const fields: string[] = [];
    for (;;) {
      fields.push(this.text[this.position] === '"' ? this.readQuotedField() : this.readPlain());
      const separator = this.text[this.position++];
      if (separator !== this.delimiter) return fields;
    }
  }

  /** Up to the delimiter or the end of the line. */
  private readPlain(): string {
    const start = this.position;
    while (this.position < this.text.length) {
      const character = this.text[this.position];
      if (character === this.delimiter || character === "\n") break;
      this.position++;
    }
    return this.text.slice(start, this.position);
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
