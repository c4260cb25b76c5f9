import { readCsv } from "../../template/table/csv-reader.ts";

/** Values are the texts of the file; columns that a short row lacks are null. */
export type CsvRow = { [column: string]: string | null };

/**
 * Rows of a CSV text by its header, as Python's csv.DictReader gives them: empty lines are no rows. `tooLong` hears of a
 * row (counted from 1) that has more values than there are columns.
 */
export function readCsvRows(
  text: string,
  tooLong?: (row: number, values: number, columns: number) => void,
): CsvRow[] {
  const [header, ...lines] = [...readCsv(text)].filter((line) => line.length > 0);
  if (header === undefined) return [];
  for (const [index, line] of lines.entries())
    if (line.length > header.length) tooLong?.(index + 1, line.length, header.length);
  return lines.map((line) =>
    Object.fromEntries(header.map((column, index) => [column, line[index] ?? null])),
  );
}
