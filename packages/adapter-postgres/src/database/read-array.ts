/**
 * Postgres's text form of arrays, `{1,NULL,"a b"}`, nested ones and ones with bounds in front (`[0:1]={1,2}`).
 * https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
import type { Cell } from "@tsmodel/core/adapter";

export function readArray(text: string, delimiter: string, readElement: (text: string) => Cell): Cell {
  const reader = new ArrayReader(text, delimiter, readElement);
  return reader.readList();
}

class ArrayReader {
  private position: number;
  private readonly text: string;
  private readonly delimiter: string;
  private readonly readElement: (text: string) => Cell;

  constructor(text: string, delimiter: string, readElement: (text: string) => Cell) {
    this.text = text;
    this.delimiter = delimiter;
    this.readElement = readElement;
    this.position = text.startsWith("[") ? text.indexOf("=") + 1 : 0;
  }

  /** From `{` to after its `}`. */
  readList(): Cell {
    const items: Cell[] = [];
    this.position++;
    while (this.position < this.text.length && this.text[this.position] !== "}") {
      items.push(this.readItem());
      if (this.text[this.position] === this.delimiter) this.position++;
    }
    this.position++;
    return { type: "list", items };
  }

  private readItem(): Cell {
    const first = this.text[this.position];
    if (first === "{") return this.readList();
    if (first === '"') return this.readElement(this.readQuoted());
    const start = this.position;
    while (
      this.position < this.text.length &&
      this.text[this.position] !== this.delimiter &&
      this.text[this.position] !== "}"
    )
      this.position++;
    const bare = this.text.slice(start, this.position);
    return bare === "NULL" ? null : this.readElement(bare);
  }

  private readQuoted(): string {
    let item = "";
    for (
      this.position++;
      this.text[this.position] !== '"' && this.position < this.text.length;
      this.position++
    ) {
      if (this.text[this.position] === "\\") this.position++;
      item += this.text[this.position] ?? "";
    }
    this.position++;
    return item;
  }
}
