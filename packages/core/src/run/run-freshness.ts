/** Source freshness: the newest row of a source against now, by `loaded_at_query`, `loaded_at_field` or the database's own word. */
import { getItem, pyStr, type Value } from "@tsmodel/jinja";
import { relationOf } from "../compile/relation-name.ts";
import { responseFields } from "../context/adapter-response.ts";
import type { Connection } from "../context/connection.ts";
import type { Warning } from "../context/shared-context.ts";
import { fail } from "../errors/tsmodel-error.ts";
import type { FreshnessThreshold, SourceDefinition } from "../manifest/node.ts";
import { ResultTable } from "../template/table/result-table.ts";
import { toDate } from "../util/to-date.ts";
import type { NodeWork, Outcome, RunScope } from "./run-node.ts";

export interface Freshness {
  readonly maxLoadedAt: Date;
  readonly snapshottedAt: Date;
  /** Seconds. */
  readonly age: number;
}

export const hasFreshness = (source: SourceDefinition): boolean =>
  source.freshness !== null && (isSet(source.freshness.warn_after) || isSet(source.freshness.error_after));

const isSet = (threshold: FreshnessThreshold["warn_after"]): boolean => threshold !== null && threshold.count !== null && threshold.period !== null;

export function freshnessWork(scope: RunScope, source: SourceDefinition, keep: (id: string, freshness: Freshness) => void): NodeWork {
  return {
    async execute(connection) {
      const { freshness, response } = await measure(scope, source, connection);
      keep(source.unique_id, freshness);
      return { status: judge(source.freshness!, freshness.age), message: null, adapterResponse: response } satisfies Outcome;
    },
  };
}

async function measure(scope: RunScope, source: SourceDefinition, connection: Connection): Promise<{ freshness: Freshness; response: { readonly [key: string]: unknown } }> {
  const relation = relationOf(source, scope.runtime.shared);
  const call = (macro: string, kwargs: { [name: string]: Value }): Promise<Value> => scope.runtime.callMacro(macro, kwargs, connection);
  if (source.loaded_at_query !== null) {
    const context = scope.compiler.contextFor(source, { connection });
    const sql = await context.render(source.loaded_at_query, source.name);
    return readResult(scope, source, await call("collect_freshness_custom_sql", { source: relation, loaded_at_query: sql }));
  }
  if (source.loaded_at_field !== null) {
    const kwargs = { source: relation, loaded_at_field: source.loaded_at_field, filter: source.freshness!.filter };
    return readResult(scope, source, await call("collect_freshness", kwargs));
  }
  if (scope.runtime.shared.project.profile.plugin.capabilities.tableLastModifiedMetadata !== true) {
    const adapter = scope.runtime.shared.project.profile.plugin.type;
    throw fail("freshness-failed", { source: source.name, message: `no 'loaded_at_field' provided and ${adapter} adapter does not support metadata-based freshness checks` });
  }
  return readResult(scope, source, await call("get_relation_last_modified", { information_schema: relation.informationSchemaOf(), relations: [relation] }), "last_modified");
}

/** A project's own `collect_freshness` from before dbt 1.5. */
const BARE_TABLE: Warning = {
  name: "CollectFreshnessReturnSignature",
  code: "D012",
  message: "`collect_freshness` returns a table only: return the whole result, `load_result('collect_freshness')`.",
};

/** One row: the newest instant and the database's now. */
function readResult({ runtime }: RunScope, source: SourceDefinition, result: Value, column = "max_loaded_at"): { freshness: Freshness; response: { readonly [key: string]: unknown } } {
  const isBareTable = result instanceof ResultTable;
  if (isBareTable) runtime.shared.warn(BARE_TABLE);
  const table = isBareTable ? result : getItem(result, "table");
  if (!(table instanceof ResultTable) || table.rowValues.length !== 1) throw fail("freshness-failed", { source: source.name, message: "the query gave no single row" });
  const row = table.rowValues[0]!;
  const indexOf = (name: string): number => table.columnNames.findIndex((candidate) => candidate.toLowerCase() === name);
  const [newest, now] = [row[Math.max(0, indexOf(column))], row[Math.max(1, indexOf("snapshotted_at"))]];
  // No rows at all reads as "infinitely long ago", which dbt writes as the year 1.
  const maxLoadedAt = newest === null || newest === undefined ? new Date("0001-01-01T00:00:00Z") : toDate(pyStr(newest));
  const snapshottedAt = toDate(pyStr(now ?? null));
  return {
    freshness: { maxLoadedAt, snapshottedAt, age: (snapshottedAt.getTime() - maxLoadedAt.getTime()) / 1000 },
    response: isBareTable ? {} : responseFields(getItem(result, "response")),
  };
}

const SECONDS: { readonly [period: string]: number } = { minute: 60, hour: 3600, day: 86_400 };

function judge({ warn_after, error_after }: FreshnessThreshold, age: number): "pass" | "warn" | "error" {
  const exceeded = (threshold: FreshnessThreshold["warn_after"]): boolean => isSet(threshold) && age > threshold!.count! * SECONDS[threshold!.period!]!;
  return exceeded(error_after) ? "error" : exceeded(warn_after) ? "warn" : "pass";
}
