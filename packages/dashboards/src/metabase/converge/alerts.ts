/** Alerts on our questions. /api/notification since 0.54, the same in 0.58 and 0.64. */
import type { Desired, DesiredAlert } from "../desired/desired.ts";
import { ALERT_SECOND } from "../identity.ts";
import { listOf, type ServerAlert } from "../server/objects.ts";
import type { CardIds } from "./cards.ts";
import { isSame, type Run } from "./run.ts";

export async function convergeAlerts(run: Run, { alerts }: Desired, cards: CardIds): Promise<void> {
  if (alerts.length === 0) return;
  const stored = await readAlerts(run);
  for (const alert of alerts) {
    const cardId = cards.get(alert.card)!;
    const found = stored.find(
      (each) =>
        isOurs(each) && each.payload?.card_id === cardId && each.payload.send_condition === alert.condition,
    );
    const name = `${alert.card.split("/").slice(1).join(": ")} ${alert.condition}`;
    const wanted = bodyOf(alert, cardId);
    if (found === undefined) {
      run.report({ sign: "+", kind: "alert", name, details: [...alert.email, ...alert.slack] });
      if (!run.dryRun) await run.client.post("/api/notification", wanted);
      continue;
    }
    const details = compareAlert(found, alert);
    if (details.length === 0) continue;
    run.report({ sign: "~", kind: "alert", name, details });
    if (!run.dryRun)
      await run.client.put(`/api/notification/${found.id}`, {
        ...found,
        ...wanted,
        payload: { ...found.payload, ...wanted.payload },
        active: true,
      });
  }
}

export const readAlerts = async ({ client }: Pick<Run, "client">): Promise<readonly ServerAlert[]> =>
  listOf<ServerAlert>(
    await client.get("/api/notification?payload_type=notification%2Fcard&include_inactive=true"),
  );

/** Every schedule of it fires at our second. */
export const isOurs = ({ payload_type, subscriptions }: ServerAlert): boolean =>
  payload_type === "notification/card" &&
  (subscriptions ?? []).length > 0 &&
  subscriptions!.every(({ cron_schedule }) => cron_schedule?.startsWith(`${ALERT_SECOND} `) === true);

interface AlertBody {
  readonly payload_type: "notification/card";
  readonly payload: { readonly card_id: number; readonly send_condition: string; readonly send_once: false };
  readonly subscriptions: readonly object[];
  readonly handlers: readonly object[];
}

function bodyOf({ condition, schedule, email, slack }: DesiredAlert, cardId: number): AlertBody {
  const handler = (channel: string, addresses: readonly string[]): object[] =>
    addresses.length === 0
      ? []
      : [
          {
            channel_type: channel,
            recipients: addresses.map((value) => ({
              type: "notification-recipient/raw-value",
              details: { value },
            })),
          },
        ];
  return {
    payload_type: "notification/card",
    payload: { card_id: cardId, send_condition: condition, send_once: false },
    subscriptions: [{ type: "notification-subscription/cron", cron_schedule: schedule }],
    handlers: [...handler("channel/email", email), ...handler("channel/slack", slack)],
  };
}

function compareAlert(stored: ServerAlert, { schedule, email, slack }: DesiredAlert): string[] {
  const addresses = (channel: string): string[] =>
    (stored.handlers ?? [])
      .filter(({ channel_type }) => channel_type === channel)
      .flatMap(({ recipients }) => (recipients ?? []).map(({ details }) => details?.value ?? ""))
      .sort();
  return [
    ...(isSame(
      stored.subscriptions?.map(({ cron_schedule }) => cron_schedule),
      [schedule],
    )
      ? []
      : ["schedule"]),
    ...(isSame([...email].sort(), addresses("channel/email")) &&
    isSame([...slack].sort(), addresses("channel/slack"))
      ? []
      : ["recipients"]),
    ...(stored.active === false ? ["active again"] : []),
  ];
}
