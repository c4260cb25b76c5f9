// Builds this project with dbt and with tsmodel, each into a database of its own, and compares every table and view
// row for row, both ways. Exits 1 when anything differs, 2 when a build fails.
//   node project/scripts/compare-with-dbt.mjs [--vars '{"raw_dir": "/data/raw"}'] [--keep]
// The programs: DBT (default: dbt on the path) and TSMODEL (default: this repository's), each a command line.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const SHOWN_ROWS = 5;

const { values } = parseArgs({
  options: { vars: { type: "string" }, keep: { type: "boolean", default: false } },
});
const scratch = mkdtempSync(join(tmpdir(), "reporting-compare-"));
const sides = [
  { name: "dbt", command: words(process.env.DBT ?? "dbt") },
  {
    name: "tsmodel",
    command: words(
      process.env.TSMODEL ?? `${process.execPath} ${resolve(project, "../packages/cli/bin/tsmodel.js")}`,
    ),
  },
].map((side) => ({ ...side, database: join(scratch, `${side.name}.duckdb`) }));

try {
  process.exitCode = sides.every(build) ? await compare(sides[0].database, sides[1].database) : 2;
} finally {
  if (!values.keep) rmSync(scratch, { recursive: true, force: true });
  else console.log(`databases kept in ${scratch}`);
}

function words(text) {
  return text.trim().split(/\s+/);
}

function build({ name, command, database }) {
  const started = performance.now();
  const [program, ...first] = command;
  const vars = values.vars === undefined ? [] : ["--vars", values.vars];
  const folders = [
    "--profiles-dir",
    project,
    "--target-path",
    join(scratch, name),
    "--log-path",
    join(scratch, `${name}-logs`),
  ];
  const result = spawnSync(program, [...first, "build", ...folders, ...vars], {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, REPORTING_DUCKDB: database, DBT_SEND_ANONYMOUS_USAGE_STATS: "0", NO_COLOR: "1" },
    maxBuffer: 1 << 28,
  });
  if (result.error?.code === "ENOENT") {
    console.error(`error: ${name} was not found (${program}); set ${name.toUpperCase()} to its command line`);
    return false;
  }
  if (result.error) throw result.error;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name.padEnd(8)} built in ${seconds} s, exit code ${result.status}`);
  if (result.status !== 0) console.error(result.stdout + result.stderr);
  return result.status === 0;
}

/** The exit code: 0 when both databases hold the same. */
async function compare(left, right) {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    // The staging views read the raw files: from here they are found as they were while building.
    process.chdir(project);
    await connection.run("set TimeZone = 'UTC'; set file_search_path = '..'");
    await connection.run(
      `attach ${literal(left)} as dbt (read_only); attach ${literal(right)} as tsmodel (read_only)`,
    );
    const relations = await listRelations(connection);
    let differing = 0;
    for (const relation of relations) {
      const problem = await compareRelation(connection, relation);
      if (problem === undefined) continue;
      differing++;
      console.log(`\n${relation.name}: ${problem}`);
    }
    const verdict = differing === 0 ? "the same on both sides" : `${differing} of them different`;
    console.log(
      `${relations.length} relations, ${relations.reduce((sum, each) => sum + (each.rows ?? 0), 0).toLocaleString("en-US")} rows: ${verdict}`,
    );
    return differing === 0 && relations.length > 0 ? 0 : 1;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Tables and views of either side with their columns and types, as text to compare. */
async function listRelations(connection) {
  const rows = await objects(
    connection,
    `select table_name as name, database_name as side,
            string_agg(column_name || ' ' || data_type, ', ' order by column_index) as columns
     from duckdb_columns() where database_name in ('dbt', 'tsmodel') and schema_name = 'main' and not internal
     group by all order by name`,
  );
  const found = new Map();
  for (const { name, side, columns } of rows) found.set(name, { ...found.get(name), name, [side]: columns });
  return [...found.values()];
}

/** What is different, or undefined; counts the rows on the way. */
async function compareRelation(connection, relation) {
  const { name, dbt, tsmodel } = relation;
  if (dbt === undefined || tsmodel === undefined) return `only in ${dbt === undefined ? "tsmodel" : "dbt"}`;
  if (dbt !== tsmodel) return `other columns\n  dbt      ${dbt}\n  tsmodel  ${tsmodel}`;
  const table = `main."${name.replaceAll('"', '""')}"`;
  const [{ rows }] = await objects(connection, `select count(*) as rows from dbt.${table}`);
  relation.rows = Number(rows);
  const lines = [];
  for (const [here, there] of [
    ["dbt", "tsmodel"],
    ["tsmodel", "dbt"],
  ]) {
    const extra = await objects(connection, `(from ${here}.${table}) except all (from ${there}.${table})`);
    if (extra.length === 0) continue;
    lines.push(`${extra.length} rows only in ${here}`);
    lines.push(...extra.slice(0, SHOWN_ROWS).map((row) => `  ${JSON.stringify(row)}`));
  }
  return lines.length === 0 ? undefined : lines.join("\n");
}

async function objects(connection, sql) {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

function literal(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
