/** One entry of `indexes:`. */
import { createHash } from "node:crypto";
import { asString, PyDict, PyObject, pyIterate, pyRepr, pyStr, type Value } from "@tsmodel/jinja";
import { pyFunction } from "@tsmodel/core/adapter";
import { failPostgres } from "../messages.ts";

/** `now` goes into the names of indexes. @throws TsmodelError postgres-index, postgres-index-shape */
export function parseIndex(raw: Value, now: () => Date): Value {
  if (raw === null) return null;
  if (!(raw instanceof PyDict)) throw failPostgres("postgres-index-shape", { got: pyStr(raw) });
  const columns = raw.get("columns");
  const unique = raw.get("unique") ?? false;
  const type = raw.get("type") ?? null;
  if (!Array.isArray(columns) || !columns.every((column) => asString(column) !== undefined)) {
    throw failPostgres("postgres-index", {
      problem:
        columns === undefined
          ? "'columns' is a required property"
          : `columns: ${pyRepr(columns)} is not of type 'array' of column names`,
    });
  }
  if (typeof unique !== "boolean")
    throw failPostgres("postgres-index", { problem: `unique: ${pyRepr(unique)} is not of type 'boolean'` });
  if (type !== null && asString(type) === undefined)
    throw failPostgres("postgres-index", { problem: `type: ${pyRepr(type)} is not of type 'string'` });
  for (const key of pyIterate(raw)) {
    if (!["columns", "unique", "type"].includes(pyStr(key)))
      throw failPostgres("postgres-index", { problem: `${pyRepr(key)} is not a setting of an index` });
  }
  return new IndexConfig({ columns: columns.map(pyStr), unique, type: asString(type) ?? null, now });
}

interface IndexFields {
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly type: string | null;
  now(): Date;
}

class IndexConfig extends PyObject {
  readonly pyTypeName: string = "PostgresIndexConfig";
  private readonly fields: IndexFields;

  constructor(fields: IndexFields) {
    super();
    this.fields = fields;
  }

  override pyGetAttr(name: string): Value | undefined {
    if (name === "columns") return [...this.fields.columns];
    if (name === "unique") return this.fields.unique;
    if (name === "type") return this.fields.type;
    return name === "render"
      ? pyFunction("render", ["relation"], (relation: Value) => this.render(relation))
      : undefined;
  }

  /**
   * The index's name. The time is part of it, as in dbt-postgres: the table that is being replaced still has its own
   * indexes while the new table gets hers, and `if not exists` would skip every second run.
   */
  private render(relation: Value): string {
    const { columns, unique, type, now } = this.fields;
    const parts = [
      ...columns,
      pyStr(relation),
      unique ? "True" : "False",
      type ?? "None",
      now().toISOString(),
    ];
    return createHash("md5").update(parts.join("_")).digest("hex");
  }
}
