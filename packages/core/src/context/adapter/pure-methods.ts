/** Adapter methods that need no database: dbt runs them while parsing, too. */
import { asString, isTruthy, PyDict, pyStr, pyTypeName, type Value } from "@tsmodel/jinja";
import { fail } from "../../errors/tsmodel-error.ts";
import { method, toInteger, type Methods } from "../../template/python/function.ts";
import type { DataType } from "../../template/table/data-types.ts";
import { ResultTable } from "../../template/table/result-table.ts";
import type { SharedContext } from "../shared-context.ts";
import type { PureScope } from "./adapter-scope.ts";
import { argumentType } from "./argument-type.ts";
import { renderColumnConstraints, renderModelConstraints } from "./constraints.ts";
import { quote } from "./quote.ts";

export const pureMethods: Methods<PureScope> = {
  quote: method(["identifier"], ({ shared }, identifier: Value) => quote(shared, pyStr(identifier))),
  quote_as_configured: method(["identifier", "quote_key"], ({ shared }, identifier: Value, key: Value) => {
    const name = asString(key) ?? "";
    const isPart = name === "database" || name === "schema" || name === "identifier";
    return isPart && shared.quoting[name] ? quote(shared, pyStr(identifier)) : identifier;
  }),
  quote_seed_column: method(["column", "quote_config"], ({ shared }, column: Value, config: Value) => {
    if (config !== null && typeof config !== "boolean")
      throw fail("quote-columns-invalid", { type: pyTypeName(config) });
    return config === false ? column : quote(shared, pyStr(column));
  }),
  convert_type: method(["agate_table", "col_idx"], ({ shared }, table: Value, index: Value) => {
    if (!(table instanceof ResultTable)) throw argumentType("convert_type", "agate_table", "Table", table);
    return convertType(shared, table, toInteger(index));
  }),
  standardize_grants_dict: method(["grants_table"], (_, table: Value) => {
    if (!(table instanceof ResultTable))
      throw argumentType("standardize_grants_dict", "grants_table", "Table", table);
    return standardizeGrants(table);
  }),
  render_raw_columns_constraints: method(["raw_columns"], ({ shared }, columns: Value) =>
    renderColumnConstraints(shared, columns),
  ),
  render_raw_model_constraints: method(["raw_constraints"], ({ shared }, constraints: Value) =>
    renderModelConstraints(shared, constraints),
  ),
  get_catalog_integration: method(["name"], (_, name: Value) => {
    throw fail("catalog-integration-missing", { name: pyStr(name) });
  }),
  build_catalog_relation: method(["config"], (_, model: Value) => {
    const config = model instanceof PyDict ? model.get("config") : undefined;
    const name =
      config instanceof PyDict ? (config.get("catalog_name") ?? config.get("catalog") ?? null) : null;
    if (isTruthy(name)) throw fail("catalog-integration-missing", { name: pyStr(name) });
    return null;
  }),
};

const SEED_TYPES: {
  readonly [type in DataType]: "boolean" | "integer" | "number" | "text" | "date" | "datetime";
} = {
  Integer: "integer",
  Number: "number",
  Date: "date",
  DateTime: "datetime",
  ISODateTime: "datetime",
  Boolean: "boolean",
  Text: "text",
};

function convertType({ project }: SharedContext, table: ResultTable, index: number): Value {
  const type = table.columnTypes.at(index);
  if (type === undefined) return null;
  const { dialect } = project.profile.plugin;
  // A number column whose values all are whole is an integer to dbt: it looks at the decimals that are really there.
  return dialect.convertSeedType(table.isWhole(index) ? "integer" : SEED_TYPES[type]);
}

function standardizeGrants(table: ResultTable): PyDict {
  const grants = new PyDict();
  const column = (name: string): Value[] => table.columnValues(table.columnNames.indexOf(name));
  const grantees = column("grantee");
  for (const [index, privilege] of column("privilege_type").entries()) {
    const known = grants.get(privilege);
    if (Array.isArray(known)) known.push(grantees[index]!);
    else grants.set(privilege, [grantees[index]!]);
  }
  return grants;
}
