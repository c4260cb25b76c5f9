/**
 * Pages of memory over HTTP, for this machine: each open page is told, by server-sent events, which generation of the
 * figures is current and what is wrong.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Page } from "@tsmodel/dashboards";
import { refuse, startLocalServer, type LocalServer, type ServerPlace } from "../serve/local-server.ts";

export class LiveServer {
  private server!: LocalServer;
  private readonly listeners = new Set<ServerResponse>();
  private pages: ReadonlyMap<string, string> = new Map();
  private generation = 0;
  private problem: string | undefined;
  /** Tells the pages of one process from those of the next. */
  private readonly started: string;

  private constructor(started: string) {
    this.started = started;
  }

  /** @throws TsmodelError serve-address */
  static async start(place: ServerPlace, started: string): Promise<LiveServer> {
    const live = new LiveServer(started);
    live.server = await startLocalServer(place, (request, response) => live.answer(request, response));
    return live;
  }

  get url(): string {
    return this.server.url;
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

  close(): Promise<void> {
    return this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/live") return this.listen(response);
    const file = decodePath(path.slice(1)) || "index.html";
    const html = this.pages.get(file);
    if (html === undefined) return refuse(response, 404, this.pages.size === 0 ? (this.problem ?? "the figures are on their way: load the page again") : `there is no page "${file}"`);
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-length": Buffer.byteLength(html),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    response.end(html);
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

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
