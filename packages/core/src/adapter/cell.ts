/**
 * One value of a query's result, driver-free. Numbers that JavaScript cannot hold exactly and all temporal
 * types travel as text in ISO form, and become Python-like values where templates see them.
 */
export type Cell =
  | null | boolean | string
  /** A 64-bit float. */
  | number
  /** Any integer type. */
  | bigint
  | { readonly type: "decimal"; readonly text: string }
  /** "2026-01-31" */
  | { readonly type: "date"; readonly text: string }
  /** "12:34:56.123456" */
  | { readonly type: "time"; readonly text: string }
  /** "2026-01-31 12:34:56.123456", with "+00:00" when it has a zone. */
  | { readonly type: "timestamp"; readonly text: string }
  /** `years` where the database tells them apart from months. */
  | { readonly type: "interval"; readonly microseconds: bigint; readonly years?: number; readonly months: number; readonly days: number }
  | { readonly type: "bytes"; readonly hex: string }
  | { readonly type: "uuid"; readonly text: string }
  | { readonly type: "list"; readonly items: readonly Cell[] }
  | { readonly type: "struct"; readonly entries: readonly (readonly [string, Cell])[] };
