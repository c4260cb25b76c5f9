/** What is told, when, and how it gets there: a server on loopback, a clock of the test's own. */
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkId, createCheck, type Check, type Status } from "../src/check/check.ts";
import { deliver, readRetryAfter, type DeliverEffects, type HttpRequest } from "../src/notify/deliver.ts";
import { signatureHeaders, slackMessage, webhookBody } from "../src/notify/messages.ts";
import { findTransitions, nextFindings } from "../src/notify/transitions.ts";
import type { StoredFinding } from "../src/history/history-sql.ts";

const check = (name: string, status: Status, more: Partial<Check> = {}): Check => ({
  ...createCheck(
    { node: `model.shop.${name.split(".")[0]}`, nodeName: name.split(".")[0]!, kind: "volume", name },
    { status, message: `${name} is ${status}` },
  ),
  ...more,
});
const silence = {
  kind: "muted" as const,
  match: "*",
  until: "2027-01-01",
  at: { file: "m.yml", line: 1, column: 1 },
};

describe("transitions over runs", () => {
  /** One run after the other; each says what it would tell. */
  const play = (runs: readonly (readonly Check[] | "unreachable")[]): string[][] => {
    let stored: readonly StoredFinding[] = [];
    let isReachable = true;
    return runs.flatMap((run) => {
      if (run === "unreachable") {
        isReachable = false;
        return [];
      }
      const told = findTransitions(stored, run).map(({ change, name }) => `${change} ${name}`);
      stored = nextFindings(stored, run, isReachable);
      isReachable = true;
      return [told];
    });
  };

  test("new, then silence, worse, recovered, silence", () => {
    const [warn, error, pass] = [
      [check("a.volume", "warn")],
      [check("a.volume", "error")],
      [check("a.volume", "pass")],
    ];
    expect(play([pass, warn, warn, error, error, pass, pass])).toEqual([
      [],
      ["new a.volume"],
      [],
      ["worse a.volume"],
      [],
      ["recovered a.volume"],
      [],
    ]);
  });

  test("a run of other models says nothing of this one", () => {
    expect(
      play([[check("a.volume", "error")], [check("b.volume", "pass")], [check("a.volume", "pass")]]),
    ).toEqual([["new a.volume"], [], ["recovered a.volume"]]);
  });

  test("a finding whose check is gone has recovered when its kind was checked", () => {
    const gone = check("a.schema.region.removed", "error", { kind: "schema" });
    expect(play([[gone], [check("a.schema", "pass", { kind: "schema" })]])).toEqual([
      ["new a.schema.region.removed"],
      ["recovered a.schema.region.removed"],
    ]);
  });

  test("what could not be told is told by the next run, recoveries too", () => {
    const [error, pass] = [[check("a.volume", "error")], [check("a.volume", "pass")]];
    expect(play(["unreachable", error, error, "unreachable", pass, pass, pass])).toEqual([
      ["new a.volume"],
      ["new a.volume"],
      ["recovered a.volume"],
      ["recovered a.volume"],
      [],
    ]);
  });

  test("a silenced finding is not told, and told again when the silence is over", () => {
    const [error, muted, pass] = [
      [check("a.volume", "error")],
      [check("a.volume", "error", { silence })],
      [check("a.volume", "pass")],
    ];
    expect(play([muted, muted, error])).toEqual([[], [], ["new a.volume"]]);
    expect(play([error, muted, error, pass])).toEqual([
      ["new a.volume"],
      [],
      ["new a.volume"],
      ["recovered a.volume"],
    ]);
    expect(play([error, muted, pass])).toEqual([["new a.volume"], [], ["recovered a.volume"]]);
  });
});

