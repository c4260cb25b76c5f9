/** Dashboards. Each is known by the last line of its description, wherever it was moved. */
import type { Desired, DesiredDashboard } from "../desired/desired.ts";
import { readMark } from "../identity.ts";
import { listOf, type ServerDashboard } from "../server/objects.ts";
import type { CardIds } from "./cards.ts";
import type { Collections } from "./collections.ts";
import { mergeDashboard } from "./merge-dashboard.ts";
import type { Run } from "./run.ts";

export async function convergeDashboards(
  run: Run,
  { dashboards }: Desired,
  cards: CardIds,
  collections: Collections,
): Promise<void> {
  const isWanted = (key: string): boolean => dashboards.some((dashboard) => dashboard.key === key);
  let found = await findDashboards(run, isWanted, "all");
  if (found.size < dashboards.length)
    found = new Map([...(await findDashboards(run, isWanted, "archived")), ...found]);
  for (const dashboard of dashboards) {
    const id = found.get(dashboard.key)?.id;
    if (id === undefined) await create(run, dashboard, cards, collections.dashboards);
    else await update(run, dashboard, await readDashboard(run, id), cards);
  }
}

export const readDashboard = async ({ client }: Pick<Run, "client">, id: number): Promise<ServerDashboard> =>
  (await client.get(`/api/dashboard/${id}`)) as ServerDashboard;

/** By key, in whatever collection they lie. Of several with one key the oldest: copies that people made are younger. */
export async function findDashboards(
  { client }: Pick<Run, "client">,
  isWanted: (key: string) => boolean,
  state: "all" | "archived",
): Promise<Map<string, ListedDashboard>> {
  const found = new Map<string, ListedDashboard>();
  for (const dashboard of listOf<ListedDashboard>(await client.get(`/api/dashboard?f=${state}`))) {
    const key = readMark(dashboard.description);
    if (key !== undefined && isWanted(key) && dashboard.id < (found.get(key)?.id ?? Number.POSITIVE_INFINITY))
      found.set(key, dashboard);
  }
  return found;
}

export type ListedDashboard = Pick<ServerDashboard, "id" | "name" | "description">;

async function create(
  run: Run,
  dashboard: DesiredDashboard,
  cards: CardIds,
  collection: number | undefined,
): Promise<void> {
  const tiles = dashboard.tabs.flatMap((tab) => tab.tiles);
  run.report({
    sign: "+",
    kind: "dashboard",
    name: dashboard.name,
    details: [
      `${tiles.length} tiles`,
      ...(dashboard.tabs.length > 1 ? [`${dashboard.tabs.length} tabs`] : []),
      ...(dashboard.parameters.length > 0
        ? [`filters ${dashboard.parameters.map(({ id }) => id).join(", ")}`]
        : []),
    ],
  });
  if (run.dryRun) return;
  // Tiles and tabs are ignored here: they come by PUT. Between the two the description says already whose it is.
  const { id } = (await run.client.post("/api/dashboard", {
    name: dashboard.name,
    description: dashboard.description,
    collection_id: collection ?? null,
    parameters: dashboard.parameters,
  })) as { id: number };
  await send(run, dashboard, await readDashboard(run, id), cards);
}

async function update(
  run: Run,
  dashboard: DesiredDashboard,
  stored: ServerDashboard,
  cards: CardIds,
): Promise<void> {
  const { details } = mergeDashboard(dashboard, stored, cards);
  if (details.length === 0) return;
  run.report({ sign: "~", kind: "dashboard", name: dashboard.name, details });
  if (!run.dryRun) await send(run, dashboard, stored, cards);
}

async function send(
  run: Run,
  dashboard: DesiredDashboard,
  stored: ServerDashboard,
  cards: CardIds,
): Promise<void> {
  const { body } = mergeDashboard(dashboard, stored, cards);
  const answer = (await run.client.put(`/api/dashboard/${stored.id}`, body)) as
    Partial<ServerDashboard> | undefined;
  if (answer?.dashcards === undefined) return;
  const { details } = mergeDashboard(dashboard, answer as ServerDashboard, cards);
  if (details.length > 0)
    run.report({
      sign: "!",
      kind: "dashboard",
      name: dashboard.name,
      details: [`Metabase keeps otherwise: ${details.join("; ")}`],
    });
}
