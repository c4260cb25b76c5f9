/** What we made and no longer describe, and putting it into the trash, from where it can be taken back. */
import { isOurs, readAlerts } from "../converge/alerts.ts";
import { KEEPS_ENTITY_ID, readCardMark } from "../converge/cards.ts";
import { readItems } from "../converge/collections.ts";
import type { Applied } from "../converge/converge.ts";
import { findDashboards, readDashboard } from "../converge/dashboards.ts";
import { entityId } from "../identity.ts";
import type { Client } from "../server/client.ts";
import type { ServerAlert, ServerCard } from "../server/objects.ts";

export interface Leftover {
  readonly kind: "question" | "dashboard" | "alert";
  readonly id: number;
  readonly name: string;
  /** It stays: somebody uses it. */
  readonly kept?: string;
  readonly alert?: ServerAlert;
}

/** Dashboards wherever they are; questions in their collection alone: one that was moved elsewhere is somebody's by now. */
export async function findLeftovers(
  client: Client,
  major: number,
  project: string,
  { desired, collections, cards }: Applied,
): Promise<Leftover[]> {
  const described = new Set([...desired.cards, ...desired.dashboards].map(({ key }) => key));
  const isLeft = (key: string | undefined): key is string =>
    key !== undefined &&
    key.startsWith(`${project}/`) &&
    !key.startsWith(`${project}/collection/`) &&
    !described.has(key);
  const all = await findDashboards({ client }, (key) => key.startsWith(`${project}/`), "all");
  const dashboards = [...all]
    .filter(([key]) => isLeft(key))
    .map(([, { id, name }]): Leftover => ({ kind: "dashboard", id, name }));
  const uses = await countUses(
    client,
    [...all.values()].map(({ id }) => id),
  );
  const questions: Leftover[] = [];
  for (const card of await readOwnCards(client, major, collections.questions)) {
    if (!isLeft(readCardMark(card))) continue;
    const others = (card.dashboard_count ?? 0) - (uses.get(card.id) ?? 0);
    questions.push({
      kind: "question",
      id: card.id,
      name: card.name,
      ...(others > 0
        ? { kept: `on ${others} ${others === 1 ? "dashboard" : "dashboards"} that people made` }
        : {}),
    });
  }
  const watched = new Set([...cards.values(), ...questions.map(({ id }) => id)]);
  const alerts = (await readAlerts({ client }))
    .filter((alert) => alert.active !== false && isOurs(alert) && watched.has(alert.payload?.card_id ?? 0))
    .filter(
      ({ payload }) =>
        !desired.alerts.some(
          ({ card, condition }) =>
            cards.get(card) === payload?.card_id && condition === payload?.send_condition,
        ),
    )
    .map((alert): Leftover => ({
      kind: "alert",
      id: alert.id,
      name: `${alert.payload?.send_condition} on question ${alert.payload?.card_id}`,
      alert,
    }));
  return [...alerts, ...dashboards, ...questions];
}

/** Questions with our first line; a copy that somebody made has it too, and an entity id of its own. */
async function readOwnCards(
  client: Client,
  major: number,
  collection: number | undefined,
): Promise<ServerCard[]> {
  const cards: ServerCard[] = [];
  if (collection === undefined) return cards;
  for (const { id } of await readItems({ client }, collection, ["card"]))
    cards.push((await client.get(`/api/card/${id}`)) as ServerCard);
  const isExact = (card: ServerCard): boolean => card.entity_id === entityId(readCardMark(card) ?? "");
  return major >= KEEPS_ENTITY_ID || cards.some(isExact) ? cards.filter(isExact) : cards;
}

/** On how many of these dashboards each question stands. */
async function countUses(client: Client, dashboards: readonly number[]): Promise<Map<number, number>> {
  const uses = new Map<number, number>();
  for (const id of dashboards) {
    const { dashcards } = await readDashboard({ client }, id);
    for (const card of new Set(dashcards.map(({ card_id }) => card_id)))
      if (card !== null) uses.set(card, (uses.get(card) ?? 0) + 1);
  }
  return uses;
}

export async function removeLeftover(client: Client, { kind, id, alert }: Leftover): Promise<void> {
  if (kind === "alert") await client.put(`/api/notification/${id}`, { ...alert, active: false });
  else await client.put(`/api/${kind === "question" ? "card" : "dashboard"}/${id}`, { archived: true });
}
