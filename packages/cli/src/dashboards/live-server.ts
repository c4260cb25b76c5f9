/**
 * Pages of memory over HTTP, for this machine: each open page is told, by server-sent events, which generation of the
 * figures is current and what is wrong. Answers requests by address or by the name of this machine only, so that no
 * other site can read the figures through a name of its own (DNS rebinding).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fail } from "@tsmodel/core";
import type { Page } from "@tsmodel/dashboards";

export interface LiveServerOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

export class LiveServer {
  private readonly server: Server;
  private readonly listeners = new Set<ServerResponse>();
  private pages: ReadonlyMap<string, string> = new Map();
  private generation = 0;
  private problem: string | undefined;
  /** Tells the pages of one process from those of the next. */
  private readonly started: string;

  private constructor(started: string) {
    this.started = started;
    this.server = createServer((request, response) => this.answer(request, response));
  }

  /** @throws TsmodelError serve-address */
  static async start({ host, port }: LiveServerOptions, started: string): Promise<LiveServer> {
    const live = new LiveServer(started);
    await new Promise<void>((resolve, reject) => {
      live.server.once("error", (error: NodeJS.ErrnoException) =>
        reject(fail("serve-address", { host, port, reason: error.code ?? error.message })),
      );
      live.server.listen(port, host, resolve);
    });
    return live;
  }

  /** e.g. "http://127.0.0.1:4747/" */
  get url(): string {
    const { address, port, family } = this.server.address() as AddressInfo;
    return `http://${family === "IPv6" ? `[${address}]` : address}:${port}/`;
  }

  /** New figures: open pages load themselves anew. */
  show(pages: readonly Page[], problem: string | undefined): void {
    this.pages = new Map(pages.map(({ file, html }) => [file, html]));
    this.generation += 1;
    this.problem = problem;
    this.tellAll();
  }

  /** The figures stay; open pages say what is wrong. */
  report(problem: string): void {
    this.problem = problem;
    this.tellAll();
  }

  async close(): Promise<void> {
    for (const listener of this.listeners) listener.end();
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (!isThisMachine(request.headers.host, this.server)) return end(response, 403, "text/plain", "asked for by a foreign name");
    if (request.method !== "GET" && request.method !== "HEAD") return end(response, 405, "text/plain", "these pages are for reading");
    if (path === "/live") return this.listen(response);
    const file = decodePath(path.slice(1)) || "index.html";
    const html = this.pages.get(file);
    if (html === undefined) return end(response, 404, "text/plain", this.pages.size === 0 ? (this.problem ?? "the figures are on their way: load the page again") : `there is no page "${file}"`);
    end(response, 200, "text/html", html);
  }

  private listen(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    this.listeners.add(response);
    response.on("close", () => this.listeners.delete(response));
    response.write(this.state());
  }

  private tellAll(): void {
    for (const listener of this.listeners) listener.write(this.state());
  }

  private state(): string {
    return `event: state\ndata: ${JSON.stringify({ generation: `${this.started}.${this.generation}`, problem: this.problem ?? null })}\n\n`;
  }
}

function end(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Whoever binds the server to another address than this machine's own wants other names, too. */
function isThisMachine(host: string | undefined, server: Server): boolean {
  const { address } = server.address() as AddressInfo;
  if (!["127.0.0.1", "::1"].includes(address)) return true;
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? "");
}
