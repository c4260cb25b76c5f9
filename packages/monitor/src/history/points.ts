/** What runs remember: a number for each series and period. */
export interface SeriesKey {
  readonly node: string;
  readonly column?: string;
  readonly metric: string;
  readonly dims?: { readonly [dimension: string]: string };
}

export interface StoredPoint {
  readonly bucket: string;
  readonly value: number;
  /** Known at the first run, not judged. */
  readonly isTraining: boolean;
  readonly flagged: boolean;
}

export interface HistoryPoint extends SeriesKey, StoredPoint {}

/** By `seriesId`; points ascend by bucket, each bucket once. */
export type History = ReadonlyMap<string, readonly StoredPoint[]>;

export const seriesId = ({ node, column, metric, dims }: SeriesKey): string =>
  [node, column ?? "", metric, writeDims(dims) ?? ""].join("\u0000");

/** The same text for the same values, whatever their order. */
export const writeDims = (dims: SeriesKey["dims"]): string | null =>
  dims === undefined
    ? null
    : JSON.stringify(Object.fromEntries(Object.entries(dims).sort(([a], [b]) => (a < b ? -1 : 1))));
