/** `load_agate_table()`: a seed's file as a table. */
import { resolve } from "node:path";
import type { Location } from "../errors/location.ts";
import { fail, type TsmodelError } from "../errors/tsmodel-error.ts";
import { tableWriter } from "../template/log-functions.ts";
import { readCsvTable } from "../template/table/read-csv-table.ts";
import type { ResultTable } from "../template/table/result-table.ts";
import { readLines, readPieces } from "../util/read-pieces.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { fieldOf, type ContextNode } from "./context-node.ts";
import { isPlainObject } from "./lazy-value.ts";
import type { SharedContext } from "./shared-context.ts";

/** @throws TsmodelError seed-table-not-seed, seed-table-invalid */
export function loadSeedTable(shared: SharedContext, node: ContextNode): ResultTable {
  if (node.resource_type !== "seed") throw fail("seed-table-not-seed", { kind: node.resource_type });
  const root = shared.manifest.packageRoots.get(node.package_name) ?? fieldOf(node, "root_path");
  const path = resolve(typeof root === "string" ? root : shared.project.root.root, node.original_file_path);
  const columnTypes = node.config?.["column_types"];
  const delimiter = node.config?.["delimiter"];
  try {
    const types = isPlainObject(columnTypes) ? Object.keys(columnTypes) : [];
    const table = readCsvTable(() => readPieces(shared.effects.files, path), {
      textColumns: new Set(types),
      delimiter: typeof delimiter === "string" ? delimiter : undefined,
      write: tableWriter(shared.effects.report),
    });
    warnOfColumns(shared, node, { path, types, names: table.columnNames });
    return table;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const at = [placeOf(error.message, readLines(shared.effects.files, path), node.original_file_path)];
    throw fail("seed-table-invalid", { reason: error.message }, { cause: error, at });
  }
}

/** "Row 1 has 3 values, …" → that row: the first one behind the header is row 0. Holds for all but quoted line breaks. */
function placeOf(message: string, lines: Iterable<string>, file: string): Location {
  const row = /^Row (\d+) has/.exec(message)?.[1];
  const wanted = row === undefined ? 1 : Number(row) + 2;
  let line = 0;
  let before = "";
  for (const text of lines) {
    if (++line === wanted)
      return { file, line, column: 1, ...(line === 1 ? { text } : { text: `${before}\n${text}`, textLine: line - 1 }) };
    before = text;
  }
  return { file, line: 1, column: 1 };
}

/** What dbt does in silence: a name of column_types that fits no column, a column that had to be renamed. */
function warnOfColumns(
  { effects }: SharedContext,
  { name: seed, original_file_path: file }: ContextNode,
  { path, types, names }: { readonly path: string; readonly types: readonly string[]; readonly names: readonly string[] },
): void {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  const report = (error: TsmodelError): void =>
    effects.report({ type: "warning", error, name: "ValidationWarning", code: "I009" });
  for (const column of types) {
    if (!lower.has(column.toLowerCase()))
      report(fail("seed-column-type-unused", { seed, column, nearest: findNearestName(column, names) }));
  }
  // A header is shorter than a piece.
  const [text = ""] = readPieces(effects.files, path);
  const header = text.split("\n", 1)[0]!;
  for (const renamed of names) {
    const column = /^(.+)_\d+$/.exec(renamed)?.[1];
    if (column === undefined || !lower.has(column.toLowerCase()) || header.includes(renamed)) continue;
    const start = header.lastIndexOf(column) + 1;
    report(
      fail(
        "seed-column-renamed",
        { seed, column, renamed },
        { at: [{ file, line: 1, column: start, endColumn: start + column.length, text }] },
      ),
    );
  }
}
