/** What `ref()`, `source()` and `this` give a TypeScript model. */
import type { ScriptRow, ScriptValue } from "./script-values.ts";

/** How a relation is read; `sql` is a whole SELECT. */
export interface ScriptReader {
  rows(sql: string): Promise<ScriptRow[]>;
  stream(sql: string): AsyncIterable<ScriptRow>;
}

export class ScriptRelation {
  /** As it stands after FROM. e.g. "shop"."main"."orders" */
  readonly name: string;
  private readonly reader: ScriptReader;

  constructor(name: string, reader: ScriptReader) {
    this.name = name;
    this.reader = reader;
  }

  /** All rows at once. @throws DatabaseError */
  rows(): Promise<ScriptRow[]> {
    return this.reader.rows(`select * from ${this.name}`);
  }

  /** All values by column. @throws DatabaseError */
  async columns(): Promise<{ [column: string]: ScriptValue[] }> {
    const columns: { [column: string]: ScriptValue[] } = {};
    for (const row of await this.rows()) for (const name in row) (columns[name] ??= []).push(row[name]!);
    return columns;
  }

  /** Row by row, without holding all of them. @throws DatabaseError */
  [Symbol.asyncIterator](): AsyncIterator<ScriptRow> {
    return this.reader.stream(`select * from ${this.name}`)[Symbol.asyncIterator]();
  }

  toString(): string {
    return this.name;
  }
}
