/** Measures and labels of categories as SQL. */
import { partInput, partOutput } from "../../plan/query-sql.ts";
import type { Measure, Query } from "../../plan/plan.ts";
import { literal, quote } from "./names.ts";

/** The same arithmetic as on the page: double precision, nothing where nothing divides. */
export function measureSql({ parts }: Query, { numerator, denominator, scale }: Measure): string {
  const part = (index: number): string => partOutput(parts[index]!, partInput(parts[index]!), "postgres");
  if (denominator === undefined) return scale === 1 ? part(numerator) : `${part(numerator)} * ${scale}`;
  const above = `cast(${part(numerator)} as double precision)`;
  return `${above}${scale === 1 ? "" : ` * ${scale}`} / nullif(cast(${part(denominator)} as double precision), 0)`;
}

/** A dimension's value under its label. */
export function labelSql(column: string, labels: { readonly [value: string]: string } | undefined): string {
  const known = Object.entries(labels ?? {}).filter(([value, label]) => value !== label);
  const text = `cast(${quote(column)} as text)`;
  if (known.length === 0) return `coalesce(${text}, '(none)')`;
  const cases = known.map(([value, label]) => `when ${literal(value)} then ${literal(label)}`);
  return `case ${text} ${cases.join(" ")} else coalesce(${text}, '(none)') end`;
}

/** Declared categories first, in their order. */
export function categoryOrder(
  column: string,
  labels: { readonly [value: string]: string } | undefined,
): string | undefined {
  const values = Object.keys(labels ?? {});
  if (values.length === 0) return undefined;
  const cases = values.map((value, index) => `when ${literal(value)} then ${index + 1}`);
  return `min(case cast(${quote(column)} as text) ${cases.join(" ")} else ${values.length + 1} end)`;
}
