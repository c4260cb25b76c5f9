/** What a TypeScript model returns → columns with kinds, and rows in batches for the adapter. */
import type { LoadColumn, LoadKind, LoadValue } from "../../adapter/adapter.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import { ScriptRelation } from "./script-relation.ts";

export type Returned = { readonly sql: string } | ReturnedRows;

export interface ReturnedRows {
  readonly columns: readonly LoadColumn[];
  readonly batches: AsyncIterable<readonly (readonly LoadValue[])[]>;
}

/** Rows that are looked at for the types of what comes in pieces. */
const FIRST = 10_000;
const BATCH = 10_000;

type Row = { readonly [column: string]: unknown };

/**
 * `declared` are the columns that have a type of their own, names by their lower case: they may hold values of several kinds.
 * @throws TsmodelError script-returned, script-value, script-no-columns
 */
export async function readReturned(value: unknown, declared: ReadonlyMap<string, string>): Promise<Returned> {
  if (typeof value === "string") return { sql: value };
  if (value instanceof ScriptRelation) return { sql: `select * from ${value.name}` };
  if (typeof value !== "object" || value === null) throw fail("script-returned", { got: kindName(value) });
  if (Array.isArray(value)) return readRows([checkRows(value, 0)], noMore, declared);
  if (Symbol.asyncIterator in value || Symbol.iterator in value) return readPieces(value as AsyncIterable<unknown>, declared);
  return readColumns(value as Row, declared);
}

async function* noMore(): AsyncGenerator<readonly Row[]> {}

/** Rows, or lists of rows, one after the other: the first ten thousand decide about the columns. */
async function readPieces(pieces: AsyncIterable<unknown> | Iterable<unknown>, declared: ReadonlyMap<string, string>): Promise<ReturnedRows> {
  const iterator = batchesOf(pieces);
  const first: (readonly Row[])[] = [];
  let count = 0;
  while (count < FIRST) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    count += next.value.length;
  }
  return readRows(first, () => iterator, declared);
}

