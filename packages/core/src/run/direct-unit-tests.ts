/**
 * Unit tests without their materialization macro. The built-in one asks for the types of what the model gives, casts the
 * expected rows to them, and asks for both: the model is planned twice. A result has its types with it, so it is enough to
 * ask for the rows, and then for the expected ones; what the macro would have sent is written all the same. Whatever is
 * unusual about a test, every error included, is left to the macro.
 */
import { asString, isTruthy, PyDict, pyStr, toValue, type Value } from "@tsmodel/jinja";
import type { QueryResult } from "../adapter/adapter.ts";
import { DatabaseError } from "../adapter/database-error.ts";
import { isWritingUsual, writeFixtureRows } from "../context/adapter/fixture-methods.ts";
import type { RunContext } from "../context/run-context.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { CompiledNode, GraphNode } from "../manifest/node.ts";
import { tableFromQuery } from "../template/table/infer-table.ts";
import type { ResultTable } from "../template/table/result-table.ts";

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
  "get_unit_test_sql",
  "log",
  "run_query",
  "statement",
  "tsmodel_get_unit_test_columns",
  "write",
];
/** dbt's name for the column that tells the two apart. */
const SIDE = "actual_or_expected";

/** undefined where the macro is to do it. @throws DatabaseError when interrupted */
export async function askUnitTest(node: CompiledNode, context: RunContext, shared: SharedContext): Promise<UnitTestRows | undefined> {
  const { expected_rows: rows, expected_sql: sql } = node.config as { readonly [name: string]: unknown };
  const { compiled_code: compiled } = node;
  if (!compiled || sql || !Array.isArray(rows) || !isUsual(shared)) return undefined;
  const actual = await tryQuery(`select * from (\n    ${compiled}\n  ) _dbt_internal_unit_test_actual`, context);
  const plan = actual && planExpected(rows, actual, shared);
  if (actual === undefined || plan === undefined) return undefined;
  const columns = plan.indexes.map((index) => actual.columns[index]!);
  const expected = rows.length === 0 ? [] : rowsLike(columns, await tryQuery(plan.sql, context));
  if (expected === undefined) return undefined;
  leaveTraces(node, comparison(compiled, plan), context, shared);
  const both = [...actual.rows.map((row) => [...plan.indexes.map((index) => row[index]!), "actual"]), ...expected.map((row) => [...row, "expected"])];
  return { table: tableFromQuery({ ...actual, columns: [...columns, { name: SIDE, type: "VARCHAR" }], rows: both }), response: actual.response };
}

function isUsual(shared: SharedContext): boolean {
  const { registry, project } = shared;
  const { type, dispatchParents, dialect } = project.profile.plugin;
  const materializations = ["default", type, ...dispatchParents].map((adapter) => `materialization_unit_${adapter}`);
  return (
    dialect.resultsTellTypes === true &&
    registry.areBuiltIn([...STEPS, ...materializations]) &&
    isWritingUsual(shared) &&
    registry.dispatch("get_unit_test_sql", "dbt", null).name === "default__get_unit_test_sql"
  );
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
  const types = new PyDict();
  const quoted = new PyDict();
  const places = new Map<string, number>();
  for (const [index, { name, type }] of columns.entries()) {
    const column = shared.columnClass.create({ column: name, dtype: typeInTable(type) });
    const lower = name.toLowerCase();
    if (places.has(lower)) return undefined;
    places.set(lower, index);
    types.set(lower, column.pyGetAttr("data_type") ?? null);
    quoted.set(lower, column.pyGetAttr("quoted") ?? null);
  }
  const values = toValue(rows) as Value[];
  const [first] = values;
  const names = first instanceof PyDict && isTruthy(first) ? [...first.keys()].map((name) => pyStr(name).toLowerCase()) : [...places.keys()];
  const indexes = names.map((name) => places.get(name));
  const sql = rows.length === 0 ? "select * from dbt_internal_unit_test_actual\n    limit 0" : writeFixtureRows(values, types, quoted, false);
  if (sql === undefined || indexes.includes(undefined)) return undefined;
  return { indexes: indexes as number[], quoted: names.map((name) => asString(quoted.get(name) ?? null) ?? ""), sql };
}

/** A column of nothing but nulls, as DuckDB and its driver call it, gets a table's type for it. */
const typeInTable = (type: string): string => (type === '"NULL"' || type === "SQLNULL" ? "INTEGER" : type);

/** undefined where the rows are of other types, so that those of both would be converted to a third one. */
function rowsLike(columns: QueryResult["columns"], result: QueryResult | undefined): QueryResult["rows"] | undefined {
  const isSame = result?.columns.length === columns.length && result.columns.every(({ type }, at) => type === typeInTable(columns[at]!.type));
  return isSame ? result.rows : undefined;
}

/** As macros/materializations/unit.sql writes it. */
function comparison(compiled: string, { quoted, sql }: Plan): string {
  const columns = quoted.join(", ");
  return `
    -- What the model returns for the given inputs
with dbt_internal_unit_test_actual as (
  select
    ${columns}, 'actual' as "${SIDE}"
  from (
    ${compiled}
  ) _dbt_internal_unit_test_actual
),
-- What it should return
dbt_internal_unit_test_expected as (
  select
    ${columns}, 'expected' as "${SIDE}"
  from (
    ${sql}
  ) _dbt_internal_unit_test_expected
)
select * from dbt_internal_unit_test_actual
union all
select * from dbt_internal_unit_test_expected`;
}

/** What the macro leaves beside its result. */
function leaveTraces(node: CompiledNode, sql: string, context: RunContext, { effects }: SharedContext): void {
  const text = `Writing runtime sql for node "${node.unique_id}"`;
  effects.report({ type: "message", level: "debug", name: "JinjaLogDebug", code: "I063", text, node: node as GraphNode });
  context.write(sql);
}

/** undefined when the database refuses it. @throws DatabaseError when it was interrupted: nothing is to be asked again */
async function tryQuery(sql: string, { connection }: RunContext): Promise<QueryResult | undefined> {
  try {
    return await connection.query({ sql, fetch: true });
  } catch (error) {
    if (error instanceof DatabaseError && error.kind !== "interrupted") return undefined;
    throw error;
  }
}