describe("messages", () => {
  const facts = { project: "shop", target: "prod", runId: "r1", asOf: "2026-02-26T00:00:00.000Z" };
  const transitions = findTransitions(
    [],
    [
      check("a.volume", "error", { message: "rows: <3> & less", lookAt: "the loader" }),
      check("b.volume", "warn"),
    ],
  );

  test("Slack: Block Kit, its three characters escaped, at most fifty blocks", () => {
    expect(slackMessage(transitions, facts)).toEqual({
      text: "shop: 1 new error, 1 new warning",
      blocks: [
        { type: "header", text: { type: "plain_text", text: "shop: 1 new error, 1 new warning" } },
        {
          type: "section",
          text: { type: "mrkdwn", text: "🔴 *a.volume* error\nrows: &lt;3&gt; &amp; less\n_the loader_" },
        },
        { type: "section", text: { type: "mrkdwn", text: "🟡 *b.volume* warn\nb.volume is warn" } },
        { type: "context", elements: [{ type: "mrkdwn", text: "prod · as of 2026-02-26T00:00:00.000Z" }] },
      ],
    });
    const many = findTransitions(
      [],
      Array.from({ length: 80 }, (_, index) =>
        check(`t${index}.volume`, "error", { message: "x".repeat(4000) }),
      ),
    );
    const { blocks } = slackMessage(many, facts) as { blocks: { text?: { text: string } }[] };
    expect(blocks).toHaveLength(50);
    expect(Math.max(...blocks.map(({ text }) => text?.text.length ?? 0))).toBe(3000);
    expect(blocks[48]!.text!.text).toBe("and 33 more");
  });

  test("webhook: versioned, ids as in reports", () => {
    expect(webhookBody(transitions, facts)).toMatchObject({
      type: "tsmodel.monitor",
      version: 1,
      summary: "1 new error, 1 new warning",
      transitions: [
        { change: "new", id: checkId("a.volume"), severity: "error" },
        { change: "new", name: "b.volume" },
      ],
    });
  });

  test("signature: RFC 2104 with SHA-256 over timestamp and body", () => {
    const expected = createHmac("sha256", "s3cret").update('1767225600.{"a":1}').digest("hex");
    expect(signatureHeaders('{"a":1}', "s3cret", 1767225600)).toEqual({
      "x-tsmodel-timestamp": "1767225600",
      "x-tsmodel-signature": `sha256=${expected}`,
    });
  });
});

describe("delivery", () => {
  let server: Server;
  let url: string;
  /** Answers in their order; the last one stays. */
  let answers: { readonly status: number; readonly headers?: { readonly [name: string]: string } }[] = [];
  let received: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        received.push({ headers: request.headers, body });
        const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
        response.writeHead(answer.status, answer.headers).end();
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterAll(() => void server.close());

  /** Real requests, a clock that waits move. */
  function createEffects(): { readonly effects: DeliverEffects; readonly waits: number[] } {
    const waits: number[] = [];
    let now = Date.UTC(2026, 1, 26);
    return {
      waits,
      effects: {
        now: () => new Date(now),
        wait: async (duration) => void (waits.push(duration), (now += duration)),
        async post({ url: target, headers, body }) {
          const answer = await fetch(target, { method: "POST", headers, body });
          return { status: answer.status, retryAfter: answer.headers.get("retry-after") };
        },
      },
    };
  }
  const send = async (...planned: typeof answers): Promise<readonly [string | undefined, number[]]> => {
    [answers, received] = [planned, []];
    const { effects, waits } = createEffects();
    const request = (now: Date): HttpRequest => ({
      url,
      body: '{"a":1}',
      headers: signatureHeaders('{"a":1}', "s3cret", now.getTime() / 1000),
    });
    return [await deliver(request, effects), waits];
  };

  test("arrives, signed", async () => {
    expect(await send({ status: 200 })).toEqual([undefined, []]);
    const { headers, body } = received[0]!;
    const signature = createHmac("sha256", "s3cret")
      .update(`${String(headers["x-tsmodel-timestamp"])}.${body}`)
      .digest("hex");
    expect(headers["x-tsmodel-signature"]).toBe(`sha256=${signature}`);
  });

  test("429 waits as long as it asks, and signs anew", async () => {
    expect(await send({ status: 429, headers: { "retry-after": "7" } }, { status: 200 })).toEqual([
      undefined,
      [7000],
    ]);
    expect(received.map(({ headers }) => Number(headers["x-tsmodel-timestamp"]))).toEqual([
      1772064000, 1772064007,
    ]);
  });

  test("Retry-After as a date", async () => {
    expect(
      await send(
        { status: 429, headers: { "retry-after": "Thu, 26 Feb 2026 00:00:30 GMT" } },
        { status: 204 },
      ),
    ).toEqual([undefined, [30_000]]);
    expect([
      readRetryAfter("soon", new Date(0)),
      readRetryAfter("Thu, 01 Jan 1970 00:00:00 GMT", new Date(5000)),
    ]).toEqual([undefined, 0]);
  });

  test("more patience than a minute nobody has", async () => {
    expect(await send({ status: 429, headers: { "retry-after": "3600" } })).toEqual([
      "the answer was 429, and asks to wait for 3600 s",
      [],
    ]);
  });

  test("a server in trouble is asked four times, a refusal once", async () => {
    expect(await send({ status: 503 })).toEqual(["the answer was 503, 4 times", [1000, 2000, 4000]]);
    expect(await send({ status: 404 })).toEqual(["the answer was 404", []]);
    expect(received).toHaveLength(1);
  });

  test("nobody listens", async () => {
    const { effects, waits } = createEffects();
    const failing: DeliverEffects = {
      ...effects,
      post: () => Promise.reject(new Error("connect ECONNREFUSED")),
    };
    expect([await deliver(() => ({ url, headers: {}, body: "" }), failing), waits.length]).toEqual([
      "connect ECONNREFUSED, 4 times",
      3,
    ]);
  });
});
