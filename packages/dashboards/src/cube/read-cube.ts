/** Rows of a cube query → cube. */
import type { Query } from "../plan/plan.ts";
import type { Category, Cube } from "./cube.ts";

/** A value of a row as plain data: dates as ISO text. */
export type PlainCell = string | number | boolean | null;

export interface QueryRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly PlainCell[])[];
}

/** Labels and colours of a column's values, the same on every page. */
export type CategoryBook = { readonly [column: string]: readonly Category[] };

export function readCube(query: Query, { columns, rows }: QueryRows, book: CategoryBook): Cube {
  const column = (name: string): number => columns.indexOf(name);
  const timeColumn = column("t");
  const times =
    timeColumn < 0 ? [] : [...new Set(rows.map((row) => String(row[timeColumn]).slice(0, 10)))].sort();
  const timeIndex = new Map(times.map((time, index) => [time, index]));
  const dimensions = query.dimensions.map((name, index) => {
    const present = new Set(
      rows
        .filter((row) => !isTotal(row, column(`g${index}`)))
        .map((row) => toText(row[column(`d${index}`)] ?? null)),
    );
    return { column: name, values: (book[name] ?? []).filter(({ value }) => present.has(value)) };
  });
  const valueIndexes = dimensions.map(
    ({ values }) => new Map(values.map(({ value }, index) => [value, index])),
  );
  return {
    times,
    dimensions,
    parts: query.parts.map(({ kind }) => kind),
    time: rows.map((row) => (timeColumn < 0 ? -1 : timeIndex.get(String(row[timeColumn]).slice(0, 10))!)),
    keys: dimensions.map((_, index) =>
      rows.map((row) =>
        isTotal(row, column(`g${index}`))
          ? -1
          : (valueIndexes[index]!.get(toText(row[column(`d${index}`)] ?? null)) ?? -1),
      ),
    ),
    values: query.parts.map((_, index) => rows.map((row) => toNumber(row[column(`p${index}`)] ?? null))),
  };
}

const isTotal = (row: readonly PlainCell[], column: number): boolean =>
  column >= 0 && Number(row[column]) === 1;
export const toText = (value: PlainCell): string | null => (value === null ? null : String(value));
const toNumber = (value: PlainCell): number | null => (value === null ? null : Number(value));

/** Values of each dimension over all pages: declared ones first, in their order, then the others by name. */
export function buildCategoryBook(
  parts: readonly {
    readonly query: Query;
    readonly rows: QueryRows;
    readonly declared: { readonly [column: string]: { readonly [value: string]: string } };
  }[],
): CategoryBook {
  const labels = new Map<string, Map<string, string>>();
  const found = new Map<string, Set<string | null>>();
  for (const { query, rows, declared } of parts) {
    for (const [column, values] of Object.entries(declared)) {
      const known = labels.get(column) ?? new Map<string, string>();
      labels.set(column, known);
      for (const [value, label] of Object.entries(values)) if (!known.has(value)) known.set(value, label);
    }
    query.dimensions.forEach((name, index) => {
      const values = found.get(name) ?? new Set();
      found.set(name, values);
      const [key, total] = [rows.columns.indexOf(`d${index}`), rows.columns.indexOf(`g${index}`)];
      for (const row of rows.rows) if (!isTotal(row, total)) values.add(toText(row[key] ?? null));
    });
  }
  return Object.fromEntries(
    [...found].map(([column, values]) => [column, toCategories(values, labels.get(column) ?? new Map())]),
  );
}

function toCategories(values: ReadonlySet<string | null>, labels: ReadonlyMap<string, string>): Category[] {
  const rest = [...values].filter((value) => value !== null && !labels.has(value)).sort() as string[];
  const ordered: (string | null)[] = [...labels.keys(), ...rest, ...(values.has(null) ? [null] : [])];
  return ordered.map((value, index) => ({
    value,
    label: value === null ? "(none)" : (labels.get(value) ?? value),
    color: (index % 5) + 1,
  }));
}
