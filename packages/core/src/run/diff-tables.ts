/**
 * Expected rows against actual rows, order aside. Drawn the way daff draws table differences, which dbt's users know:
 * `@@` header, `+++` rows only in actual, `---` rows only in expected, `→` rows with changed cells, `...` the rest.
 */

export interface PlainTable {
  readonly columns: readonly string[];
  /** Cells as text; null is a database null. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface TableDiff {
  readonly columns: readonly string[];
  readonly rows: readonly DiffRow[];
}

export interface DiffRow {
  readonly kind: "added" | "removed" | "changed" | "same";
  readonly cells: readonly string[];
}

const NULL = "NULL";
const show = (cell: string | null | undefined): string => cell ?? NULL;
/** Rows are equal when all cells are; null and the text "NULL" are not. */
const keyOf = (row: readonly (string | null)[]): string => JSON.stringify(row);

/** The difference, or undefined when the same rows stand in both. */
export function diffTables(expected: PlainTable, actual: PlainTable): TableDiff | undefined {
  const order = expected.columns.map((name) => actual.columns.indexOf(name));
  const actualRows = actual.rows.map((row) => order.map((index) => row[index] ?? null));
  const { same, missing, extra } = splitRows(expected.rows, actualRows);
  if (missing.length === 0 && extra.length === 0) return undefined;
  const { pairs, removed, added } = pairRows(missing, extra);
  const rows: DiffRow[] = [
    ...pairs.map(([before, after]): DiffRow => ({ kind: "changed", cells: before.map((cell, i) => changedCell(cell, after[i] ?? null)) })),
    ...removed.map((row): DiffRow => ({ kind: "removed", cells: row.map(show) })),
    ...added.map((row): DiffRow => ({ kind: "added", cells: row.map(show) })),
    ...same.map((row): DiffRow => ({ kind: "same", cells: row.map(show) })),
  ];
  return { columns: expected.columns, rows };
}

const changedCell = (before: string | null, after: string | null): string => (before === after ? show(before) : `${show(before)}→${show(after)}`);

type Row = readonly (string | null)[];

/** Rows in both (as often as in both), and what is left on each side. */
function splitRows(expected: readonly Row[], actual: readonly Row[]): { same: Row[]; missing: Row[]; extra: Row[] } {
  const counts = new Map<string, number>();
  for (const row of actual) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  const same: Row[] = [];
  const missing: Row[] = [];
  for (const row of expected) {
    const left = counts.get(keyOf(row)) ?? 0;
    if (left > 0) {
      counts.set(keyOf(row), left - 1);
      same.push(row);
    } else missing.push(row);
  }
  const extra = actual.filter((row) => {
    const left = counts.get(keyOf(row)) ?? 0;
    if (left > 0) counts.set(keyOf(row), left - 1);
    return left > 0;
  });
  return { same, missing, extra };
}

/** Pairs rows that share most of their cells: those were changed rather than replaced. */
function pairRows(missing: readonly Row[], extra: readonly Row[]): { pairs: [Row, Row][]; removed: Row[]; added: Row[] } {
  const free = new Set(extra.keys());
  const pairs: [Row, Row][] = [];
  const removed: Row[] = [];
  for (const row of missing) {
    let best: number | undefined;
    let bestShared = 0;
    for (const index of free) {
      const shared = row.filter((cell, i) => cell === extra[index]![i]).length;
      if (shared > bestShared) [best, bestShared] = [index, shared];
    }
    if (best === undefined || bestShared * 2 < row.length) removed.push(row);
    else {
      free.delete(best);
      pairs.push([row, extra[best]!]);
    }
  }
  return { pairs, removed, added: [...free].map((index) => extra[index]!) };
}

const MARKS = { added: "+++", removed: "---", changed: "→", same: "" } as const;

/** Columns aligned, commas between, as daff's terminal output. Equal rows beyond the first few are cut to "...". */
export function renderTableDiff(diff: TableDiff): string {
  const differing = diff.rows.filter((row) => row.kind !== "same");
  const hasSame = differing.length < diff.rows.length;
  const lines = [["@@", ...diff.columns], ...differing.map((row) => [MARKS[row.kind], ...row.cells])];
  if (hasSame) lines.push(["...", ...diff.columns.map(() => "...")]);
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? "").length)));
  return lines.map((cells) => cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[i]!))).join(",")).join("\n");
}
