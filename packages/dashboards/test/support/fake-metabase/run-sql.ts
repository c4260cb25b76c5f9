/** A native question's text with its field filters put in, as Metabase does it for Postgres, and what Postgres says. */
import pg from "pg";

export interface Filter {
  /** "reporting"."orders"."plan" */
  readonly column: string;
  readonly type: string;
  readonly value: unknown;
}

/** `[[…]]` stays when every variable in it has a value; a filter without one, outside of brackets, is true. */
export function substitute(sql: string, filters: ReadonlyMap<string, Filter>): string {
  const optional = sql.replaceAll(/\[\[([\s\S]*?)\]\]/g, (_, inner: string) => {
    const names = [...inner.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1]!);
    return names.every((name) => filters.has(name)) ? inner : "";
  });
  return optional.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
    const filter = filters.get(name);
    return filter === undefined ? "1 = 1" : conditionOf(filter);
  });
}

const text = (value: unknown): string => `'${String(value).replaceAll("'", "''")}'`;

function conditionOf({ column, type, value }: Filter): string {
  if (type === "string/=") {
    const values = (Array.isArray(value) ? value : [value]).map(text);
    return values.length === 1 ? `${column} = ${values[0]}` : `${column} IN (${values.join(", ")})`;
  }
  const range = /^(\d{4}-\d\d-\d\d)~(\d{4}-\d\d-\d\d)$/.exec(String(value));
  if (range) return `CAST(${column} AS date) BETWEEN date '${range[1]}' AND date '${range[2]}'`;
  const past = /^past(\d+)(day|week|month|quarter|year)s(~?)$/.exec(String(value));
  if (past === null) throw new Error(`Don't know how to parse date param '${String(value)}'`);
  const [, count, unit, isCurrent] = past;
  const step = `interval '${unit === "quarter" ? 3 * Number(count) : count} ${unit === "quarter" ? "month" : unit}'`;
  const end = `date_trunc('${unit}', now())${isCurrent === "~" ? ` + interval '${unit === "quarter" ? "3 month" : `1 ${unit}`}'` : ""}`;
  return `(${column} >= date_trunc('${unit}', now()) - ${step} AND ${column} < ${end})`;
}

export interface Result {
  readonly cols: readonly {
    readonly name: string;
    readonly display_name: string;
    readonly base_type: string;
  }[];
  readonly rows: readonly (readonly unknown[])[];
}

const TYPES = new Map([
  [16, "type/Boolean"],
  [20, "type/BigInteger"],
  [23, "type/Integer"],
  [25, "type/Text"],
  [701, "type/Float"],
  [1082, "type/Date"],
  [1184, "type/DateTimeWithLocalTZ"],
  [1700, "type/Decimal"],
]);

/** Dates as they are written, not as instants of this machine's time zone. */
const types = {
  getTypeParser: (oid: number, format?: "text" | "binary"): ((value: string) => unknown) =>
    [1082, 1114, 1184].includes(oid)
      ? (value) => value
      : (pg.types.getTypeParser(oid, format as "text") as (value: string) => unknown),
};

export async function runSql(client: pg.Client, sql: string): Promise<Result> {
  const result = await client.query<unknown[]>({ text: sql, rowMode: "array", types });
  return {
    cols: result.fields.map(({ name, dataTypeID }) => ({
      name,
      display_name: name,
      base_type: TYPES.get(dataTypeID) ?? "type/*",
    })),
    // Numbers of all kinds are numbers in JSON; dates begin with their ISO text.
    rows: result.rows.map((row) =>
      row.map((value, index) => {
        if (value === null) return null;
        if ([20, 1700].includes(result.fields[index]!.dataTypeID)) return Number(value);
        return value;
      }),
    ),
  };
}
