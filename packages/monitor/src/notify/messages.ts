/** Transitions → what channels are sent. */
import { createHmac } from "node:crypto";
import type { Transition } from "./transitions.ts";

export interface RunFacts {
  readonly project: string;
  readonly target: string;
  readonly runId: string;
  /** ISO instant. */
  readonly asOf: string;
}

const MARKS: { readonly [change in Transition["change"]]: string } = {
  new: "🔴",
  worse: "🔴",
  recovered: "🟢",
};
const WORDS: { readonly [change in Transition["change"]]: string } = {
  new: "",
  worse: "now an error",
  recovered: "recovered",
};
/** Slack's limits: blocks of a message, characters of a section's text. */
const BLOCKS = 50;
const SECTION = 3000;

/** A message for an incoming webhook: Block Kit, with the text that notifications show. */
export function slackMessage(
  transitions: readonly Transition[],
  { project, target, asOf }: RunFacts,
): object {
  const title = titleOf(transitions);
  const shown = transitions.slice(0, BLOCKS - 3);
  const sections = shown.map((transition) => ({
    type: "section",
    text: { type: "mrkdwn", text: cut(slackLine(transition), SECTION) },
  }));
  const rest = transitions.length - shown.length;
  return {
    text: `${project}: ${title}`,
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(`${project}: ${title}`, 150) } },
      ...sections,
      ...(rest > 0 ? [{ type: "section", text: { type: "mrkdwn", text: `and ${rest} more` } }] : []),
      { type: "context", elements: [{ type: "mrkdwn", text: escapeSlack(`${target} · as of ${asOf}`) }] },
    ],
  };
}

function slackLine({ change, severity, name, message, check }: Transition): string {
  const mark = change === "new" && severity === "warn" ? "🟡" : MARKS[change];
  const word = WORDS[change] === "" ? severity : WORDS[change];
  const lookAt =
    check?.lookAt === undefined || change === "recovered" ? "" : `\n_${escapeSlack(check.lookAt)}_`;
  return `${mark} *${escapeSlack(name)}* ${word}\n${escapeSlack(message)}${lookAt}`;
}

/** Slack reads only these three as markup of its own. */
const escapeSlack = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

export function titleOf(transitions: readonly Transition[]): string {
  const count = (change: (transition: Transition) => boolean, one: string, many: string): string[] => {
    const number = transitions.filter(change).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  };
  return [
    ...count(
      ({ change, severity }) => change !== "recovered" && severity === "error",
      "new error",
      "new errors",
    ),
    ...count(
      ({ change, severity }) => change !== "recovered" && severity === "warn",
      "new warning",
      "new warnings",
    ),
    ...count(({ change }) => change === "recovered", "recovered", "recovered"),
  ].join(", ");
}

/** The body of a generic webhook. */
export function webhookBody(transitions: readonly Transition[], facts: RunFacts): object {
  return {
    type: "tsmodel.monitor",
    version: 1,
    project: facts.project,
    target: facts.target,
    run_id: facts.runId,
    as_of: facts.asOf,
    summary: titleOf(transitions),
    transitions: transitions.map(({ change, id, name, node, severity, message, check }) => ({
      change,
      id,
      name,
      node,
      severity,
      message,
      bucket: check?.bucket ?? null,
      value: check?.value ?? null,
      expected: check?.expected ?? null,
      low: check?.low ?? null,
      high: check?.high ?? null,
    })),
  };
}

/**
 * Headers by which a receiver knows that a message is ours and new: the HMAC (RFC 2104) with SHA-256 of
 * `TIMESTAMP.BODY`, in hexadecimal. `timestamp` is in seconds since 1970.
 */
export function signatureHeaders(
  body: string,
  secret: string,
  timestamp: number,
): { readonly [name: string]: string } {
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`, "utf8").digest("hex");
  return { "x-tsmodel-timestamp": String(timestamp), "x-tsmodel-signature": `sha256=${signature}` };
}
