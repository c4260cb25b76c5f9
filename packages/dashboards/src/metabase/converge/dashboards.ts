/** Dashboards. Each is known by the last line of its description, wherever it was moved. */
import type { Desired, DesiredDashboard } from "../desired/desired.ts";
import { readMark } from "../identity.ts";
import type { ServerDashboard } from "../server/objects.ts";
import type { CardIds } from "./cards.ts";
import { readItems, type Collections } from "./collections.ts";
import { mergeDashboard } from "./merge-dashboard.ts";
import type { Run } from "./run.ts";

export async function convergeDashboards(
  run: Run,
  { dashboards }: Desired,
  cards: CardIds,
  collections: Collections,
): Promise<void> {
  const found = await findDashboards(
    run,
    dashboards.map(({ key }) => key),
    collections,
  );
  for (const dashboard of dashboards) {
    const id = found.get(dashboard.key);
    if (id === undefined) await create(run, dashboard, cards, collections.dashboards);
    else await update(run, dashboard, await readDashboard(run, id), cards);
  }
}

export const readDashboard = async ({ client }: Pick<Run, "client">, id: number): Promise<ServerDashboard> =>
  (await client.get(`/api/dashboard/${id}`)) as ServerDashboard;

/** Ids by key: in our collection first; what is not there is looked for everywhere, the trash included. */
export async function findDashboards(
  run: Pick<Run, "client">,
  keys: readonly string[],
  { dashboards: home, all }: Collections,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const look = async (collection: number | string): Promise<void> => {
    for (const { id, model, description } of await readItems(run, collection, ["dashboard"])) {
      const key = readMark(description);
      // The first one wins: a copy that somebody made has a higher id.
      if (
        model === "dashboard" &&
        key !== undefined &&
        keys.includes(key) &&
        id < (found.get(key) ?? Number.POSITIVE_INFINITY)
      )
        found.set(key, id);
    }
  };
  if (home !== undefined) await look(home);
  const places = [...new Set<number | string>(["root", ...all.map(({ id }) => id), "trash"])];
  for (const place of places) if (place !== home && keys.some((key) => !found.has(key))) await look(place);
  return found;
}

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
