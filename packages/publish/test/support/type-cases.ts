/** Edge values of every DuckDB type, and how Postgres must print them. Written by hand, not computed. */
export interface TypeCase {
  readonly name: string; // of the table
  readonly type: string; // in DuckDB
  readonly postgres: string; // as format_type prints it
  /** DuckDB literal (cast to the type) → text in Postgres. */
  readonly values: Readonly<Record<string, string>>;
}

const same = (...texts: readonly string[]): Record<string, string> =>
  Object.fromEntries(texts.map((text) => [`'${text}'`, text]));

const wide = (length: number): string => "abcdefghij".repeat(Math.ceil(length / 10)).slice(0, length);
const enumValues = (count: number): string =>
  Array.from({ length: count }, (_, i) => `'value ${i}'`).join(", ");

export const typeCases: readonly TypeCase[] = [
  { name: "boolean", type: "BOOLEAN", postgres: "boolean", values: same("true", "false") },
  { name: "tinyint", type: "TINYINT", postgres: "smallint", values: same("-128", "-1", "0", "127") },
  { name: "utinyint", type: "UTINYINT", postgres: "smallint", values: same("0", "128", "255") },
  { name: "smallint", type: "SMALLINT", postgres: "smallint", values: same("-32768", "-1", "0", "32767") },
  { name: "usmallint", type: "USMALLINT", postgres: "integer", values: same("0", "32768", "65535") },
  {
    name: "integer",
    type: "INTEGER",
    postgres: "integer",
    values: same("-2147483648", "-1", "0", "2147483647"),
  },
  { name: "uinteger", type: "UINTEGER", postgres: "bigint", values: same("0", "2147483648", "4294967295") },
  {
    name: "bigint",
    type: "BIGINT",
    postgres: "bigint",
    values: same("-9223372036854775808", "-4294967297", "-1", "0", "9007199254740993", "9223372036854775807"),
  },
  {
    name: "ubigint",
    type: "UBIGINT",
    postgres: "numeric(20,0)",
    values: same("0", "9007199254740991", "9007199254740993", "18446744073709551615"),
  },
  {
    name: "hugeint",
    type: "HUGEINT",
    postgres: "numeric(39,0)",
    values: same(
      "-170141183460469231731687303715884105728",
      "-18446744073709551616",
      "-9007199254740993",
      "-10000",
      "-1",
      "0",
      "9999",
      "10000",
      "9007199254740993",
      "18446744073709551616",
      "170141183460469231731687303715884105727",
    ),
  },
  {
    name: "uhugeint",
    type: "UHUGEINT",
    postgres: "numeric(39,0)",
    values: same("0", "18446744073709551615", "340282366920938463463374607431768211455"),
  },
  {
    name: "bignum",
    type: "BIGNUM",
    postgres: "numeric",
    values: {
      "1": "1",
      "'170141183460469231731687303715884105727'::HUGEINT": "170141183460469231731687303715884105727",
    },
  },
  {
    name: "float",
    type: "FLOAT",
    postgres: "real",
    values: {
      ...same("NaN", "1.5", "-1e-45", "3.4028235e+38"),
      "'inf'": "Infinity",
      "'-inf'": "-Infinity",
      "'-0.0'": "-0",
    },
  },
  {
    name: "double",
    type: "DOUBLE",
    postgres: "double precision",
    values: {
      ...same("NaN", "0.1", "1.7976931348623157e+308", "5e-324"),
      "'inf'": "Infinity",
      "'-inf'": "-Infinity",
      "'-0.0'": "-0",
    },
  },
  { name: "decimal_1_0", type: "DECIMAL(1,0)", postgres: "numeric(1,0)", values: same("-9", "0", "9") },
  {
    name: "decimal_4_1",
    type: "DECIMAL(4,1)",
    postgres: "numeric(4,1)",
    values: same("-999.9", "0.0", "0.1", "999.9"),
  },
  {
    name: "decimal_4_4",
    type: "DECIMAL(4,4)",
    postgres: "numeric(4,4)",
    values: same("-0.9999", "0.0000", "0.0001"),
  },
  {
    name: "decimal_9_4",
    type: "DECIMAL(9,4)",
    postgres: "numeric(9,4)",
    values: same("-99999.9999", "-0.0001", "0.0000", "10000.0000", "99999.9999"),
  },
  {
    name: "decimal_18_2",
    type: "DECIMAL(18,2)",
    postgres: "numeric(18,2)",
    values: same("-9999999999999999.99", "-0.01", "0.00", "1.50", "90071992547409.93", "9999999999999999.99"),
  },
  {
    name: "decimal_18_18",
    type: "DECIMAL(18,18)",
    postgres: "numeric(18,18)",
    values: same("-0.999999999999999999", "0.000000000000000001", "0.100000000000000000"),
  },
  {
    name: "decimal_19_3",
    type: "DECIMAL(19,3)",
    postgres: "numeric(19,3)",
    values: same("-9999999999999999.999", "-0.001", "0.000", "12.340"),
  },
  {
    name: "decimal_38_0",
    type: "DECIMAL(38,0)",
    postgres: "numeric(38,0)",
    values: same("-99999999999999999999999999999999999999", "0", "99999999999999999999999999999999999999"),
  },
  {
    name: "decimal_38_10",
    type: "DECIMAL(38,10)",
    postgres: "numeric(38,10)",
    values: same("-1.0000000001", "0.0000000000", "9999999999999999999999999999.9999999999"),
  },
  {
    name: "decimal_38_38",
    type: "DECIMAL(38,38)",
    postgres: "numeric(38,38)",
    values: same("-0.99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001"),
  },
  {
    name: "varchar",
    type: "VARCHAR",
    postgres: "text",
    values: {
      ...same(
        "",
        "a",
        "twelve bytes",
        "thirteen byte",
        "NULL",
        "\\N",
        "žluťoučký 🦆",
        wide(63),
        wide(64),
        wide(65),
      ),
      "'it''s'": "it's",
      "'line' || chr(10) || 'tab' || chr(9)": "line\ntab\t",
      [`repeat('abcdefghij', 10000)`]: wide(100_000),
    },
  },
  {
    name: "blob",
    type: "BLOB",
    postgres: "bytea",
    values: {
      "''::BLOB": "\\x",
      "'\\x00\\xFF'::BLOB": "\\x00ff",
      "'a longer blob than fits'::BLOB": "\\x61206c6f6e67657220626c6f62207468616e2066697473",
    },
  },
  {
    name: "bit",
    type: "BIT",
    postgres: "bit varying",
    values: same("1", "0101", "000000001", "1".repeat(70)),
  },
  {
    name: "date",
    type: "DATE",
    postgres: "date",
    values: {
      ...same(
        "1970-01-01",
        "1999-12-31",
        "2000-01-01",
        "0001-01-01",
        "5874897-12-31",
        "infinity",
        "-infinity",
      ),
      "'0044-03-15 (BC)'": "0044-03-15 BC",
      "'4714-11-24 (BC)'": "4714-11-24 BC",
    },
  },
  {
    name: "time",
    type: "TIME",
    postgres: "time without time zone",
    values: same("00:00:00", "00:00:00.000001", "23:59:59.999999", "24:00:00"),
  },
  {
    name: "time_ns",
    type: "TIME_NS",
    postgres: "time without time zone",
    values: { "'12:34:56.789012345'": "12:34:56.789012" },
  },
  {
    name: "timetz",
    type: "TIMETZ",
    postgres: "time with time zone",
    values: same(
      "12:00:00+02",
      "12:34:56.789+05:30",
      "00:00:00-15:59:59",
      "23:59:59.999999+15:59:59",
      "24:00:00+00",
    ),
  },
  {
    name: "timestamp",
    type: "TIMESTAMP",
    postgres: "timestamp without time zone",
    values: {
      ...same(
        "1970-01-01 00:00:00",
        "1999-12-31 23:59:59.999999",
        "2000-01-01 00:00:00",
        "2024-02-29 12:34:56.789",
      ),
      ...same("0001-01-01 00:00:00", "294247-01-10 04:00:54.775806", "infinity", "-infinity"),
      "'0044-03-15 (BC) 12:00:00'": "0044-03-15 12:00:00 BC",
      "'4714-11-24 (BC) 00:00:00'": "4714-11-24 00:00:00 BC",
    },
  },
  {
    name: "timestamp_s",
    type: "TIMESTAMP_S",
    postgres: "timestamp without time zone",
    values: same("1969-12-31 23:59:59", "2024-02-29 12:34:56", "infinity", "-infinity"),
  },
  {
    name: "timestamp_ms",
    type: "TIMESTAMP_MS",
    postgres: "timestamp without time zone",
    values: same("1969-12-31 23:59:59.999", "2024-02-29 12:34:56.789", "infinity", "-infinity"),
  },
  {
    name: "timestamp_ns",
    type: "TIMESTAMP_NS",
    postgres: "timestamp without time zone",
    values: {
      "'2024-02-29 12:34:56.789012999'": "2024-02-29 12:34:56.789012",
      "'infinity'": "infinity",
      "'-infinity'": "-infinity",
    },
  },
  {
    name: "timestamptz",
    type: "TIMESTAMPTZ",
    postgres: "timestamp with time zone",
    values: {
      "'2024-07-01 12:00:00+02'": "2024-07-01 10:00:00+00",
      "'1969-12-31 23:59:59.999999+00'": "1969-12-31 23:59:59.999999+00",
      "'infinity'": "infinity",
      "'-infinity'": "-infinity",
    },
  },
  {
    name: "interval",
    type: "INTERVAL",
    postgres: "interval",
    values: {
      "INTERVAL '14 months 3 days' + INTERVAL '14706789 milliseconds'": "1 year 2 mons 3 days 04:05:06.789",
      "INTERVAL '-1 month' + INTERVAL '-1 day' + INTERVAL '-1 microsecond'":
        "-1 mons -1 days -00:00:00.000001",
      "INTERVAL 0 SECOND": "00:00:00",
      "to_microseconds(9223372036854775807)": "2562047788:00:54.775807",
    },
  },
  {
    name: "uuid",
    type: "UUID",
    postgres: "uuid",
    values: same(
      "00000000-0000-0000-0000-000000000000",
      "ffffffff-ffff-ffff-ffff-ffffffffffff",
      "01234567-89ab-cdef-8123-456789abcdef",
      "81234567-89ab-cdef-0123-456789abcdef",
    ),
  },
  {
    name: "enum_small",
    type: "ENUM('', 'a', 'a value longer than twelve bytes', 'ž')",
    postgres: "text",
    values: same("", "a", "a value longer than twelve bytes", "ž"),
  },
  {
    name: "enum_16",
    type: `ENUM(${enumValues(300)})`,
    postgres: "text",
    values: same("value 0", "value 255", "value 299"),
  },
  {
    name: "enum_32",
    type: `ENUM(${enumValues(66_000)})`,
    postgres: "text",
    values: same("value 0", "value 65999"),
  },
  {
    name: "list",
    type: "INTEGER[]",
    postgres: "jsonb",
    values: { "[1, NULL, 3]": "[1, null, 3]", "[]": "[]" },
  },
  { name: "array", type: "DOUBLE[2]", postgres: "jsonb", values: { "[1.5, NULL]": "[1.5, null]" } },
  {
    name: "struct",
    type: "STRUCT(a INTEGER, b VARCHAR[], t TIMESTAMP, d DECIMAL(38,10))",
    postgres: "jsonb",
    values: {
      "{'a': 1, 'b': ['x', NULL], 't': TIMESTAMP '2024-02-29 12:00:00', 'd': 12345678901234567890.1234567890}":
        '{"a": 1, "b": ["x", null], "d": 12345678901234567890.1234567890, "t": "2024-02-29 12:00:00"}',
      "{'a': NULL, 'b': NULL, 't': NULL, 'd': NULL}": '{"a": null, "b": null, "d": null, "t": null}',
    },
  },
  {
    name: "map",
    type: "MAP(VARCHAR, INTEGER)",
    postgres: "jsonb",
    values: { "MAP {'b': 1, 'a': NULL}": '{"a": null, "b": 1}' },
  },
  {
    name: "union",
    type: "UNION(n INTEGER, s VARCHAR)",
    postgres: "jsonb",
    values: { "union_value(n := 1)": '{"n": 1}', "union_value(s := 'x')": '{"s": "x"}' },
  },
  {
    name: "json",
    type: "JSON",
    postgres: "jsonb",
    values: { [`'{"b": 1.50, "a": "it''s"}'`]: `{"a": "it's", "b": 1.50}`, "'null'": "null", "'[]'": "[]" },
  },
  {
    name: "variant",
    type: "VARIANT",
    postgres: "jsonb",
    values: { "{'a': 1}::VARIANT": '{"a": 1}', "42::VARIANT": "42" },
  },
];
