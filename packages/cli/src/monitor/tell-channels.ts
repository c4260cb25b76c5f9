/** Tells configured channels what is new, worse or recovered. */
import { setTimeout } from "node:timers/promises";
import {
  deliver,
  signatureHeaders,
  slackMessage,
  webhookBody,
  type Channel,
  type DeliverEffects,
  type RunFacts,
  type Transition,
} from "@tsmodel/monitor";
import type { CommandContext } from "../session/command-context.ts";

export interface Told {
  /** Every channel has been told all that it is told at all. */
  readonly announced: boolean;
  readonly notices: readonly string[];
}

/** Milliseconds that a receiver may be silent. */
const PATIENCE = 10_000;

export async function tellChannels(
  channels: readonly Channel[],
  transitions: readonly Transition[],
  facts: RunFacts,
  { effects }: CommandContext,
): Promise<Told> {
  if (channels.length === 0) return { announced: false, notices: [] };
  const notices: string[] = [];
  for (const channel of channels) {
    const due = transitions.filter(({ severity }) => channel.least === "warn" || severity === "error");
    if (due.length === 0) continue;
    const url = channel.url ?? effects.env[channel.urlEnv!];
    const secret = channel.secretEnv === undefined ? undefined : effects.env[channel.secretEnv];
    if (url === undefined || url === "")
      notices.push(`${channel.kind}: the variable ${channel.urlEnv} is not set, so nobody was told`);
    else if (channel.secretEnv !== undefined && !secret)
      notices.push(`${channel.kind}: the variable ${channel.secretEnv} is not set, so nobody was told`);
    else {
      const body = JSON.stringify(
        channel.kind === "slack" ? slackMessage(due, facts) : webhookBody(due, facts),
      );
      const failure = await deliver(
        (now) => ({
          url,
          body,
          headers: {
            "content-type": "application/json",
            ...(secret === undefined ? {} : signatureHeaders(body, secret, Math.floor(now.getTime() / 1000))),
          },
        }),
        createDeliverEffects(effects.signal, effects.now),
      );
      if (failure !== undefined) notices.push(`${channel.kind}: ${failure}; the next run tells it`);
    }
  }
  return { announced: notices.length === 0, notices };
}

function createDeliverEffects(signal: AbortSignal, now: () => Date): DeliverEffects {
  return {
    now,
    wait: (duration) => setTimeout(duration, undefined, { signal }),
    async post({ url, headers, body }) {
      const answer = await fetch(url, {
        method: "POST",
        headers,
        body,
        redirect: "error",
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
      });
      await answer.arrayBuffer();
      return { status: answer.status, retryAfter: answer.headers.get("retry-after") };
    },
  };
}
