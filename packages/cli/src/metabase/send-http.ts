/** Requests to Metabase by node:http. Each has a connection of its own: some versions close kept ones in the middle. */
import type { MetabaseRequest, MetabaseResponse, Send } from "@tsmodel/dashboards/metabase";

/** A question may run for as long as the reader's statements may: a minute. */
const PATIENCE = 120_000;

export function createSend(url: string, signal: AbortSignal): Send {
  const base = new URL(url.endsWith("/") ? url : `${url}/`);
  return async ({ method, path, body, headers }: MetabaseRequest): Promise<MetabaseResponse> => {
    const { request } = await (base.protocol === "https:" ? import("node:https") : import("node:http"));
    const target = new URL(path.replace(/^\//, ""), base);
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((done, failed) => {
      const sent = request(
        target,
        {
          method,
          agent: false,
          signal,
          timeout: PATIENCE,
          headers: {
            Accept: "application/json",
            ...(text === undefined
              ? {}
              : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }),
            ...headers,
          },
        },
        (answer) => {
          let received = "";
          answer.setEncoding("utf8").on("data", (piece: string) => (received += piece));
          answer.on("error", failed);
          answer.on("end", () => done({ status: answer.statusCode ?? 0, ...readBody(received) }));
        },
      );
      sent.on("timeout", () => sent.destroy(new Error(`nothing within ${PATIENCE / 1000} seconds`)));
      sent.on("error", (error: NodeJS.ErrnoException) =>
        failed(signal.aborted ? new Error("interrupted") : describe(error)),
      );
      sent.end(text);
    });
  };
}

/** JSON, by its text: the header is not always right. */
function readBody(text: string): Pick<MetabaseResponse, "body" | "json"> {
  if (text === "") return { body: undefined, json: false };
  try {
    return { body: JSON.parse(text) as unknown, json: true };
  } catch {
    return { body: text, json: false };
  }
}

const WORDS: { readonly [code: string]: string } = {
  ECONNREFUSED: "nobody listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the host's name cannot be looked up",
  ECONNRESET: "the connection was closed",
  ETIMEDOUT: "nothing within the time of the network",
};

/** A connection that is tried at several addresses fails with several errors and no text of its own. */
function describe(error: NodeJS.ErrnoException): Error {
  const first =
    error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException | undefined) : undefined;
  const code = error.code ?? first?.code ?? "";
  return new Error(WORDS[code] ?? (error.message || first?.message || code));
}
