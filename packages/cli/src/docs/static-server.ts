/** The files of one folder over HTTP, for this machine: read only, nothing outside the folder, links not followed out. */
import { createReadStream, realpathSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, sep } from "node:path";
import { fail } from "@tsmodel/core";

const TYPES: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".jsonl": "application/jsonl; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".sql": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/plain; charset=utf-8",
};

export interface StaticServer {
  /** e.g. "http://127.0.0.1:8080/" */
  readonly url: string;
  close(): Promise<void>;
}

/** `port` 0 takes any that is free. @throws TsmodelError serve-address */
export async function startStaticServer(
  folder: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<StaticServer> {
  const root = realpathSync(folder);
  const server = createServer((request, response) => answer(root, server, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(fail("serve-address", { host, port, reason: error.code ?? error.message })),
    );
    server.listen(port, host, resolve);
  });
  const { address, port: taken, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${taken}/`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function answer(root: string, server: Server, request: IncomingMessage, response: ServerResponse): void {
  if (!isThisMachine(request.headers.host, server))
    return refuse(response, 403, "asked for by a foreign name");
  if (request.method !== "GET" && request.method !== "HEAD")
    return refuse(response, 405, "these pages are for reading");
  const path = findFile(root, request.url ?? "/");
  if (path === undefined) return refuse(response, 404, "there is no such file");
  response.writeHead(200, {
    "content-type": TYPES[extname(path).toLowerCase()] ?? "application/octet-stream",
    "content-length": statSync(path).size,
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
  });
  if (request.method === "HEAD") return void response.end();
  createReadStream(path)
    .on("error", () => response.destroy())
    .pipe(response);
}

/** A file below the root, by its real path; undefined for everything else. */
function findFile(root: string, url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split(/[?#]/)[0]!);
    if (path.includes("\0")) return undefined;
    const real = realpathSync(join(root, path.endsWith("/") ? `${path}index.html` : path));
    return real.startsWith(root + sep) && statSync(real).isFile() ? real : undefined;
  } catch {
    // A path that is malformed, or leads nowhere.
    return undefined;
  }
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
  response.end(`${reason}\n`);
}

/** Another site may point a name of its own here; whoever binds to another address wants other names, too. */
function isThisMachine(host: string | undefined, server: Server): boolean {
  const { address } = server.address() as AddressInfo;
  if (!["127.0.0.1", "::1"].includes(address)) return true;
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? "");
}
