/** A value Postgres cannot hold; `row` and `column` count from 0 inside the chunk. */
export class ChunkValueError extends Error {
  readonly row: number;
  readonly column: number;

  constructor(row: number, column: number, message: string) {
    super(message);
    this.row = row;
    this.column = column;
  }
}
