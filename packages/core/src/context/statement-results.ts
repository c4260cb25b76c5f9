/** Results that `statement` left behind, by name: load_result, store_result, store_raw_result. */
import { asString, PyDict, Tuple, type Callable, type Value } from "@tsmodel/jinja";
import { fail } from "../errors/tsmodel-error.ts";
import { pyFunction } from "../template/python/function.ts";
import { ResultTable } from "../template/table/result-table.ts";
import { AdapterResponse, responseFields } from "./adapter-response.ts";

/** A stored statement result. */
export interface StoredResult {
  /** What adapter.execute answered; whatever a macro stored in its place. */
  readonly response: Value;
  readonly table: ResultTable;
  /** adapter_response of run_results.json. */
  readonly fields: { readonly [key: string]: unknown };
}

export class StatementResults {
  /** `_sql_results`: what templates see, None once it was taken. */
  readonly shown: PyDict = new PyDict();
  private readonly stored: Map<string, StoredResult> = new Map();

  /** A result, without taking it away. */
  find(name: string): StoredResult | undefined {
    return this.stored.get(name);
  }

  store(name: string, response: Value, table: ResultTable): void {
    this.stored.set(name, { response, table, fields: responseFields(response) });
    this.shown.set(
      name,
      PyDict.lazy(() =>
        PyDict.fromRecord({ response, data: table.rowValues.map((row) => new Tuple(row)), table }),
      ),
    );
  }

  readonly functions: { readonly [name: string]: Callable } = {
    load_result: pyFunction("load_result", ["name"], (name: Value) => this.load(asString(name) ?? "")),
    store_result: pyFunction(
      "store_result",
      ["name", "response", "agate_table?"],
      (name: Value, response: Value, table?: Value) => {
        this.store(asString(name) ?? "", response, tableOf(table));
        return "";
      },
    ),
    store_raw_result: pyFunction(
      "store_raw_result",
      ["name", "message?", "code?", "rows_affected?", "agate_table?"],
      (name: Value, message?: Value, code?: Value, rows?: Value, table?: Value) => {
        const response = new AdapterResponse({
          _message: asString(message ?? null) ?? "",
          code: code ?? null,
          rows_affected: rows ?? null,
        });
        this.store(asString(name) ?? "", response, tableOf(table));
        return "";
      },
    ),
  };

  /** A result can be loaded once, "main" always. @throws TsmodelError result-already-loaded */
  private load(name: string): Value {
    const shown = this.shown.get(name);
    if (shown === undefined) return null;
    if (name === "main") return shown;
    if (shown === null) throw fail("result-already-loaded", { name });
    this.shown.set(name, null);
    return shown;
  }
}

const tableOf = (table: Value | undefined): ResultTable =>
  table instanceof ResultTable ? table : ResultTable.empty();
