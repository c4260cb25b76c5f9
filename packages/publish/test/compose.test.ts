/** docker-compose.yml and what belongs to it, as far as it can be checked without a container engine. */
import { execFile } from "node:child_process";
import { access, constants, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openDuckdb } from "./support/duckdb.ts";
import { type PostgresServer, startPostgres } from "./support/postgres-server.ts";
import { publish, runAll, table } from "./support/publish.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const compose = await readFile(join(root, "docker-compose.yml"), "utf8");
const example = parseEnv(await readFile(join(root, ".env.example"), "utf8"));

interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly retries: number;
  };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

function parseEnv(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]));
}

/** Fills in variables as Compose does: `${NAME}`, `${NAME:-default}`, `${NAME:?message}`. */
function interpolate(text: string, env: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind?: string, rest = "") => {
    const value = env.get(name);
    if (value) return value;
    if (kind === "-") return rest;
    throw new Error(`${name} is not set: ${rest}`);
  });
}

/** Every key Compose knows for a service that this file uses; an unknown one is most likely a slip. */
const SERVICE_KEYS = new Set(
  "image environment command volumes ports healthcheck depends_on mem_limit restart".split(" "),
);

describe("docker-compose.yml", () => {
  const env = new Map([...example].map(([name, value]) => [name, value || "s3cret"]));
  const file = parse(interpolate(compose, env)) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly volumes: Readonly<Record<string, unknown>>;
  };
  const services = Object.entries(file.services);

  test("has the expected shape", () => {
    expect(Object.keys(file).sort()).toEqual(["name", "services", "volumes"]);
    expect(Object.keys(file.services)).toEqual(["postgres", "metabase"]);
    for (const [, service] of services) {
      expect(Object.keys(service).filter((key) => !SERVICE_KEYS.has(key))).toEqual([]);
      expect(service.healthcheck.test[0]).toBe("CMD-SHELL");
      expect(service.healthcheck.test).toHaveLength(2);
      expect(service.healthcheck.interval).toMatch(/^\d+s$/);
      expect(service.healthcheck.retries).toBeGreaterThan(0);
      for (const value of Object.values(service.environment)) expect(typeof value).toBe("string");
    }
    expect(file.services["metabase"]!.depends_on).toEqual({ postgres: { condition: "service_healthy" } });
  });

  test("pins Postgres 17 and the 0.64 line of Metabase", () => {
    expect(file.services["postgres"]!.image).toMatch(/^postgres:17(-|\.|$)/);
    expect(file.services["metabase"]!.image).toMatch(/^metabase\/metabase:v0\.64\.\d+\.x$/);
  });

  test("listens on this machine only", () => {
    for (const port of services.flatMap(([, service]) => service.ports))
      expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test("takes every secret from .env and has none without a value", () => {
    const secret = /PASS|SECRET/;
    for (const [name, value] of services.flatMap(([, service]) => Object.entries(service.environment))) {
      if (secret.test(name)) expect([name, value]).toEqual([name, "s3cret"]);
    }
    for (const name of [...example.keys()].filter((key) => secret.test(key))) {
      expect(example.get(name)).toBe("");
      // That of Metabase's first account is read by tsmodel alone.
      if (name === "METABASE_PASSWORD") continue;
      const without = new Map([...env].filter(([key]) => key !== name));
      expect(() => interpolate(compose, without)).toThrow("node scripts/make-env.mjs");
    }
  });

  test("refers to volumes and files that exist", async () => {
    for (const volume of services.flatMap(([, service]) => service.volumes ?? [])) {
      const [source] = volume.split(":");
      if (source!.startsWith("./")) await access(join(root, source!), constants.X_OK);
      else expect(Object.keys(file.volumes)).toContain(source);
    }
  });

  describe("checked against the Compose specification's schema", () => {
    const lint = (text: string): Promise<{ stdout: string }> => {
      const file = join(folder, "docker-compose.yml");
      return writeFile(file, text).then(() =>
        run(process.execPath, [join(root, "node_modules/dclint/bin/dclint.cjs"), "--quiet", file]),
      );
    };
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "tsmodel-compose-"));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test("it is valid", async () => {
      expect((await lint(compose)).stdout.trim()).toBe("");
    });

    test.each([
      ["retries: 40", "retries: [40]"],
      ["    restart: unless-stopped\n\n", "    restarts: unless-stopped\n\n"],
      ["condition: service_healthy", "condition: healthy"],
    ])("a slip is found: %s", async (from, to) => {
      expect(compose).toContain(from);
      await expect(lint(compose.replace(from, to))).rejects.toMatchObject({ code: 1 });
    });
  });

  test("is accepted by docker compose, where that is installed", async ({ skip }) => {
    const installed = await run("docker", ["compose", "version"]).then(
      () => true,
      () => false,
    );
    if (!installed) return skip();
    await run("docker", ["compose", "--file", join(root, "docker-compose.yml"), "config", "--quiet"], {
      env: { ...process.env, ...Object.fromEntries(env) },
    });
  });
});

