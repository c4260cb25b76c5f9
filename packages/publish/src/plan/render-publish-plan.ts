import type { PlannedTable, PublishPlan } from "./publish-plan.ts";

const routes: Readonly<Record<PublishPlan["route"], string>> = {
  first: "the schema is new: it appears whole when everything is loaded",
  "schema-swap": "the whole schema is swapped by two renames in one transaction",
  "table-swap": "the published tables change places in one transaction",
};

/** The plan for people: what is written where, what changes, what stays. Ends without a newline. */
export function renderPublishPlan(plan: PublishPlan): string {
  const lines = [
    `publish ${plan.tables.length} table(s) to schema "${plan.schema}" at ${plan.target}`,
    `  ${routes[plan.route]}`,
    ...plan.routeReasons.map((reason) => `    because ${reason}`),
    ...plan.tables.flatMap(renderTable),
    ...plan.kept.map((description) => `  keep     ${description}`),
    ...plan.leftovers.map((name) => `  drop     schema ${name}, left by an unfinished publish`),
  ];
  return lines.join("\n");
}

function renderTable(table: PlannedTable): string[] {
  const { spec, action, columns, rows, liveRows, changes, dependents } = table;
  const is = rows === undefined ? "a view" : `${formatCount(rows)} rows`;
  const was = liveRows === undefined ? "" : `, was about ${formatCount(liveRows)}`;
  const parts = [
    spec.primaryKey?.length ? `primary key (${spec.primaryKey.join(", ")})` : "",
    ...(spec.indexes ?? []).map(
      (index) => `${index.unique ? "unique " : ""}index (${index.columns.join(", ")})`,
    ),
    ...Object.entries(spec.grants ?? {}).map(([privilege, roles]) => `${privilege} to ${roles.join(", ")}`),
  ].filter(Boolean);
  return [
    `  ${action.padEnd(8)} ${spec.name}  ${is}${was}, ${columns.length} columns`,
    ...parts.map((part) => `             ${part}`),
    ...changes.map((change) => `             ${change}`),
    ...dependents.map(({ description }) => `             in place, for ${description}`),
  ];
}

/** 1234567 → "1,234,567" */
function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}
