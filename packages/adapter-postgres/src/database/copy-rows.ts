/** `copy t (a, b) from stdin`: the bindings are the rows, each a list. Text format of COPY. */
import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Cell } from "@tsmodel/core/adapter";
import { cellText } from "./cell-text.ts";
import type { PgClient } from "./driver.ts";
import type { StatementResult } from "./statement.ts";

const COPY_FROM_CLIENT = /^\s*copy\s[^;]*\sfrom\s+stdin\b/i;
const PIECE = 64 * 1024;

export function isCopyFromClient(sql: string): boolean {
  return COPY_FROM_CLIENT.test(sql);
}

/** @throws what `pg` throws */
export async function copyRows(
  client: PgClient,
  sql: string,
  rows: Iterable<Cell>,
): Promise<StatementResult> {
  const module = await import("pg-copy-streams");
  const from = module.from ?? module.default.from;
  const stream = client.query(from(sql));
  await pipeline(Readable.from(pieces(rows)), stream).catch((error: { where?: string }) => {
    throw Object.assign(error, { where: countRows(error.where) });
  });
  return { fields: [], rows: [], rowCount: 0, tag: `COPY ${stream.rowCount}` };
}

/** `COPY t, line 2, column a`: what Postgres takes for lines are rows to who wrote them, in a file with a header. */
const countRows = (where: string | undefined): string | undefined =>
  where?.replace(/^(COPY .+?), line (\d+)/, "$1, row $2");

function* pieces(rows: Iterable<Cell>): Generator<Buffer> {
  let piece = "";
  for (const row of rows) {
    piece += `${cellsOf(row).map(copyText).join("\t")}\n`;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  if (piece !== "") yield Buffer.from(piece);
}

const cellsOf = (row: Cell): readonly Cell[] =>
  row !== null && typeof row === "object" && row.type === "list" ? row.items : [row];

const ESCAPES: { readonly [character: string]: string } = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

function copyText(cell: Cell): string {
  const text = cellText(cell);
  return text === null ? "\\N" : escapeCopyText(text);
}

/** A text between tabs. */
export function escapeCopyText(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]!);
}
