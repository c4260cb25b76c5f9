/** One entry of `indexes:`. */
import { createHash } from "node:crypto";
import { asString, isTruthy, PyDict, PyObject, pyIterate, pyRepr, pyStr, type Value } from "@tsmodel/jinja";
import { pyFunction } from "@tsmodel/core/adapter";
import { failDuckDb } from "../messages.ts";

/** @throws TsmodelError duckdb-index */
export function parseIndex(raw: Value): Value {
  if (raw === null) return null;
  if (!(raw instanceof PyDict))
    throw failDuckDb("duckdb-index", { problem: `${pyRepr(raw)} is not a dictionary` });
  const columns = raw.get("columns");
  const unique = raw.get("unique") ?? false;
  if (!Array.isArray(columns) || !columns.every((column) => asString(column) !== undefined)) {
    throw failDuckDb("duckdb-index", { problem: "columns must be a list of column names" });
  }
  if (typeof unique !== "boolean")
    throw failDuckDb("duckdb-index", { problem: "unique must be true or false" });
  for (const key of pyIterate(raw)) {
    if (!["columns", "unique"].includes(pyStr(key)))
      throw failDuckDb("duckdb-index", { problem: `${pyRepr(key)} is not a setting of an index` });
  }
  return new IndexConfig(columns, unique);
}

class IndexConfig extends PyObject {
  readonly pyTypeName: string = "DuckDBIndexConfig";
  private readonly columns: Value[];
  private readonly unique: boolean;

  constructor(columns: Value[], unique: boolean) {
    super();
    this.columns = columns;
    this.unique = unique;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "columns") return this.columns;
    if (name === "unique") return this.unique;
    return name === "render"
      ? pyFunction("render", ["relation"], (relation: Value) => this.render(relation))
      : undefined;
  }

  /**
   * The index's name. dbt-duckdb mixes the time in, so that the index of a rebuilt table does not meet the old one;
   * here the old one always goes first, and the same table has the same index names in every run.
   */
  private render(relation: Value): string {
    const parts = [...this.columns.map(pyStr), pyStr(relation), isTruthy(this.unique) ? "True" : "False"];
    return createHash("md5").update(parts.join("_")).digest("hex");
  }
}