describe("scripts/make-env.mjs", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tsmodel-env-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const makeEnv = (file: string): Promise<unknown> =>
    run(process.execPath, [join(root, "scripts/make-env.mjs"), file]);

  test("gives every empty entry its own random value, for the owner's eyes only", async () => {
    const file = join(folder, ".env");
    await makeEnv(file);
    const made = parseEnv(await readFile(file, "utf8"));
    expect([...made.keys()]).toEqual([...example.keys()]);
    const secrets = [...made].filter(([name]) => example.get(name) === "").map(([, value]) => value);
    for (const value of secrets) expect(value).toMatch(/^[0-9a-f]{48}$/);
    expect(new Set(secrets).size).toBe(secrets.length);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(() => interpolate(compose, made)).not.toThrow();
  });

  test("refuses to overwrite", async () => {
    const file = join(folder, "again.env");
    await makeEnv(file);
    const before = await readFile(file, "utf8");
    await expect(makeEnv(file)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("left as it is"),
    });
    expect(await readFile(file, "utf8")).toBe(before);
  });
});

const psql = await run("psql", ["--version"]).then(
  () => true,
  () => false,
);

describe.skipIf(!psql)("docker/init-databases.sh, run on a Postgres of ours", () => {
  let server: PostgresServer;
  const passwords = {
    PUBLISHER_PASSWORD: "it's p",
    METABASE_READER_PASSWORD: "r",
    METABASE_APP_PASSWORD: "a",
  };

  beforeAll(async () => {
    server = await startPostgres();
    const admin = await server.connect();
    await admin.query("CREATE DATABASE analytics");
    const { host, port, user, password } = server.target;
    await run("sh", [join(root, "docker/init-databases.sh")], {
      env: {
        ...process.env,
        ...passwords,
        PGHOST: host,
        PGPORT: String(port),
        PGPASSWORD: password,
        POSTGRES_USER: user,
        POSTGRES_DB: "analytics",
      },
    });
  });
  afterAll(() => server.stop());

  test("the publisher publishes, publish after publish, and Metabase's reader reads and does nothing else", async () => {
    const duck = await openDuckdb();
    await runAll(
      duck,
      "CREATE TABLE orders AS SELECT range AS id FROM range(10)",
      "CREATE TABLE later AS SELECT 1 AS n",
    );
    const target = { ...server.target, database: "analytics", user: "publisher", password: "it's p" };
    await publish({ source: duck, tables: [table("orders")], target, schema: "reporting" });
    const second = await publish({
      source: duck,
      tables: [table("orders"), table("later")],
      target,
      schema: "reporting",
    });
    expect(second.result.swap.route).toBe("schema-swap");

    const reader = await server.connect({ database: "analytics", user: "metabase_reader", password: "r" });
    expect((await reader.query("SELECT count(*)::int AS n FROM orders, later")).rows).toEqual([{ n: 10 }]);
    await expect(reader.query("DELETE FROM reporting.orders")).rejects.toThrow(/read-only|permission denied/);
    await reader.query("SET default_transaction_read_only = off");
    await expect(reader.query("DELETE FROM reporting.orders")).rejects.toThrow("permission denied");
    await expect(reader.query("CREATE TABLE public.x (n int)")).rejects.toThrow("permission denied");
    await expect(reader.query("CREATE SCHEMA x")).rejects.toThrow("permission denied");
    await expect(
      server.connect({ database: "metabase_app", user: "metabase_reader", password: "r" }),
    ).rejects.toThrow();
  });

  test("Metabase's own role owns its database and cannot enter the other", async () => {
    const app = await server.connect({ database: "metabase_app", user: "metabase_app", password: "a" });
    await app.query("CREATE TABLE setting (key text)");
    await expect(
      server.connect({ database: "analytics", user: "metabase_app", password: "a" }),
    ).rejects.toThrow("permission denied");
  });
});
