/** The child of publish-bench.mjs: fills a DuckDB in memory, publishes it, tells time and memory. */
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { buildChunkEncoder } from "../../src/encode/chunk-encoder.ts";
import { executePublish, planPublish, type PostgresTarget } from "../../src/index.ts";
import { findMapping } from "../../src/type-map.ts";

interface Job {
  readonly folder: string;
  readonly target: PostgresTarget;
  readonly rows: number;
  readonly shape: "events" | "text";
  readonly encoder: "columnar" | "rows";
  readonly encodeOnly: boolean;
}

const shapes: Readonly<Record<Job["shape"], string>> = {
  events: `
    i::BIGINT AS event_id,
    (hash(i) % 200000)::BIGINT AS user_id,
    (hash(i + 1) % 20000)::INTEGER AS account_id,
    ['login','task_created','task_done','comment','invite','export'][1 + (hash(i + 2) % 6)::INTEGER] AS event_type,
    ['web','ios','android','api'][1 + (hash(i + 3) % 4)::INTEGER] AS platform,
    TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_microseconds((hash(i + 4) % 63072000000000)::BIGINT) AS happened_at,
    CASE WHEN hash(i + 5) % 10 < 3 THEN NULL ELSE (hash(i + 6) % 1000000) / 100.0 END::DOUBLE AS amount,
    CASE WHEN hash(i + 7) % 20 = 0 THEN NULL ELSE hash(i + 8) % 2 = 0 END AS is_mobile`,
  text: `
    i::BIGINT AS event_id,
    md5(i::VARCHAR) AS fingerprint,
    'customer number ' || (hash(i) % 100000) || ' of the north' AS customer,
    TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_microseconds((hash(i + 4) % 63072000000000)::BIGINT) AS happened_at,
    (hash(i + 6) % 1000000)::DECIMAL(18,2) / 100 AS amount`,
};

process.once("message", async (job: Job) => {
  const instance = await DuckDBInstance.create(`${job.folder}/bench-${process.pid}.duckdb`, {
    memory_limit: "150MB", // what DuckDB keeps of its own file; the rows are read back from disk
  });
  const source = await instance.connect();
  await source.run("SET TimeZone = 'UTC'");
  await source.run("SET preserve_insertion_order = true");
  await source.run(`CREATE TABLE events AS SELECT ${shapes[job.shape]} FROM range(${job.rows}) t(i)`);
  await source.run("CHECKPOINT");
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, Math.round(process.memoryUsage.rss() / 1e6));
  }, 50);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const { rows, bytes } = job.encodeOnly ? await encode(source) : await publish(source, job);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watch);
  process.send!({ rows, bytes, seconds, megabytes, cpuSeconds: (user + system) / 1e6 });
  process.disconnect();
});

async function publish(
  source: DuckDBConnection,
  { target, encoder }: Job,
): Promise<{ rows: number; bytes: number }> {
  const plan = await planPublish({
    source,
    tables: [{ relation: { schema: "main", name: "events" }, name: "events" }],
    target,
    schema: "marts",
    settings: { encoder },
  });
  const result = await executePublish(plan, { report: () => {}, now: () => performance.now() });
  return result.tables[0]!;
}

/** Everything but Postgres: DuckDB's chunks are made and encoded, the bytes are thrown away. */
async function encode(source: DuckDBConnection): Promise<{ rows: number; bytes: number }> {
  const result = await source.stream("SELECT * FROM events");
  const wires = result.columnTypes().map((type, index) => findMapping(result.columnName(index), type)!.wire);
  const encoder = buildChunkEncoder(wires, "columnar");
  let rows = 0;
  let bytes = 0;
  let next = result.fetchChunk();
  for (let chunk = await next; chunk !== null && chunk.rowCount > 0; chunk = await next) {
    next = result.fetchChunk();
    for (const piece of encoder(chunk)) bytes += piece.length;
    rows += chunk.rowCount;
  }
  return { rows, bytes };
}
