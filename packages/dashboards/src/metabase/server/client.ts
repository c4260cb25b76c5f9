/** Requests and answers of Metabase's REST API as data; how they travel is the caller's. */
import { MetabaseFailure } from "./failure.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface MetabaseRequest {
  readonly method: Method;
  /** With its query, e.g. "/api/card/12". */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
}

export interface MetabaseResponse {
  readonly status: number;
  /** The parsed JSON; the text where it is none; undefined where it is empty. */
  readonly body: unknown;
  readonly json: boolean;
}

/** @throws Error when no answer comes; its message is the reason in words */
export type Send = (request: MetabaseRequest) => Promise<MetabaseResponse>;

/** X-Metabase-Session or x-api-key. */
export type Credential = { readonly session: string } | { readonly key: string };

export class Client {
  readonly url: string;
  private readonly send: Send;
  private credential: Credential | undefined;
  /** Requests that read, and those that write; opening and closing a session is neither. */
  reads = 0;
  writes = 0;

  constructor(url: string, send: Send) {
    this.url = url;
    this.send = send;
  }

  use(credential: Credential): void {
    this.credential = credential;
  }

  /** Any answer. @throws MetabaseFailure metabase-away */
  async ask(method: Method, path: string, body?: unknown): Promise<MetabaseResponse> {
    if (method === "GET") this.reads++;
    else if (path !== "/api/session") this.writes++;
    try {
      return await this.send({ method, path, body, headers: this.headers() });
    } catch (error) {
      if (error instanceof MetabaseFailure) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new MetabaseFailure({ code: "metabase-away", url: this.url, reason }, error);
    }
  }

  /** An answer that is a success, or undefined for 404. @throws MetabaseFailure */
  async find(path: string): Promise<unknown> {
    const response = await this.ask("GET", path);
    return response.status === 404 ? undefined : this.accept("GET", path, response);
  }

  async get(path: string): Promise<unknown> {
    return this.accept("GET", path, await this.ask("GET", path));
  }

  async post(path: string, body: unknown): Promise<unknown> {
    return this.accept("POST", path, await this.ask("POST", path, body));
  }

  async put(path: string, body: unknown): Promise<unknown> {
    return this.accept("PUT", path, await this.ask("PUT", path, body));
  }

  private headers(): { readonly [name: string]: string } {
    if (this.credential === undefined) return {};
    return "key" in this.credential
      ? { "x-api-key": this.credential.key }
      : { "X-Metabase-Session": this.credential.session };
  }

  private accept(method: Method, path: string, { status, body, json }: MetabaseResponse): unknown {
    if (status === 401 && this.credential !== undefined && "key" in this.credential)
      throw new MetabaseFailure({ code: "metabase-key", url: this.url });
    if (status === 403)
      throw new MetabaseFailure({ code: "metabase-forbidden", request: `${method} ${path}` });
    if (status >= 400)
      throw new MetabaseFailure({
        code: "metabase-refused",
        request: `${method} ${path}`,
        status,
        reason: describeRefusal(body),
      });
    if (body !== undefined && !json)
      throw new MetabaseFailure({ code: "metabase-answer", url: this.url, path });
    return body;
  }
}

/** `{errors: {field: text}}`, `{message}`, or plain text; one line, at most 300 letters. */
export function describeRefusal(body: unknown): string {
  const text = (value: unknown): string =>
    typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  if (typeof body !== "object" || body === null) return shorten(text(body));
  const { errors, message, error } = body as { errors?: unknown; message?: unknown; error?: unknown };
  if (typeof errors === "object" && errors !== null && Object.keys(errors).length > 0)
    return shorten(
      Object.entries(errors)
        .map(([field, value]) => (field === "_error" ? text(value) : `${field}: ${text(value)}`))
        .join("; "),
    );
  return shorten(text(message ?? error ?? body));
}

const shorten = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
};
