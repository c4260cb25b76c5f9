/** Both sides as they are → what to do. Pure: asks nobody, writes nothing. */
import { describeTarget } from "../postgres/connect.ts";
import type { LiveTable, TargetState } from "../postgres/live-schema.ts";
import { PublishError } from "../publish-error.ts";
import { type PublishOptions, resolveSettings } from "../publish-options.ts";
import type { ColumnMapping } from "../type-map.ts";
import { planColumns } from "./plan-columns.ts";
import type { PlannedTable, PublishPlan, SourceState, SwapRoute } from "./publish-plan.ts";
import { isWorkComment } from "./work-schemas.ts";

/**
 * @throws PublishError no-rights, leftover-not-ours, name-taken, foreign-dependents, type-unsupported …
 */
export function buildPlan(options: PublishOptions, source: SourceState, state: TargetState): PublishPlan {
  checkRights(options.schema, state);
  checkLeftovers(state);
  const tables = options.tables.map((spec, index): PlannedTable => {
    const { rows } = source.tables[index]!;
    const columns = planColumns(spec, source.tables[index]!, source.typeOids);
    const live = state.live?.tables.get(spec.name);
    if (live === undefined) {
      return { spec, action: "create", columns, rows, liveRows: undefined, changes: [], dependents: [] };
    }
    checkReplaceable(options.schema, live);
    const action = live.dependents.length > 0 ? "refill" : "replace";
    if (action === "refill") checkRefill(options, live, columns);
    const liveRows = live.rows < 0 ? undefined : live.rows;
    return {
      spec,
      action,
      columns,
      rows,
      liveRows,
      changes: columnChanges(live, columns),
      dependents: live.dependents,
    };
  });
  const routeReasons = whyNotWholeSchema(options.schema, state, tables);
  const route: SwapRoute = !state.live ? "first" : routeReasons.length === 0 ? "schema-swap" : "table-swap";
  checkRouteRights(route, state);
  return {
    options,
    target: describeTarget(options.target),
    schema: options.schema,
    route,
    routeReasons: route === "table-swap" ? routeReasons : [],
    tables,
    kept: state.live?.others ?? [],
    leftovers: state.leftovers.map(({ name }) => name),
    source,
    state,
  };
}

function checkRights(schema: string, { server }: TargetState): void {
  if (server.canCreate) return;
  throw new PublishError("no-rights", {
    message: `user "${server.user}" may not create schemas in database "${server.database}", where "${schema}" is loaded`,
    hint: `GRANT CREATE ON DATABASE "${server.database}" TO "${server.user}"`,
  });
}

function checkLeftovers({ leftovers }: TargetState): void {
  for (const { name, comment, owned, owner } of leftovers) {
    if (!isWorkComment(comment)) {
      throw new PublishError("leftover-not-ours", {
        message: `there is a schema "${name}" that no publish made; its name is needed for the work`,
        hint: `rename it, or drop it if nobody needs it`,
      });
    }
    if (!owned) {
      throw new PublishError("no-rights", {
        message: `schema "${name}" was left by a publish as "${owner}" and cannot be dropped by another user`,
        hint: `publish as "${owner}", or drop the schema as "${owner}"`,
      });
    }
  }
}

function checkReplaceable(schema: string, live: LiveTable): void {
  const place = { table: live.name };
  if (live.kind !== "r") {
    const text = {
      message: `"${schema}"."${live.name}" exists and is ${kinds[live.kind] ?? "not an ordinary table"}`,
      hint: "publish under another name, or drop it if nobody needs it",
    };
    throw new PublishError("name-taken", text, place);
  }
  if (!live.owned) {
    const text = {
      message: `table "${schema}"."${live.name}" belongs to "${live.owner}"`,
      hint: `set role: "${live.owner}" in the publish target, or change the owner of the table`,
    };
    throw new PublishError("no-rights", text, place);
  }
}

const kinds: Readonly<Record<string, string>> = {
  v: "a view",
  m: "a materialized view",
  f: "a foreign table",
  p: "a partitioned table",
  partition: "a partition of another table",
  S: "a sequence",
  i: "an index",
};

