import type { Value } from "@tsmodel/jinja";
import type { QueryResult } from "../../adapter/adapter.ts";
import type { ResultTable } from "./result-table.ts";

/** dbt's table_from_rows: infers each column's type from Python-like values. */
export declare function tableFromRows(rows: readonly (readonly Value[])[], columnNames: readonly string[], textOnlyColumns?: ReadonlySet<string>): ResultTable;
/** dbt's table_from_data_flat over the cells of a query. */
export declare function tableFromQuery(result: QueryResult): ResultTable;
/** dbt's from_csv: a seed file, its types inferred as agate does with dbt's testers. */
export declare function tableFromCsv(text: string, options?: { readonly textColumns?: ReadonlySet<string>; readonly delimiter?: string }): ResultTable;
export declare function mergeTables(tables: readonly ResultTable[]): ResultTable;
