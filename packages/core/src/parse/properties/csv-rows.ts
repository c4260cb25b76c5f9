import { readCsv } from "../../template/table/csv-reader.ts";

/** Values are the texts of the file; columns that a short row lacks are null. */
export type CsvRow = { [column: string]: string | null };

/** Rows of a CSV text by its header, as Python's csv.DictReader gives them: empty lines are no rows. */
export function readCsvRows(text: string): CsvRow[] {
  const [header, ...lines] = [...readCsv(text)].filter((line) => line.length > 0);
  if (header === undefined) return [];
  return lines.map((line) =>
    Object.fromEntries(header.map((column, index) => [column, line[index] ?? null])),
  );
}
