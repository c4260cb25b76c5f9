/** From an address to a server that answers and knows who asks. */
import { type Client, describeRefusal } from "./client.ts";
import { MetabaseFailure } from "./failure.ts";

export interface Account {
  readonly user: string;
  readonly password: string;
}

export type Credentials = { readonly key: string } | Account;

/** What anybody may read. */
export interface Properties {
  /** e.g. "v0.64.6". */
  readonly version: string;
  /** 64 of it. */
  readonly major: number;
  readonly isSetUp: boolean;
  readonly setupToken?: string;
}

const OLDEST = 58;

export interface Patience {
  /** How long a server may take to start, in seconds. */
  readonly seconds: number;
  pause(milliseconds: number): Promise<void>;
}

/** Nobody listens: that long and no longer, since it is most likely a wrong address. */
const SILENT_SECONDS = 10;

/**
 * While it starts, Metabase answers 503, or nothing yet.
 * @throws MetabaseFailure metabase-away, metabase-starting, metabase-answer
 */
export async function waitForHealth(client: Client, { seconds, pause }: Patience): Promise<void> {
  for (let waited = 0; ; waited++) {
    const answer = await client.ask("GET", "/api/health").catch((error: unknown) => {
      if (waited >= Math.min(SILENT_SECONDS, seconds)) throw error;
      return undefined;
    });
    if (answer?.status === 200) {
      if ((answer.body as { status?: unknown } | undefined)?.status === "ok") return;
      throw new MetabaseFailure({ code: "metabase-answer", url: client.url, path: "/api/health" });
    }
    if (answer !== undefined && answer.status < 500)
      throw new MetabaseFailure({ code: "metabase-answer", url: client.url, path: "/api/health" });
    if (waited >= seconds) throw new MetabaseFailure({ code: "metabase-starting", url: client.url, seconds });
    await pause(1000);
  }
}

/** @throws MetabaseFailure metabase-version, metabase-answer */
export async function readProperties(client: Client): Promise<Properties> {
  const body = (await client.get("/api/session/properties")) as {
    version?: { tag?: string };
    "has-user-setup"?: boolean;
    "setup-token"?: string | null;
  };
  const version = body.version?.tag ?? "";
  const major = Number(/^v?[01]\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
  if (Number.isNaN(major) && !/^v?(UNKNOWN|master|0\.0)/i.test(version))
    throw new MetabaseFailure({ code: "metabase-answer", url: client.url, path: "/api/session/properties" });
  if (major < OLDEST) throw new MetabaseFailure({ code: "metabase-version", version, least: OLDEST });
  return {
    version,
    // A build without a number is newer than any that has one.
    major: Number.isNaN(major) ? 9999 : major,
    isSetUp: body["has-user-setup"] === true,
    setupToken: body["setup-token"] ?? undefined,
  };
}

/**
 * Afterwards the client has a credential.
 * @throws MetabaseFailure metabase-account, metabase-login
 */
export async function signIn(
  client: Client,
  credentials: Credentials,
  properties: Properties,
  site: string,
): Promise<"set up" | "session" | "key"> {
  if (!properties.isSetUp && properties.setupToken !== undefined) {
    if ("key" in credentials) throw new MetabaseFailure({ code: "metabase-account" });
    if (await setUp(client, credentials, properties.setupToken, site)) return "set up";
  }
  if ("key" in credentials) {
    client.use(credentials);
    return "key";
  }
  const { user, password } = credentials;
  const { status, body } = await client.ask("POST", "/api/session", { username: user, password });
  const session = (body as { id?: unknown } | undefined)?.id;
  if (status >= 400 || typeof session !== "string")
    throw new MetabaseFailure({
      code: "metabase-login",
      url: client.url,
      user,
      reason: describeRefusal(body),
    });
  client.use({ session });
  return "session";
}

/** The first account. False where somebody else was quicker: then it is a matter of logging in. */
async function setUp(
  client: Client,
  { user, password }: Account,
  token: string,
  site: string,
): Promise<boolean> {
  const answer = await client.ask("POST", "/api/setup", {
    token,
    user: { email: user, password, first_name: null, last_name: null, site_name: site },
    prefs: { site_name: site, site_locale: "en", allow_tracking: false },
  });
  if (answer.status === 403) return false;
  const session = (answer.body as { id?: unknown } | undefined)?.id;
  if (answer.status >= 400 || typeof session !== "string")
    throw new MetabaseFailure({
      code: "metabase-refused",
      request: "POST /api/setup",
      status: answer.status,
      reason: describeRefusal(answer.body),
    });
  client.use({ session });
  return true;
}

/** Sessions are ended, keys stay. */
export async function signOut(client: Client, how: "set up" | "session" | "key"): Promise<void> {
  if (how !== "key") await client.ask("DELETE", "/api/session");
}
