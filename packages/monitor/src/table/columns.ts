/** What the columns of a table are good for, by the database's names of their types. */
export interface TableColumn {
  readonly name: string;
  /** As the database writes it, e.g. "BIGINT", "DECIMAL(18,3)", "character varying". */
  readonly type: string;
  /** Undefined where the database does not say, as of a query over files. */
  readonly nullable?: boolean;
}

export type ColumnClass = "number" | "boolean" | "text" | "time" | "other";

const NUMBER = /^(u?(tiny|small|big|huge)?int(eger)?\d*|decimal|numeric|double|float|real)\b/i;
const TEXT = /^(varchar|character|char|text|string|bpchar|enum|uuid)/i;
const TIME = /^(date|timestamp)/i;

export function classOf({ type }: TableColumn): ColumnClass {
  if (/[[\]]|^(struct|map|list|union)/i.test(type)) return "other";
  if (NUMBER.test(type)) return "number";
  if (/^bool/i.test(type)) return "boolean";
  return TIME.test(type) ? "time" : TEXT.test(type) ? "text" : "other";
}

const NAMES = [
  /^(week|day|month|hour|date|period|cohort_week)_?(start)?/i,
  /(loaded|ingested|synced|extracted)/i,
  /(event|occurred|happened|timestamp)/i,
  /(created|ordered|placed|started)/i,
];

/** The column that says when a row's thing happened: by name, else the first date or timestamp. */
export function findTimeColumn(columns: readonly TableColumn[]): string | undefined {
  const dates = columns.filter((column) => classOf(column) === "time");
  for (const pattern of NAMES) {
    const found = dates.find(({ name }) => pattern.test(name));
    if (found !== undefined) return found.name;
  }
  return dates[0]?.name;
}