async function* batchesOf(pieces: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<readonly Row[]> {
  let batch: Row[] = [];
  let number = 0;
  for await (const piece of pieces) {
    for (const row of checkRows(Array.isArray(piece) ? piece : [piece], number)) batch.push(row);
    number += Array.isArray(piece) ? piece.length : 1;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function checkRows(rows: readonly unknown[], before: number): readonly Row[] {
  for (const [index, row] of rows.entries()) {
    if (typeof row !== "object" || row === null || Array.isArray(row) || row instanceof Date)
      throw fail("script-returned", { got: `row ${before + index + 1}: ${kindName(row)}` });
  }
  return rows as readonly Row[];
}

function readRows(first: readonly (readonly Row[])[], rest: () => AsyncIterable<readonly Row[]>, declared: ReadonlyMap<string, string>): ReturnedRows {
  const kinds = new ColumnKinds(declared);
  let number = 0;
  for (const rows of first) {
    for (const row of rows) {
      number++;
      for (const name in row) kinds.add(name, row[name], number);
    }
  }
  const columns = kinds.columns();
  if (columns.length === 0) throw fail("script-no-columns", {});
  return { columns, batches: convertRows(columns, first, rest) };
}

async function* convertRows(
  columns: readonly LoadColumn[],
  first: readonly (readonly Row[])[],
  rest: () => AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly (readonly LoadValue[])[]> {
  const names = new Set(columns.map(({ name }) => name));
  let number = 0;
  const convert = (rows: readonly Row[], late: boolean): LoadValue[][] =>
    rows.map((row) => {
      number++;
      if (late) for (const name in row) if (!names.has(name) && row[name] !== undefined) throw fail("script-late-column", { column: name, row: number });
      return columns.map(({ name, kind }) => loadValue(row[name], kind, name, number));
    });
  for (const rows of first) yield convert(rows, false);
  for await (const rows of rest()) yield convert(rows, true);
}

/** `{ id: [1, 2], name: ["a", "b"] }`: lists, typed arrays too, of one length. */
function readColumns(record: Row, declared: ReadonlyMap<string, string>): ReturnedRows {
  const lists = Object.entries(record).map(([name, list]): [string, ArrayLike<unknown>] => {
    if (!Array.isArray(list) && !(ArrayBuffer.isView(list) && "length" in list))
      throw fail("script-returned", { got: `an object whose "${name}" is ${kindName(list)}` });
    return [name, list as ArrayLike<unknown>];
  });
  const length = lists[0]?.[1].length ?? 0;
  const kinds = new ColumnKinds(declared);
  for (const [name, list] of lists) {
    if (list.length !== length)
      throw fail("script-column-length", { first: lists[0]![0], length, column: name, other: list.length });
    for (let row = 0; row < length; row++) kinds.add(name, list[row], row + 1);
    if (length === 0) kinds.add(name, null, 0);
  }
  const columns = kinds.columns();
  if (columns.length === 0) throw fail("script-no-columns", {});
  return { columns, batches: convertColumns(columns, lists, length) };
}

async function* convertColumns(
  columns: readonly LoadColumn[],
  lists: readonly (readonly [string, ArrayLike<unknown>])[],
  length: number,
): AsyncGenerator<readonly (readonly LoadValue[])[]> {
  for (let start = 0; start < length; start += BATCH) {
    const rows = Math.min(BATCH, length - start);
    yield Array.from({ length: rows }, (_, row) =>
      columns.map(({ name, kind }, column) => loadValue(lists[column]![1][start + row], kind, name, start + row + 1)),
    );
  }
}

/** The kind of each column, from the values seen so far. */
class ColumnKinds {
  private readonly declared: ReadonlyMap<string, string>;
  private readonly seen: Map<string, { kind: LoadKind | undefined; row: number }> = new Map();

  /** Columns with a type of their own are there even if no row has them. */
  constructor(declared: ReadonlyMap<string, string>) {
    this.declared = declared;
  }

  add(name: string, value: unknown, row: number): void {
    let column = this.seen.get(name);
    if (column === undefined) this.seen.set(name, (column = { kind: undefined, row }));
    if (value === null || value === undefined) return;
    const kind = kindOf(value, name, row);
    if (column.kind === undefined) {
      column.kind = kind;
      column.row = row;
      return;
    }
    const merged = column.kind === kind ? kind : mergeKinds(column.kind, kind);
    if (merged === undefined && !this.declared.has(name.toLowerCase()))
      throw fail("script-mixed", { column: name, first: KIND_WORDS[column.kind], firstRow: column.row, second: KIND_WORDS[kind], secondRow: row });
    column.kind = merged ?? "text";
  }

  columns(): LoadColumn[] {
    const columns = [...this.seen].map(([name, { kind }]) => ({ name, kind: kind ?? "text" }));
    if (columns.length > 0) return columns;
    return [...this.declared.values()].map((name) => ({ name, kind: "text" }));
  }
}

const KIND_WORDS: { readonly [kind in LoadKind]: string } = {
  boolean: "a boolean",
  bigint: "an integer",
  numeric: "a large integer",
  double: "a number",
  text: "a text",
  timestamptz: "a Date",
  bytes: "bytes",
  json: "a list or an object",
};

const NUMBERS: readonly LoadKind[] = ["bigint", "numeric", "double"];

function mergeKinds(one: LoadKind, other: LoadKind): LoadKind | undefined {
  const [a, b] = [NUMBERS.indexOf(one), NUMBERS.indexOf(other)];
  return a < 0 || b < 0 ? undefined : NUMBERS[Math.max(a, b)];
}

const INT64 = 2n ** 63n;

/** @throws TsmodelError script-value */
function kindOf(value: unknown, column: string, row: number): LoadKind {
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return Number.isSafeInteger(value) ? "bigint" : "double";
    case "bigint":
      return value >= -INT64 && value < INT64 ? "bigint" : "numeric";
    case "string":
      return "text";
    case "object":
      if (value instanceof Date) {
        if (Number.isNaN(value.getTime())) throw fail("script-value", { column, row, what: "an invalid Date" });
        return "timestamptz";
      }
      return value instanceof Uint8Array ? "bytes" : "json";
    default:
      throw fail("script-value", { column, row, what: kindName(value) });
  }
}

/** @throws TsmodelError script-value, script-late-value: a value of another kind than the column's */
function loadValue(value: unknown, kind: LoadKind, column: string, row: number): LoadValue {
  if (value === null || value === undefined) return null;
  const own = kindOf(value, column, row);
  if (own === kind || mergeKinds(own, kind) === kind) return kind === "json" ? jsonText(value) : (value as LoadValue);
  if (kind !== "text") throw fail("script-late-value", { column, row, expected: KIND_WORDS[kind], got: KIND_WORDS[own] });
  if (own === "json") return jsonText(value);
  return value instanceof Date ? value.toISOString() : String(value);
}

/** bigint as a number in the text; Dates in ISO form. */
function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? rawNumber(item) : item)).replace(RAW, "$1");
}

const rawNumber = (item: bigint): string => `\u0000${item}\u0000`;
const RAW = /"\\u0000(-?\d+)\\u0000"/g;

function kindName(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a Date";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