/** A table that stays in place must keep its columns; only new ones can be added. */
function checkRefill(options: PublishOptions, live: LiveTable, columns: readonly ColumnMapping[]): void {
  const list = live.dependents.map(({ description }) => description).join(", ");
  const refuse = (why: string, hint: string): PublishError => {
    const text = { message: `"${options.schema}"."${live.name}" ${why}: ${list}`, hint };
    return new PublishError("foreign-dependents", text, { table: live.name });
  };
  if (resolveSettings(options.settings).dependents === "refuse") {
    throw refuse("has objects that depend on it", "drop them, or set dependents to refill");
  }
  if (live.dependents.some(({ blocking }) => blocking)) {
    throw refuse(
      "can neither be replaced nor emptied while others depend on it",
      "drop the foreign keys and child tables named here",
    );
  }
  const changes = columnChanges(live, columns).filter((change) => !change.startsWith("+"));
  if (changes.length > 0) {
    const hint = `the columns change (${changes.join("; ")}); drop the dependent objects, publish, create them again`;
    throw refuse("must stay in place for others that depend on it", hint);
  }
}

/** `+ name type` for new columns, `- name` for those that go, `name: old → new` for changed types. */
function columnChanges(live: LiveTable, columns: readonly ColumnMapping[]): readonly string[] {
  const before = new Map(live.columns.map((column) => [column.name, column.type]));
  const after = new Set(columns.map(({ name }) => name));
  const changed = columns.flatMap(({ name, finalType, sourceType }) => {
    const old = before.get(name);
    if (old === undefined) return [`+ ${name} ${finalType}`];
    return sameType(old, finalType) ? [] : [`${name}: ${old} → ${finalType} (${sourceType} in DuckDB)`];
  });
  const gone = live.columns.flatMap(({ name }) => (after.has(name) ? [] : [`- ${name}`]));
  return [...changed, ...gone];
}

/** Type names chosen by users are spelled in their own way, e.g. varchar(20) for character varying(20). */
function sameType(live: string, planned: string): boolean {
  const spell = (type: string): string => {
    const [, base = "", rest = ""] = /^([a-z0-9 ]+?)\s*(\(.*|\[.*|$)/.exec(type.toLowerCase().trim()) ?? [];
    return (spellings[base] ?? base) + rest.replaceAll(" ", "");
  };
  return spell(live) === spell(planned);
}

const spellings: Readonly<Record<string, string>> = {
  varchar: "character varying",
  char: "character",
  bpchar: "character",
  varbit: "bit varying",
  int: "integer",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  bool: "boolean",
  float4: "real",
  float8: "double precision",
  decimal: "numeric",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  time: "time without time zone",
  timetz: "time with time zone",
};

function whyNotWholeSchema(
  schema: string,
  { live }: TargetState,
  tables: readonly PlannedTable[],
): readonly string[] {
  if (live === undefined) return [];
  const refilled = tables.filter(({ action }) => action === "refill").map(({ spec }) => spec.name);
  const foreignDefaults = live.defaultGrants
    .filter(({ alterable }) => !alterable)
    .map(({ creator }) => creator);
  return [
    ...(schema === "public" ? ["public belongs to the database"] : []),
    ...(live.schema.owned ? [] : [`the schema belongs to ${live.schema.owner}`]),
    ...(live.others.length > 0 ? [`${live.others.length} other object(s) live in the schema`] : []),
    ...(refilled.length > 0 ? [`other objects depend on ${refilled.join(", ")}`] : []),
    ...(foreignDefaults.length > 0
      ? [`default privileges of ${[...new Set(foreignDefaults)].join(", ")}`]
      : []),
  ];
}

function checkRouteRights(route: SwapRoute, { live, server }: TargetState): void {
  if (route !== "table-swap" || live!.schema.canCreate) return;
  throw new PublishError("no-rights", {
    message: `user "${server.user}" may not create tables in schema "${live!.schema.name}"`,
    hint: `GRANT CREATE ON SCHEMA "${live!.schema.name}" TO "${server.user}"`,
  });
}
