/**
 * HTTP for this machine, for reading. Answers requests by address or by the name of this machine only, so that no other
 * site can read what is served through a name of its own (DNS rebinding).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fail } from "@tsmodel/core";

export interface ServerPlace {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

export interface LocalServer {
  /** e.g. "http://127.0.0.1:8080/" */
  readonly url: string;
  /** Open connections are ended. */
  close(): Promise<void>;
}

/** `answer` gets what is asked for by GET or HEAD. @throws TsmodelError serve-address */
export async function startLocalServer(
  { host, port }: ServerPlace,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LocalServer> {
  const server = createServer((request, response) => {
    if (!isThisMachine(request.headers.host, server)) refuse(response, 403, "asked for by a foreign name");
    else if (request.method !== "GET" && request.method !== "HEAD")
      refuse(response, 405, "these pages are for reading");
    else answer(request, response);
  });
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

export function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
  response.end(`${reason}\n`);
}

/** Whoever binds the server to another address than this machine's own wants other names, too. */
function isThisMachine(host: string | undefined, server: Server): boolean {
  const { address } = server.address() as AddressInfo;
  if (!["127.0.0.1", "::1"].includes(address)) return true;
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? "");
}
