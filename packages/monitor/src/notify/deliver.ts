/** Sends a message, and again where the receiver asks for patience. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
}

export interface DeliverEffects {
  /** Throws where there is no answer. */
  post(request: HttpRequest): Promise<HttpAnswer>;
  /** Milliseconds. */
  wait(duration: number): Promise<void>;
  now(): Date;
}

const ATTEMPTS = 4;
/** Longer than this nobody waits: the next run tells it. */
const PATIENCE = 60_000;

/** Undefined when it arrived, else why not. `sign` is asked before each attempt: signatures carry the time. */
export async function deliver(
  request: (now: Date) => HttpRequest,
  effects: DeliverEffects,
): Promise<string | undefined> {
  let reason = "";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    let pause = 1000 * 2 ** (attempt - 1);
    try {
      const { status, retryAfter } = await effects.post(request(effects.now()));
      if (status >= 200 && status < 300) return undefined;
      reason = `the answer was ${status}`;
      if (status !== 429 && status < 500) return reason;
      if (retryAfter !== null) pause = readRetryAfter(retryAfter, effects.now()) ?? pause;
    } catch (error) {
      reason = reasonOf(error);
    }
    if (attempt === ATTEMPTS) break;
    if (pause > PATIENCE) return `${reason}, and asks to wait for ${Math.ceil(pause / 1000)} s`;
    await effects.wait(pause);
  }
  return `${reason}, ${ATTEMPTS} times`;
}

/** What fetch says is in its cause: "connect ECONNREFUSED 127.0.0.1:1". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
}

/** Seconds or a date (RFC 9110, 10.2.3) → milliseconds from now. */
export function readRetryAfter(text: string, now: Date): number | undefined {
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
