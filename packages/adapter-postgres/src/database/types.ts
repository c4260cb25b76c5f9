/** Postgres's own types by OID (pg_type.dat): how they are called, and what psycopg2, in whose words dbt speaks, calls them. */
export interface PgType {
  /** As format_type() writes it. e.g. "timestamp with time zone" */
  readonly name: string;
  /** psycopg2's name for it, which contracts compare; undefined where it has none: then its number is told. e.g. "DATETIMETZ" */
  readonly label?: string;
  /** OID of an array's elements. */
  readonly element?: number;
}

type Row = readonly [oid: number, arrayOid: number, name: string, label?: string, arrayLabel?: string];

const ROWS: readonly Row[] = [
  [16, 1000, "boolean", "BOOLEAN", "BOOLEANARRAY"],
  [17, 1001, "bytea", "BINARY", "BINARYARRAY"],
  [18, 1002, '"char"', "STRING", "STRINGARRAY"],
  [19, 1003, "name", "STRING", "STRINGARRAY"],
  [20, 1016, "bigint", "LONGINTEGER", "LONGINTEGERARRAY"],
  [21, 1005, "smallint", "INTEGER", "INTEGERARRAY"],
  [23, 1007, "integer", "INTEGER", "INTEGERARRAY"],
  [24, 1008, "regproc"],
  [25, 1009, "text", "STRING", "STRINGARRAY"],
  [26, 1028, "oid", "ROWID", "ROWIDARRAY"],
  [27, 1010, "tid"],
  [28, 1011, "xid"],
  [29, 1012, "cid"],
  [114, 199, "json", "JSON", "JSONARRAY"],
  [142, 143, "xml"],
  [600, 1017, "point"],
  [601, 1018, "lseg"],
  [602, 1019, "path"],
  [603, 1020, "box"],
  [604, 1027, "polygon"],
  [628, 629, "line"],
  [650, 651, "cidr", undefined, "CIDRARRAY"],
  [700, 1021, "real", "FLOAT", "FLOATARRAY"],
  [701, 1022, "double precision", "FLOAT", "FLOATARRAY"],
  [718, 719, "circle"],
  [774, 775, "macaddr8"],
  [790, 791, "money"],
  [829, 1040, "macaddr", undefined, "MACADDRARRAY"],
  [869, 1041, "inet", undefined, "INETARRAY"],
  [1042, 1014, "character", "STRING", "STRINGARRAY"],
  [1043, 1015, "character varying", "STRING", "STRINGARRAY"],
  [1082, 1182, "date", "DATE", "DATEARRAY"],
  [1083, 1183, "time without time zone", "TIME", "TIMEARRAY"],
  [1114, 1115, "timestamp without time zone", "DATETIME", "DATETIMEARRAY"],
  [1184, 1185, "timestamp with time zone", "DATETIMETZ", "DATETIMETZARRAY"],
  [1186, 1187, "interval", "INTERVAL", "INTERVALARRAY"],
  [1266, 1270, "time with time zone", "TIME", "TIMEARRAY"],
  [1560, 1561, "bit"],
  [1562, 1563, "bit varying"],
  [1700, 1231, "numeric", "DECIMAL", "DECIMALARRAY"],
  [2205, 2210, "regclass"],
  [2206, 2211, "regtype"],
  [2249, 2287, "record"],
  [2278, 0, "void"],
  [2950, 2951, "uuid"],
  [3220, 3221, "pg_lsn"],
  [3614, 3643, "tsvector"],
  [3615, 3645, "tsquery"],
  [3802, 3807, "jsonb", "JSONB", "JSONBARRAY"],
  [3904, 3905, "int4range", "type", "typeARRAY"],
  [3906, 3907, "numrange", "type", "typeARRAY"],
  [3908, 3909, "tsrange", "tsrange", "tsrangeARRAY"],
  [3910, 3911, "tstzrange", "tstzrange", "tstzrangeARRAY"],
  [3912, 3913, "daterange", "daterange", "daterangeARRAY"],
  [3926, 3927, "int8range", "type", "typeARRAY"],
  [4072, 4073, "jsonpath"],
  [4089, 4090, "regnamespace"],
  [4096, 4097, "regrole"],
];

/** dbt's words for what psycopg2 has no name for. */
const unknown = (oid: number): string => `unknown type_code ${oid}`;

const TYPES: ReadonlyMap<number, PgType> = new Map(
  ROWS.flatMap(([oid, arrayOid, name, label, arrayLabel]): (readonly [number, PgType])[] => [
    [oid, { name, label }],
    [arrayOid, { name: `${name}[]`, label: arrayLabel, element: oid }],
  ]),
);
const LABELS: ReadonlyMap<string, string> = new Map(
  [...TYPES].map(([oid, { name, label }]) => [name, label ?? unknown(oid)]),
);

/** Types that an extension or a user made are known by number only. */
export function typeOf(oid: number): PgType {
  return TYPES.get(oid) ?? { name: unknown(oid) };
}

/** psycopg2's name of a type that `typeOf` named, as dbt-postgres has it. "integer" → "INTEGER", "uuid" → "unknown type_code 2950" */
export function typeLabel(name: string): string {
  return LABELS.get(name) ?? name;
}
