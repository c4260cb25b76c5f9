/** The files of one folder over HTTP, for this machine: read only, nothing outside the folder, links not followed out. */
import { createReadStream, realpathSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { refuse, startLocalServer, type LocalServer, type ServerPlace } from "../serve/local-server.ts";

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

/** @throws TsmodelError serve-address */
export async function startStaticServer(folder: string, place: ServerPlace): Promise<LocalServer> {
  const root = realpathSync(folder);
  return startLocalServer(place, (request, response) => answer(root, request, response));
}

function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
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
