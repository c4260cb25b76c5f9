/** agate's column types as dbt uses them. */
export type DataType = "Integer" | "Number" | "Date" | "DateTime" | "ISODateTime" | "Boolean" | "Text" | "TimeDelta";
