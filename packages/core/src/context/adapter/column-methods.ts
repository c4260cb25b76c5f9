/** Adapter methods about the columns of relations. */
import { asString, PyDict, pyIterate, pyStr, type Value } from "@tsmodel/jinja";
import { DatabaseError } from "../../adapter/database-error.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import { method, type Methods } from "../../template/python/function.ts";
import { Column } from "../../template/relation/column.ts";
import type { AdapterScope } from "./adapter-scope.ts";
import { toRelation } from "./argument-type.ts";
import { warnDeprecated } from "./relation-methods.ts";

export const columnMethods: Methods<AdapterScope> = {
  get_columns_in_relation: method(["relation"], (scope, relation: Value) => {
    const ask = (): Promise<Value> => askColumns(scope, relation);
    return scope.columns === undefined ? ask() : scope.columns(pyStr(relation), ask);
  }),
  get_columns_in_table: method(["schema", "identifier"], (scope, schema: Value, identifier: Value) => {
    warnDeprecated(scope.shared, "get_columns_in_table", "get_columns_in_relation");
    const { relationClass, quoting, project } = scope.shared;
    const path = {
      database: project.profile.credentials.database,
      schema: asString(schema) ?? null,
      identifier: asString(identifier) ?? null,
    };
    return listColumns(scope, relationClass.createFrom(path, quoting));
  }),
  get_missing_columns: method(["from_relation", "to_relation"], async (scope, from: Value, to: Value) => {
    toRelation("get_missing_columns", "from_relation", from);
    toRelation("get_missing_columns", "to_relation", to);
    const there = await listColumns(scope, from);
    const known = new Set((await listColumns(scope, to)).map(({ name }) => name));
    return there.filter(({ name }) => !known.has(name));
  }),
  expand_target_column_types: method(
    ["from_relation", "to_relation"],
    async (scope, from: Value, to: Value) => {
      toRelation("expand_target_column_types", "from_relation", from);
      toRelation("expand_target_column_types", "to_relation", to);
      const goals = await listColumns(scope, from);
      const current = new Map((await listColumns(scope, to)).map((column) => [column.name, column]));
      for (const goal of goals) {
        if (!current.get(goal.name)?.canExpandTo(goal)) continue;
        const type = `character varying(${goal.stringSize()})`;
        await scope.callMacro("alter_column_type", {
          relation: to,
          column_name: goal.name,
          new_column_type: type,
        });
      }
      return null;
    },
  ),
  valid_snapshot_target: method(
    ["relation", "column_names?"],
    async (scope, relation: Value, names?: Value) => {
      toRelation("valid_snapshot_target", "relation", relation);
      await requireColumns(scope, relation, ["dbt_scd_id", "dbt_valid_from", "dbt_valid_to"], names);
      return null;
    },
  ),
  assert_valid_snapshot_target_given_strategy: method(
    ["relation", "column_names", "strategy"],
    async (scope, relation: Value, names: Value, strategy: Value) => {
      toRelation("valid_snapshot_target", "relation", relation);
      await requireColumns(scope, relation, ["dbt_scd_id", "dbt_valid_from", "dbt_valid_to"], names);
      const keepsDeleted = strategy instanceof PyDict && strategy.get("hard_deletes") === "new_record";
      if (keepsDeleted) await requireColumns(scope, relation, ["dbt_is_deleted"], names);
      return null;
    },
  ),
};

const NOT_THERE: ReadonlySet<string> = new Set(["table-not-found", "schema-not-found", "database-not-found"]);

async function listColumns(scope: AdapterScope, relation: Value): Promise<Column[]> {
  const columns = await askColumns(scope, relation);
  return [...pyIterate(columns)].filter((column) => column instanceof Column);
}

/** What the macro gives, which a project may override. A relation that is not there has no columns. */
async function askColumns(scope: AdapterScope, relation: Value): Promise<Value> {
  try {
    return await scope.callMacro("get_columns_in_relation", { relation });
  } catch (error) {
    if (error instanceof DatabaseError && NOT_THERE.has(error.kind)) return [];
    throw error;
  }
}

/** @throws TsmodelError snapshot-columns-missing */
async function requireColumns(
  scope: AdapterScope,
  relation: Value,
  columns: readonly string[],
  names: Value | undefined,
): Promise<void> {
  const there = new Set((await listColumns(scope, relation)).map(({ name }) => name.toLowerCase()));
  const wanted = columns.map((column) =>
    names instanceof PyDict && names.size > 0 ? (asString(names.get(column)) ?? "") : column,
  );
  const missing = wanted.filter((name) => name !== "" && !there.has(name.toLowerCase()));
  if (missing.length > 0) throw fail("snapshot-columns-missing", { columns: missing });
}
