/**
 * Unit tests without their materialization macro. The built-in one asks for the types of what the model gives, casts the
 * expected rows to them, and asks for both: the model is planned twice. A result has its types with it, so it is enough to
 * ask for the rows, and then for the expected ones; what the macro would have sent is written all the same. Whatever is
 * unusual about a test, every error included, is left to the macro.
 */
import { isTruthy, PyDict, pyStr, toValue, type Value } from "@tsmodel/jinja";
import type { QueryResult } from "../adapter/adapter.ts";
import { isWritingUsual, writeFixtureRows } from "../context/adapter/fixture-methods.ts";
import { quote } from "../context/adapter/quote.ts";
import type { RunContext } from "../context/run-context.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { CompiledNode, GraphNode } from "../manifest/node.ts";
import { tableFromQuery } from "../template/table/infer-table.ts";
import type { ResultTable } from "../template/table/result-table.ts";
import { noteStatement, tryQuery } from "./direct-query.ts";

export interface UnitTestRows {
  /** Actual and expected rows, with a column that tells which. */
  readonly table: ResultTable;
  readonly response: QueryResult["response"];
}

/** What the built-in materialization of unit tests consists of. */
const STEPS: readonly string[] = [
  "get_columns_in_query",
  "get_empty_subquery_sql",
  "get_expected_sql",
  "log",
  "run_query",
  "statement",
  "tsmodel_get_unit_test_columns",
  "write",
];
/** The one whose text is written here. */
const COMPARISON: readonly string[] = ["get_unit_test_sql"];
/** dbt's name for the column that tells the two apart. */
const SIDE = "actual_or_expected";

/** undefined where the macro is to do it. @throws DatabaseError when interrupted */
export type AskUnitTest = (node: CompiledNode, context: RunContext) => Promise<UnitTestRows | undefined>;

/** undefined when a macro involved is not the built-in one, or `fold_tests` is off. */
export function createDirectUnitTests(shared: SharedContext): AskUnitTest | undefined {
  const { registry, project } = shared;
  const isUsual =
    project.flags.fold_tests !== false &&
    project.profile.plugin.dialect.resultsTellTypes === true &&
    registry.isMaterializationBuiltIn("unit", STEPS) &&
    registry.areDefaults(COMPARISON) &&
    isWritingUsual(shared);
  return isUsual ? (node, context) => askUnitTest(node, context, shared) : undefined;
}

async function askUnitTest(node: CompiledNode, context: RunContext, shared: SharedContext): Promise<UnitTestRows | undefined> {
  const { expected_rows: rows, expected_sql: sql } = node.config as { readonly [name: string]: unknown };
  const { compiled_code: compiled } = node;
  if (!compiled || sql || !Array.isArray(rows)) return undefined;
  const actual = await tryQuery(`select * from (\n    ${compiled}\n  ) _dbt_internal_unit_test_actual`, context.connection);
  const plan = actual && planExpected(rows, actual, shared);
  if (actual === undefined || plan === undefined) return undefined;
  const columns = plan.indexes.map((index) => actual.columns[index]!);
  const expected = rows.length === 0 ? [] : rowsLike(columns, await tryQuery(plan.sql, context.connection));
  if (expected === undefined) return undefined;
  noteStatement(comparison(compiled, plan, quote(shared, SIDE)), node as GraphNode, context, shared);
  const both = [...actual.rows.map((row) => [...plan.indexes.map((index) => row[index]!), "actual"]), ...expected.map((row) => [...row, "expected"])];
  return { table: tableFromQuery({ ...actual, columns: [...columns, { name: SIDE, type: "VARCHAR" }], rows: both }), response: actual.response };
}

interface Plan {
  /** Which of the model's columns are compared. */
  readonly indexes: readonly number[];
  /** Their names, quoted. */
  readonly quoted: readonly string[];
  /** The expected rows; all of none where there are none. */
  readonly sql: string;
}

/** undefined when something is wrong with the rows. */
function planExpected(rows: readonly unknown[], { columns }: QueryResult, shared: SharedContext): Plan | undefined {
  // By names in lower case.
  const types = new PyDict();
  const quoted = new PyDict();
  const places = new Map<string, number>();
  for (const [index, { name, type }] of columns.entries()) {
    const lower = name.toLowerCase();
    if (places.has(lower)) return undefined;
    places.set(lower, index);
    types.set(lower, shared.columnClass.create({ column: name, dtype: typeInTable(type) }).dataType);
    quoted.set(lower, quote(shared, name));
  }
  const values = toValue(rows) as Value[];
  const [first] = values;
  const names = first instanceof PyDict && isTruthy(first) ? [...first.keys()].map((name) => pyStr(name).toLowerCase()) : [...places.keys()];
  const indexes = names.map((name) => places.get(name));
  const sql = rows.length === 0 ? "select * from dbt_internal_unit_test_actual\n    limit 0" : writeFixtureRows(values, types, quoted, false);
  if (sql === undefined || indexes.includes(undefined)) return undefined;
  return { indexes: indexes as number[], quoted: names.map((name) => pyStr(quoted.get(name)!)), sql };
}

/** A column of nothing but nulls, as DuckDB and its driver call it, gets a table's type for it. */
const typeInTable = (type: string): string => (type === '"NULL"' || type === "SQLNULL" ? "INTEGER" : type);

/** undefined where the rows are of other types, so that those of both would be converted to a third one. */
function rowsLike(columns: QueryResult["columns"], result: QueryResult | undefined): QueryResult["rows"] | undefined {
  const isSame = result?.columns.length === columns.length && result.columns.every(({ type }, at) => type === typeInTable(columns[at]!.type));
  return isSame ? result.rows : undefined;
}

/** As macros/materializations/unit.sql writes it. */
function comparison(compiled: string, { quoted, sql }: Plan, side: string): string {
  const columns = quoted.join(", ");
  return `
    -- What the model returns for the given inputs
with dbt_internal_unit_test_actual as (
  select
    ${columns}, 'actual' as ${side}
  from (
    ${compiled}
  ) _dbt_internal_unit_test_actual
),
-- What it should return
dbt_internal_unit_test_expected as (
  select
    ${columns}, 'expected' as ${side}
  from (
    ${sql}
  ) _dbt_internal_unit_test_expected
)
select * from dbt_internal_unit_test_actual
union all
select * from dbt_internal_unit_test_expected`;
}
