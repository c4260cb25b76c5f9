import { fail } from "../errors/tsmodel-error.ts";
import type { DepsEffects } from "./deps-effects.ts";

const ATTEMPTS = 6;
/** Milliseconds. */
const PAUSE = 1000;

/** The bytes behind a URL. What may pass (no answer, a busy or broken server) is asked for again. @throws TsmodelError download-failed */
export async function download(url: string, effects: DepsEffects): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await ask(url, effects);
    if (typeof outcome !== "string") return outcome.bytes;
    if (attempt === ATTEMPTS || outcome.startsWith("4"))
      throw fail("download-failed", {
        url,
        problem: /^\d/.test(outcome) ? `the server answered ${outcome}` : outcome,
      });
    await effects.wait(PAUSE);
  }
}

/** The answer, or what was wrong: an HTTP status or a sentence. */
async function ask(url: string, effects: DepsEffects): Promise<{ readonly bytes: Uint8Array } | string> {
  try {
    const { status, bytes } = await effects.fetch(url);
    return status >= 200 && status < 300 ? { bytes } : String(status);
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  }
}
