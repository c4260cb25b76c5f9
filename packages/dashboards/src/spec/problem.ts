/** A place in a dashboard file, as the caller's YAML reader gives it. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
  readonly text?: string;
}

export type Path = readonly (string | number)[];

/** Where a path's key or value stands in the file. */
export type Locate = (path: Path, what?: "key" | "value") => Place;

/** Something wrong in a dashboard file. */
export interface Problem {
  /** Words, e.g. "dashboard-key-unknown". */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly at: Place;
}

/** Collects problems of one file; the first of a place is enough. */
export class ProblemList {
  readonly problems: Problem[] = [];
  readonly locate: Locate;
  private readonly prefix: string;

  /** `prefix` opens the codes: "dashboard" makes "dashboard-value". */
  constructor(locate: Locate, prefix = "dashboard") {
    this.locate = locate;
    this.prefix = prefix;
  }

  add(
    code: string,
    path: Path,
    message: string,
    options: { readonly hint?: string; readonly what?: "key" | "value" } = {},
  ): void {
    this.problems.push({
      code: `${this.prefix}-${code}`,
      message,
      hint: options.hint,
      at: this.locate(path, options.what),
    });
  }

  /** An error for a name that does not exist, with the nearest that does. */
  unknown(
    code: string,
    path: Path,
    message: string,
    name: string,
    known: readonly string[],
    what?: "key" | "value",
  ): void {
    const nearest = findNearest(name, known);
    this.add(code, path, message, {
      what,
      hint:
        nearest !== undefined
          ? `did you mean "${nearest}"?`
          : known.length > 0
            ? `there ${known.length === 1 ? "is" : "are"}: ${known.join(", ")}`
            : undefined,
    });
  }
}

/** The known name within a third of its letters, by edit distance with swaps (optimal string alignment). */
export function findNearest(name: string, known: readonly string[]): string | undefined {
  const scored = known
    .map((other) => ({ other, distance: distance(name.toLowerCase(), other.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best !== undefined &&
    best.distance <= Math.max(1, Math.floor(Math.max(name.length, best.other.length) / 3))
    ? best.other
    : undefined;
}

function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const row = rows[i]!;
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
  }
  return rows[a.length]![b.length]!;
}
