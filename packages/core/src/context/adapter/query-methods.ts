/** Adapter methods that send SQL. */
import { asString, isTruthy, PyObject, pyStr, toNext, Tuple, type Value } from "@tsmodel/jinja";
import type { QueryResult } from "../../adapter/adapter.ts";
import type { Cell } from "../../adapter/cell.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import { method, pyFunction, toInteger, type Methods } from "../../template/python/function.ts";
import { tableWriter } from "../../template/log-functions.ts";
import { cellToValue, valueToCell } from "../../template/table/cell-value.ts";
import { tableFromQuery } from "../../template/table/infer-table.ts";
import { ResultTable } from "../../template/table/result-table.ts";
import { AdapterResponse } from "../adapter-response.ts";
import type { AdapterScope } from "./adapter-scope.ts";

export const queryMethods: Methods<AdapterScope> = {
  execute: method(
    ["sql", "auto_begin?", "fetch?", "limit?"],
    async ({ connection, shared }, sql: Value, autoBegin?: Value, fetch?: Value, limit?: Value) => {
      const fetching = isTruthy(fetch ?? false);
      const result = await connection.query({
        sql: pyStr(sql),
        autoBegin: isTruthy(autoBegin ?? false),
        fetch: fetching,
        limit: limitOf(limit),
      });
      return new Tuple([
        new AdapterResponse(result.response),
        fetching
          ? tableFromQuery(result, { write: tableWriter(shared.effects.report) })
          : ResultTable.empty(),
      ]);
    },
  ),
  add_query: method(
    ["sql", "auto_begin?", "bindings?", "abridge_sql_log?"],
    async ({ connection }, sql: Value, autoBegin?: Value, bindings?: Value) => {
      const result = await connection.query({
        sql: pyStr(sql),
        autoBegin: isTruthy(autoBegin ?? true),
        fetch: true,
        comment: false,
        bindings: bindings === undefined || bindings === null ? undefined : cellsOf(bindings),
      });
      return new Tuple([null, new Cursor(result)]);
    },
  ),
  run_sql_for_tests: method(["sql", "fetch", "conn"], async ({ connection }, sql: Value, fetch: Value) => {
    const result = await connection.query({ sql: pyStr(sql), fetch: true, comment: false });
    await connection.commit();
    const cursor = new Cursor(result);
    if (asString(fetch) === "one") return cursor.next();
    return asString(fetch) === "all" ? cursor.rest() : null;
  }),
  get_column_schema_from_query: method(["sql"], async ({ connection, shared }, sql: Value) => {
    const { columns } = await connection.query({ sql: pyStr(sql), fetch: true });
    return columns.map(({ name, type }) => shared.columnClass.create({ column: name, dtype: type }));
  }),
  get_partitions_metadata: method(["table"], ({ shared }) => {
    throw fail("adapter-method-unsupported", {
      method: "get_partitions_metadata",
      adapter: shared.project.profile.plugin.type,
    });
  }),
  commit: method([], async ({ connection }) => {
    await connection.commit();
    return null;
  }),
};

/** A generator's values are made when the database takes them. */
function* cellsOf(bindings: Value): Generator<Cell> {
  const next = toNext(bindings);
  for (let value = next(); value !== undefined; value = next()) yield valueToCell(value);
}

const limitOf = (limit: Value | undefined): number | null =>
  limit === undefined || limit === null ? null : toInteger(limit) || null;

/** A result as a database cursor of Python. */
class Cursor extends PyObject {
  readonly pyTypeName: string = "cursor";
  private readonly result: QueryResult;
  private position: number = 0;

  constructor(result: QueryResult) {
    super();
    this.result = result;
  }

  next(): Value {
    const row = this.result.rows[this.position];
    if (row === undefined) return null;
    this.position++;
    return new Tuple(row.map(cellToValue));
  }

  rest(count: number = this.result.rows.length): Value[] {
    const rows = this.result.rows.slice(this.position, this.position + count);
    this.position += rows.length;
    return rows.map((row) => new Tuple(row.map(cellToValue)));
  }

  override pyGetAttr(name: string): Value | undefined {
    switch (name) {
      case "fetchone":
        return pyFunction("fetchone", [], () => this.next());
      case "fetchall":
        return pyFunction("fetchall", [], () => this.rest());
      case "fetchmany":
        return pyFunction("fetchmany", ["size?"], (size?: Value) =>
          this.rest(size === undefined ? 1 : toInteger(size)),
        );
      case "description":
        return this.result.columns.map(
          (column) => new Tuple([column.name, column.type, null, null, null, null, null]),
        );
      case "rowcount":
        return this.result.rows.length;
      default:
        return undefined;
    }
  }
}
