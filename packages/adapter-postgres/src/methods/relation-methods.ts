/** What templates can ask of a relation on Postgres beyond core's attributes: dbt-postgres's names. */
import { pyFunction } from "@tsmodel/core/adapter";
import type { Callable, Value } from "@tsmodel/jinja";
import { findIndexChanges } from "./materialized-view.ts";

/** NAMEDATALEN - 1: longer names are cut off silently. */
export const MAX_IDENTIFIER_LENGTH = 63;

export const relationMethods: { readonly [name: string]: Callable } = {
  relation_max_name_length: pyFunction("relation_max_name_length", [], () => MAX_IDENTIFIER_LENGTH),
  get_materialized_view_config_change_collection: pyFunction(
    "get_materialized_view_config_change_collection",
    ["relation_results", "relation_config"],
    (results: Value, node: Value) => findIndexChanges(results, node),
  ),
};
