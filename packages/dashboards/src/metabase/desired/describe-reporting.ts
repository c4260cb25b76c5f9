/** Everything that is wanted, once the fields are known. */
import type { DataTile } from "../../plan/plan.ts";
import { ALERT_SECOND } from "../identity.ts";
import type { FieldBook } from "../server/field-book.ts";
import { describeCard } from "./describe-card.ts";
import { describeDashboard } from "./describe-dashboard.ts";
import type { Desired, DesiredAlert, Note } from "./desired.ts";
import type { DashboardSource, Reporting } from "./reporting.ts";

/** @throws MetabaseFailure metabase-filter, metabase-brackets */
export function describeReporting({ project, dashboards }: Reporting, book: FieldBook): Desired {
  const notes: Note[] = [];
  const cards = dashboards.flatMap((source) => {
    const scope = {
      key: `${project}/${source.dashboard.key}`,
      source,
      book,
      note: (text: string) => void notes.push({ dashboard: source.dashboard.key, text }),
    };
    return dataTiles(source).map((tile) => describeCard(tile, scope));
  });
  return {
    cards,
    dashboards: dashboards.map((source) => describeDashboard(source, `${project}/${source.dashboard.key}`)),
    alerts: dashboards.flatMap((source) => describeAlerts(source, `${project}/${source.dashboard.key}`)),
    notes,
  };
}

export const dataTiles = ({ dashboard }: DashboardSource): DataTile[] =>
  dashboard.tabs
    .flatMap(({ rows }) => rows.flatMap(({ tiles }) => tiles))
    .filter((tile): tile is DataTile => tile.kind !== "text");

const CONDITIONS = { above: "goal_above", below: "goal_below", rows: "has_result" } as const;

function describeAlerts({ alerts }: DashboardSource, key: string): DesiredAlert[] {
  return alerts.map(({ tile, when, to, every = "day", at = 8 }) => ({
    card: `${key}/${tile}`,
    condition: CONDITIONS[when],
    schedule: `${ALERT_SECOND} 0 ${every === "hour" ? "*" : at} ${every === "week" ? "? * 2 *" : "* * ? *"}`,
    email: to.filter((address) => !address.startsWith("#")),
    slack: to.filter((address) => address.startsWith("#")),
  }));
}

/** What has to be in the published schema before questions can be written: tables, and the columns that are named. */
export function expectedColumns({ dashboards }: Reporting): ReadonlyMap<string, ReadonlySet<string>> {
  const expected = new Map<string, Set<string>>();
  const columnsOf = (table: string): Set<string> => {
    const known = expected.get(table) ?? new Set<string>();
    expected.set(table, known);
    return known;
  };
  for (const { dashboard, queries } of dashboards)
    for (const query of dashboard.queries) {
      const { table, reads } = queries[query.name]!;
      for (const name of reads) columnsOf(name);
      if (table === undefined) continue;
      const columns = columnsOf(table);
      for (const { column, weight } of query.parts)
        for (const name of [column, weight]) if (name !== undefined) columns.add(name);
      for (const name of [query.time, ...query.dimensions]) if (name !== undefined) columns.add(name);
    }
  return expected;
}
