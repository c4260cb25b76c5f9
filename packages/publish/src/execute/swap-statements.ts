/** What a swap runs, as text; the order matters and is the same in every try. */
import type { PlannedTable, PublishPlan } from "../plan/publish-plan.ts";
import { nextSchema, workComment } from "../plan/work-schemas.ts";
import type { LiveTable } from "../postgres/live-schema.ts";
import { quoteName, quotePath, quoteText } from "../quote.ts";
import { commentStatements, indexStatements, keyStatements } from "./finish-table.ts";
import { configuredGrants, defaultGrants, schemaGrants, schemaUsage } from "./grant-statements.ts";

/** The statements of one transaction. @param previous name free for the outgoing generation */
export function swapStatements(plan: PublishPlan, previous: string): readonly string[] {
  switch (plan.route) {
    case "first":
      return [...usage(plan, nextSchema(plan.schema)), ...renameToLive(plan, null)];
    case "schema-swap":
      return wholeSchema(plan, previous);
    case "table-swap":
      return tableByTable(plan, previous);
  }
}

/** Locks every table that leaves or is emptied, so that no statement can meet both generations. */
export function lockStatement({ schema, tables }: PublishPlan): string | undefined {
  const names = tables.filter(({ action }) => action !== "create").map(({ spec }) => spec.name);
  if (names.length === 0) return undefined;
  const paths = names.sort().map((name) => quotePath([schema, name]));
  return `LOCK TABLE ${paths.join(", ")} IN ACCESS EXCLUSIVE MODE`;
}

function wholeSchema(plan: PublishPlan, previous: string): readonly string[] {
  const live = plan.state.live!;
  const next = nextSchema(plan.schema);
  return [
    ...schemaGrants(next, live),
    ...defaultGrants(next, live),
    ...usage(plan, next),
    ...(live.schema.owner === plan.state.server.user
      ? []
      : [`ALTER SCHEMA ${quoteName(next)} OWNER TO ${quoteName(live.schema.owner)}`]),
    `ALTER SCHEMA ${quoteName(plan.schema)} RENAME TO ${quoteName(previous)}`,
    markPrevious(plan, previous),
    ...renameToLive(plan, live.schema.comment),
  ];
}

function renameToLive({ schema }: PublishPlan, comment: string | null): readonly string[] {
  return [
    `ALTER SCHEMA ${quoteName(nextSchema(schema))} RENAME TO ${quoteName(schema)}`,
    `COMMENT ON SCHEMA ${quoteName(schema)} IS ${comment === null ? "NULL" : quoteText(comment)}`,
  ];
}

function usage(plan: PublishPlan, schema: string): readonly string[] {
  return schemaUsage(
    schema,
    plan.tables.map(({ spec }) => spec),
  );
}

function tableByTable(plan: PublishPlan, previous: string): readonly string[] {
  const { schema, tables } = plan;
  const next = nextSchema(schema);
  const replaced = tables.filter(({ action }) => action === "replace");
  const arriving = tables.filter(({ action }) => action !== "refill");
  return [
    ...(replaced.length > 0 ? [`CREATE SCHEMA ${quoteName(previous)}`, markPrevious(plan, previous)] : []),
    ...replaced.map(({ spec }) => moveTable(schema, spec.name, previous)),
    ...arriving.map(({ spec }) => moveTable(next, spec.name, schema)),
    ...tables.filter(({ action }) => action === "refill").flatMap((table) => refill(plan, table)),
    `DROP SCHEMA ${quoteName(next)}`,
    ...(plan.state.live!.schema.owned ? usage(plan, schema) : []),
  ];
}

function markPrevious({ schema, tables, state }: PublishPlan, previous: string): string {
  const oids = tables
    .filter(({ action }) => action === "replace")
    .map(({ spec }) => state.live!.tables.get(spec.name)!.oid);
  return `COMMENT ON SCHEMA ${quoteName(previous)} IS ${quoteText(workComment(schema, oids))}`;
}

function moveTable(from: string, table: string, to: string): string {
  return `ALTER TABLE ${quotePath([from, table])} SET SCHEMA ${quoteName(to)}`;
}

/** Fills a table in place: it keeps its identity, and with it every view, trigger and policy on it. */
function refill({ schema, state }: PublishPlan, table: PlannedTable): readonly string[] {
  const { spec, columns } = table;
  const live = state.live!.tables.get(spec.name)!;
  const path = quotePath([schema, spec.name]);
  const loaded = quotePath([nextSchema(schema), spec.name]);
  const list = columns.map(({ name }) => quoteName(name)).join(", ");
  return [
    `TRUNCATE ${path}`,
    ...newColumns(path, table, live),
    `INSERT INTO ${path} (${list}) SELECT ${list} FROM ${loaded}`,
    `DROP TABLE ${loaded}`,
    ...(live.constraints.some(({ kind }) => kind === "p") ? [] : keyStatements(path, table)),
    ...indexStatements(schema, table),
    ...commentStatements(path, table),
    ...configuredGrants(path, spec),
  ];
}

function newColumns(path: string, { columns }: PlannedTable, live: LiveTable): readonly string[] {
  const known = new Set(live.columns.map(({ name }) => name));
  return columns
    .filter(({ name }) => !known.has(name))
    .map(({ name, finalType }) => `ALTER TABLE ${path} ADD COLUMN ${quoteName(name)} ${finalType}`);
}
